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
 * The requests that the answers have not, or not yet, accounted for.
 *
 * @since 0.1.0
 * @category models
 */
export interface Requests {
  /** Sent so far. */
  readonly sent: number
  /** Sent, the answer not come. The server may or may not have counted them. */
  readonly unaccounted: number
  /** For each that ended in this window without a word of the limit: how many had been sent by then. */
  readonly untold: ReadonlyArray<number>
}

/**
 * Whether requests pass. Doubts are numbered, so that a scout sent before a hold proves nothing after it.
 *
 * @since 0.1.0
 * @category models
 */
export interface Doubt {
  readonly number: number
  /** An answer has shown, since this doubt arose, that requests pass. */
  readonly proven: boolean
  /** While a scout is out: when to stop waiting for its answer, monotonic ms. */
  readonly scoutUntil: number
}

/**
 * All that is known.
 *
 * @since 0.1.0
 * @category models
 */
export interface State {
  /** Without one nothing is held back. */
  readonly window: Window | undefined
  /** The turns so far: tells the answers to requests of an earlier window. */
  readonly turn: number
  /** The end of the last hold, monotonic ms. */
  readonly notBefore: number
  readonly requests: Requests
  readonly doubt: Doubt
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
  /** When it was given, monotonic ms. */
  readonly at: number
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
  notBefore: Number.NEGATIVE_INFINITY,
  requests: { sent: 0, unaccounted: 0, untold: [] },
  doubt: { number: 0, proven: false, scoutUntil: Number.NEGATIVE_INFINITY }
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
  const { window, turn, notBefore, requests, doubt } = state
  if (!doubt.proven && now < doubt.scoutUntil) return [wait(doubt.scoutUntil), state]
  if (window !== undefined && window.used + requests.unaccounted + requests.untold.length >= window.allowed)
    return [wait(window.endsAt), state]
  const sent = requests.sent + 1
  return [
    { _tag: "Admitted", permit: { number: sent, turn, doubt: doubt.number, at: now } },
    // written out, here and below: a spread costs many times as much, and every request passes here
    {
      window,
      turn,
      notBefore,
      requests: { sent, unaccounted: requests.unaccounted + 1, untold: requests.untold },
      doubt: doubt.proven ? doubt : { number: doubt.number, proven: false, scoutUntil: now + patience }
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
  const { window, turn, notBefore, requests, doubt } = state
  const { sent, unaccounted, untold } = requests
  const onBill = !end.told && window !== undefined && permit.turn === turn
  const scouted = !doubt.proven && permit.doubt === doubt.number
  return {
    window,
    turn,
    notBefore,
    requests: { sent, unaccounted: unaccounted - 1, untold: onBill ? [...untold, sent] : untold },
    doubt: scouted
      ? { number: doubt.number, proven: end.answered, scoutUntil: Number.NEGATIVE_INFINITY }
      : doubt
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
  const { window: known, turn, notBefore, requests, doubt } = state
  const { count: used, allowed } = seen
  // Less than a second left may be told as 0: asking again at once would be refused.
  const remaining = (seen.reset === 0 ? 1 : seen.reset) * 1_000
  const endsAt = now + remaining
  if (known === undefined)
    return { ...state, window: { allowed, used, endsAt, length: remaining, observed: true } }
  // Ends told within one window differ by the rounding to seconds and by latency.
  const apart = Math.max(known.length / 2, 2_000)
  // The server told the time left somewhere between the request and its answer, which may have been slow.
  const earliest = permit.at + remaining
  if (permit.turn < turn && earliest < known.endsAt - apart) return state
  const length = Math.max(known.length, remaining)
  if (known.observed && earliest > known.endsAt + apart) {
    // the server turned before the end that was computed here
    const window = { allowed, used, endsAt, length, observed: true }
    return { ...state, window, turn: turn + 1, requests: { ...requests, untold: [] } }
  }
  const window = {
    allowed,
    // answers overtake each other: the highest count is the latest
    used: known.observed ? Math.max(known.used, used) : used,
    // the time left is told in whole seconds, rounded up: the least sum is the nearest to the truth
    endsAt: known.observed ? Math.min(known.endsAt, endsAt) : endsAt,
    length,
    observed: true
  }
  if (requests.untold.length === 0) return { window, turn, notBefore, requests, doubt }
  // a request sent after an untold one ended has been counted after it
  const untold = requests.untold.filter((sent) => sent >= permit.number)
  return { window, turn, notBefore, requests: { ...requests, untold }, doubt }
}

/**
 * Whether the numbers of an answer can be a limit: finite, at least one request allowed, at most an hour to the end
 * (the platform counts by the minute).
 *
 * @since 0.1.0
 * @category predicates
 */
export const isLimit = ({ count, allowed, reset }: Observation): boolean =>
  count >= 0 && count < Infinity && allowed >= 1 && allowed < Infinity && reset >= 0 && reset <= 3_600

/**
 * Lets no request go before the instant (monotonic ms). A hold is only ever prolonged.
 *
 * @since 0.1.0
 * @category combinators
 */
export const hold = (state: State, until: number): State => ({
  ...state,
  notBefore: until > state.notBefore ? until : state.notBefore,
  doubt: doubted(state.doubt)
})

/**
 * Without its hold and its window, as if nothing were known.
 *
 * @since 0.1.0
 * @category combinators
 */
export const released = (state: State): State => ({
  ...state,
  window: undefined,
  notBefore: Number.NEGATIVE_INFINITY,
  doubt: doubted(state.doubt)
})

// The window that ended is followed by one like it. But where requests were sent in it and none was told of a limit,
// it is dropped: the platform has stopped telling, and a platform that tells no limit is not held back.
const turned = (state: State, now: number): State => {
  const { window, requests } = state
  if (window === undefined || now < window.endsAt) return state
  const next = { ...window, used: 0, endsAt: now + window.length, observed: false }
  return {
    ...state,
    window: window.observed || requests.untold.length === 0 ? next : undefined,
    turn: state.turn + 1,
    requests: { ...requests, untold: [] },
    doubt: doubted(state.doubt)
  }
}

const doubted = ({ number }: Doubt): Doubt => ({
  number: number + 1,
  proven: false,
  scoutUntil: Number.NEGATIVE_INFINITY
})

const wait = (until: number): Admission => ({ _tag: "Wait", until })
