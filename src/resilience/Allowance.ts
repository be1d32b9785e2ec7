/**
 * The rules of a rate limiter that learns its limit from the answers, as pure functions over one state: {@link admit}
 * asks whether a request may be sent, {@link observe} and {@link settle} take in what became of it, {@link hold} is the
 * server's "not before". `Limiter` carries them out.
 *
 * Requests go one at a time while nothing is known: before the first answer, at the turn of a window, and after a
 * hold. Only the answer of such a scout lets the others follow, so a wrong guess costs one refused request, not all.
 *
 * @since 0.1.0
 */

/**
 * One window of the server. Instants are monotonic ms.
 *
 * @since 0.1.0
 * @category models
 */
export interface Window {
  /** Requests the server allows in it. */
  readonly allowed: number
  /** Requests the server has counted in it, as far as it has told. */
  readonly used: number
  readonly endsAt: number
  /** How long a whole window lasts, as far as is known, ms. */
  readonly length: number
  /** Whether an answer has told of this very window; else it is a copy of the one before. */
  readonly observed: boolean
}

/**
 * What is known of the limit, and of the requests that no answer has accounted for. Instants are monotonic ms.
 *
 * @since 0.1.0
 * @category models
 */
export interface State {
  /** Without one nothing is held back. */
  readonly window: Window | undefined
  /** The turns so far: tells the answers to requests of an earlier window. */
  readonly turn: number
  /** Requests sent so far. */
  readonly sent: number
  /** Requests sent whose answers have not come. The server may or may not have counted them. */
  readonly unaccounted: number
  /** For each request of this window that ended without a word of the limit: how many had been sent by then. */
  readonly untold: ReadonlyArray<number>
  readonly notBefore: number
  /** What the scout must answer for: a scout sent before a hold proves nothing after it. */
  readonly doubt: number
  /** Whether an answer has shown, since the last doubt, that requests pass. */
  readonly proven: boolean
  /** While a scout is out, when to stop waiting for its answer. */
  readonly scoutUntil: number
}

/**
 * The right to send one request, to be settled once.
 *
 * @since 0.1.0
 * @category models
 */
export interface Permit {
  readonly number: number
  readonly turn: number
  readonly doubt: number
}

/**
 * What an answer tells of the limit: requests counted in this window, requests allowed in it, seconds to its end.
 *
 * @since 0.1.0
 * @category models
 */
export interface Observation {
  readonly count: number
  readonly allowed: number
  readonly reset: number
}

/**
 * What became of a request: whether it came to an end of its own (was not interrupted), and whether its answer told
 * the limit.
 *
 * @since 0.1.0
 * @category models
 */
export interface End {
  readonly answered: boolean
  readonly told: boolean
}

/**
 * A permit, or when to ask again (monotonic ms).
 *
 * @since 0.1.0
 * @category models
 */
export type Admission =
  | { readonly _tag: "Admitted"; readonly permit: Permit }
  | { readonly _tag: "Wait"; readonly until: number }

/**
 * How long, in ms, the others wait for a scout's answer before one more of them is sent.
 *
 * @since 0.1.0
 * @category models
 */
export const patience = 1_000

/**
 * Nothing known, nothing sent.
 *
 * @since 0.1.0
 * @category constructors
 */
export const initial: State = {
  window: undefined,
  turn: 0,
  sent: 0,
  unaccounted: 0,
  untold: [],
  notBefore: Number.NEGATIVE_INFINITY,
  doubt: 0,
  proven: false,
  scoutUntil: Number.NEGATIVE_INFINITY
}

/**
 * Asks to send a request. Not before the hold is over; one at a time while in doubt; and never more than the window
 * allows, where every request without an answer counts as if the server had counted it.
 *
 * @since 0.1.0
 * @category combinators
 */
export const admit = (before: State, now: number): readonly [Admission, State] => {
  if (now < before.notBefore) return [wait(before.notBefore), before]
  const state = turned(before, now)
  if (!state.proven && now < state.scoutUntil) return [wait(state.scoutUntil), state]
  const { window, unaccounted, untold } = state
  if (window !== undefined && window.used + unaccounted + untold.length >= window.allowed)
    return [wait(window.endsAt), state]
  const sent = state.sent + 1
  return [
    { _tag: "Admitted", permit: { number: sent, turn: state.turn, doubt: state.doubt } },
    {
      ...state,
      sent,
      unaccounted: unaccounted + 1,
      scoutUntil: state.proven ? state.scoutUntil : now + patience
    }
  ]
}

/**
 * Hands a permit back: at the first word of the limit, else at the request's end. A request that ended untold may have
 * been counted, so it stays on the bill until a later request tells.
 *
 * @since 0.1.0
 * @category combinators
 */
export const settle = (state: State, permit: Permit, end: End): State => {
  const scouted = permit.doubt === state.doubt
  const onBill = !end.told && state.window !== undefined && permit.turn === state.turn
  return {
    ...state,
    unaccounted: state.unaccounted - 1,
    untold: onBill ? [...state.untold, state.sent] : state.untold,
    proven: state.proven || (scouted && end.answered),
    scoutUntil: scouted ? Number.NEGATIVE_INFINITY : state.scoutUntil
  }
}

/**
 * Takes in what the answer to a request told of the limit; {@link settle} is due apart. Ignores what {@link isLimit}
 * refuses, and the late answer that tells of a window gone by.
 *
 * @since 0.1.0
 * @category combinators
 */
export const observe = (state: State, permit: Permit, seen: Observation, now: number): State => {
  if (!isLimit(seen)) return state
  // Less than a second left may be told as 0: asking again at once would be refused.
  const remaining = (seen.reset === 0 ? 1 : seen.reset) * 1_000
  const fresh = { allowed: seen.allowed, used: seen.count, endsAt: now + remaining, observed: true }
  const { window } = state
  if (window === undefined) return { ...state, window: { ...fresh, length: remaining } }
  // Ends told within one window differ by the rounding to seconds and by latency.
  const apart = Math.max(window.length / 2, 2_000)
  if (permit.turn < state.turn && fresh.endsAt < window.endsAt - apart) return state
  const length = Math.max(window.length, remaining)
  if (window.observed && fresh.endsAt > window.endsAt + apart) {
    // the server turned before the end that was computed here
    return { ...state, window: { ...fresh, length }, turn: state.turn + 1, untold: [] }
  }
  return {
    ...state,
    // a request sent after an untold one ended has been counted after it
    untold: state.untold.filter((sent) => sent >= permit.number),
    window: window.observed
      ? {
          ...fresh,
          length,
          // answers overtake each other: the highest count is the latest
          used: Math.max(window.used, seen.count),
          // the time left is told in whole seconds, rounded up: the least sum is the nearest to the truth
          endsAt: Math.min(window.endsAt, fresh.endsAt)
        }
      : { ...fresh, length }
  }
}

/**
 * Whether the numbers of an answer can be a limit: finite, at least one request allowed, at most a day to the end.
 *
 * @since 0.1.0
 * @category predicates
 */
export const isLimit = ({ count, allowed, reset }: Observation): boolean =>
  count >= 0 && count < Infinity && allowed >= 1 && allowed < Infinity && reset >= 0 && reset <= 86_400

/**
 * Lets no request go before the instant (monotonic ms). A hold is only ever prolonged.
 *
 * @since 0.1.0
 * @category combinators
 */
export const hold = (state: State, until: number): State => ({
  ...state,
  notBefore: until > state.notBefore ? until : state.notBefore,
  ...inDoubt(state)
})

// The window that ended is followed by one like it. But where requests were sent in it and none was told of a limit,
// it is dropped: the platform has stopped telling, and a platform that tells no limit is not held back.
const turned = (state: State, now: number): State => {
  const { window } = state
  if (window === undefined || now < window.endsAt) return state
  const next = { ...window, used: 0, endsAt: now + window.length, observed: false }
  return {
    ...state,
    window: window.observed || state.untold.length === 0 ? next : undefined,
    turn: state.turn + 1,
    untold: [],
    ...inDoubt(state)
  }
}

const inDoubt = (state: State) => ({
  doubt: state.doubt + 1,
  proven: false,
  scoutUntil: Number.NEGATIVE_INFINITY
})

const wait = (until: number): Admission => ({ _tag: "Wait", until })
