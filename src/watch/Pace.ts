/**
 * When to look at a job again. Pure: a sample in, the gap to the next poll out; no clock, no randomness, no runtime.
 *
 * 1. **Predict** how much time the rest of the work takes: what is left, divided by the speed over the last changes,
 *    looking back about as far as the prediction looks ahead (less is noise, more is history).
 * 2. **Doubt.** With every change the predicted end moves. How far it moves per second waited (`drift`) is how wrong
 *    the prediction is expected to be per second still to go: one number for curves, stalls, batches and noise.
 * 3. **Explain silence** in two ways. Either the work goes on and its report is late: then it may end at any moment. Or
 *    it stands still: then all of it is yet to come. Reports hide about as much as they have jumped before, so the
 *    largest recent jump, held against what is left, weighs the two. And some jobs end before their progress says so.
 * 4. **Place** the poll where the delay to be expected reaches the price of a request: for an end that may fall
 *    anywhere in a time `w`, that is `sqrt(2 · price · w)`. The price falls with the length of the job, since a long
 *    one can spend a few looks more on a prompt answer and still send a fraction of the requests.
 *
 * A job that tells no progress gets the plain interval: where nothing is known, any other gap trades requests for
 * delay. Jitter (of the fixed gap) and server hints (`Retry-After`) are the caller's. `bench/pace.ts` is the judge.
 *
 * @since 0.1.0
 */

/**
 * How to pace one watch. Numbers that make no sense (NaN, less than a millisecond) mean the default.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  /** Gap while the job tells no progress, and the only gap in `fixed` mode; milliseconds, 10,000. */
  readonly intervalMillis?: number | undefined
  /** Shortest gap of `adaptive`; milliseconds, 1,000. */
  readonly minGapMillis?: number | undefined
  /** Longest gap of `adaptive`; milliseconds, 60,000. */
  readonly maxGapMillis?: number | undefined
  /** `adaptive` (default) or `fixed`. */
  readonly mode?: "adaptive" | "fixed" | undefined
}

/**
 * What one poll told. Only `at` and `state` are always there; anything odd in the rest is ignored.
 *
 * @since 0.1.0
 * @category models
 */
export interface Sample {
  /** When the poll was answered, by our clock; epoch milliseconds. */
  readonly at: number
  /** The state as the platform spells it. Not interpreted: the caller has already decided to go on. */
  readonly state: string
  /** Share of the work that is done, 0 to 1. */
  readonly progress?: number | undefined
  /** Records done and to do; used where `progress` is absent or still 0. */
  readonly processed?: number | undefined
  readonly total?: number | undefined
  /** When the platform last updated the job, by its clock; epoch milliseconds. */
  readonly updatedAt?: number | undefined
}

interface Settings {
  readonly mode: "adaptive" | "fixed"
  readonly interval: number
  readonly min: number
  readonly max: number
}

/**
 * What is remembered of one job: immutable, and of the same few hundred bytes however long the job. Opaque to callers.
 *
 * @since 0.1.0
 * @category models
 */
export interface State {
  readonly settings: Settings
  /** First look at this phase of the job, the progress it found, and the last look that found no other. */
  readonly startedAt: number
  readonly startProgress: number
  readonly stillUntil: number
  /** Last look, the progress it found, when that was reached, and whether any look so far found no news. */
  readonly at: number
  readonly progress: number
  readonly changedAt: number
  readonly jumps: boolean
  /** The last changes, oldest first, flat because that is a third of the memory: time, progress, time, progress. */
  readonly marks: ReadonlyArray<number>
  /** The largest recent jump. */
  readonly step: number
  /** Predicted time from `changedAt` to the end; NaN while nothing is known. */
  readonly work: number
  /** How far the predicted end moves per millisecond waited, averaged over about as long as is still to go. */
  readonly drift: number
}

// Chosen by simulation (bench/pace.ts). Any but `surprise`, `hunting` and `cheapening` can be halved or doubled, and
// requests and delay stay within their goals.
const firstLook = 0.7 // of the interval: the first gap of a job that tells progress
const trust = 2 // a gap is at most so many times as long as the job has been seen moving
const surprise = 1 / 5 // one job in so many ends before its progress says so, at any time
const firstDrift = 0.25 // the doubt about a prediction that has not been put to the test yet
const leastDrift = 0.02
const mostDrift = 3
const leastStep = 0.02 // a report may hide this much however finely it moved before: "99 %" is often rounded
const reach = 1.25 // a report rarely hides more than so many times the largest jump before
const fade = 0.9 // with each change the largest jump is forgotten by a tenth
const restart = 0.2 // a fall of the progress by more than this is a new phase; a smaller one is noise
const kept = 5 // changes remembered
const overrun = 3 // an end overdue by t is expected within the next 3 t
const hunting = 0.65 // of the interval: the longest gap once the end may come at any moment; 1 when long overdue
const dearest = 1 / 25 // of the interval: what a request to a short job is worth, as delay …
const cheapening = 4 // … and to a long one: 4 · interval² / length

/**
 * The state before the first sample. It may be shared by any number of jobs.
 *
 * @since 0.1.0
 * @category constructors
 */
export const initial = (options: Options = {}): State => {
  const min = atLeastOne(options.minGapMillis) ?? 1000
  const max = Math.max(min, atLeastOne(options.maxGapMillis) ?? 60_000)
  const interval = atLeastOne(options.intervalMillis) ?? 10_000
  const settings: Settings =
    options.mode === "fixed"
      ? { mode: "fixed", interval, min, max }
      : { mode: "adaptive", interval: Math.min(max, Math.max(min, interval)), min, max }
  return begin(settings, Number.NEGATIVE_INFINITY, 0)
}

/**
 * The gap to the next poll in milliseconds, and the state for the sample after it. In `adaptive` mode the gap lies
 * within `[minGapMillis, maxGapMillis]`; in `fixed` mode, and while no progress is told, it is `intervalMillis`.
 * Total: no sample makes it throw. Not for terminal samples, and a server hint goes before it.
 *
 * @since 0.1.0
 * @category combinators
 */
export const next = (state: State, sample: Sample): readonly [gapMillis: number, state: State] => {
  const { interval, max, min, mode } = state.settings
  const progress = told(sample)
  if (mode === "fixed" || progress === undefined) return [interval, state]
  const at = Math.abs(sample.at) <= 8.64e15 ? Math.max(sample.at, state.at) : Math.max(state.at, 0)
  const seen = see(state, at, progress, sample.updatedAt)
  const gap = state.at === Number.NEGATIVE_INFINITY ? firstLook * interval : place(seen)
  return [Math.ceil(Math.min(max, Math.max(min, gap))), seen]
}

/** The progress, told in either way, within 0 and 1. */
const told = ({ processed = Number.NaN, progress = Number.NaN, total }: Sample): number | undefined => {
  if (progress > 0) return Math.min(1, progress)
  const share = processed / (atLeastOne(total) ?? Number.NaN)
  return share >= 0 ? Math.min(1, share) : progress === 0 ? 0 : undefined
}

const begin = (settings: Settings, at: number, progress: number): State => ({
  settings,
  startedAt: at,
  startProgress: progress,
  stillUntil: at,
  at,
  progress,
  changedAt: at,
  jumps: false,
  marks: [],
  step: 0,
  work: progress < 1 ? Number.NaN : 0,
  drift: firstDrift
})

/** Takes a look in: what changed, when, and where that moves the predicted end. */
const see = (state: State, at: number, progress: number, updatedAt = Number.NaN): State => {
  if (state.at === Number.NEGATIVE_INFINITY || progress < state.progress - restart) {
    return begin(state.settings, at, progress)
  }
  if (progress === state.progress) {
    return { ...state, at, jumps: true, stillUntil: state.marks.length === 0 ? at : state.stillUntil }
  }
  // The platform's clock is believed where it fits between the two looks. Without it, a progress known to jump did so
  // somewhere between them, and any other is as fresh as the look.
  const fresh = state.jumps ? state.at + (at - state.at) / 2 : at
  const changedAt = updatedAt > state.at && updatedAt <= at ? updatedAt : fresh
  const marks = state.marks.slice(state.marks.length < 2 * kept ? 0 : 2).concat(changedAt, progress)
  const work = predict(marks, state)
  const moved = Math.abs(changedAt + work - state.changedAt - state.work)
  const drift = (state.drift * work + moved) / (work + at - state.at)
  return {
    ...state,
    at,
    progress,
    changedAt,
    marks,
    step: Math.max(fade * state.step, Math.abs(progress - state.progress)),
    work,
    drift: drift >= 0 ? Math.min(mostDrift, drift) : state.drift
  }
}

/** Time from the last mark to the end at the speed since an earlier one, NaN if there is none to go by. */
const predict = (marks: ReadonlyArray<number>, { startedAt, startProgress }: State): number => {
  const [changedAt = 0, progress = 1] = marks.slice(-2)
  if (progress >= 1) return 0
  const since = (time = Number.NaN, value = Number.NaN): number => {
    const work = ((changedAt - time) * (1 - progress)) / (progress - value)
    return work > 0 && work < Number.MAX_SAFE_INTEGER ? work : Number.NaN
  }
  let work = Number.NaN
  for (let i = marks.length - 4; i >= 0; i -= 2) {
    const guess = since(marks[i], marks[i + 1])
    if (guess > 0) work = guess
    if (changedAt - (marks[i] ?? 0) >= guess) break
  }
  // The first look serves only until there are two changes: nobody knows how long its progress had been reached.
  return work > 0 ? work : since(startedAt, startProgress)
}

/** The gap after which the next look is worth its price. */
const place = (state: State): number => {
  const { at, changedAt, startedAt, stillUntil, work } = state
  const { interval } = state.settings
  if (Number.isNaN(work)) return interval
  const silence = at - changedAt
  const overdue = Math.max(0, silence - work)
  const length = at - startedAt + Math.max(0, work - silence)
  const price = Math.min(dearest * interval, (cheapening * interval * interval) / length)
  const doubt = 1 + Math.max(leastDrift, state.drift)
  const latest = work * doubt + overrun * overdue

  // If the work goes on unreported, the silence was spent on it.
  const unreported = 1 / (1 + ((1 - state.progress) / (reach * Math.max(leastStep, state.step))) ** 4)
  const soonest = Math.max(0, work * (2 - doubt) - silence)
  const onTime = worthwhile(soonest, Math.max(soonest, latest - silence), price / unreported)
  // If it stands still, all of it is yet to come.
  const late = worthwhile(work / doubt, latest, price / (1 - unreported))

  const prompt = soonest + (Math.min(1, hunting + overdue / Math.max(1, length)) * interval) / unreported
  const wary = Math.sqrt((2 * price * length) / surprise)
  return Math.min(onTime, late, latest, prompt, wary, trust * (at - stillUntil))
}

/** The wait at which the delay to be expected reaches the price, for an end anywhere from `soonest` to `latest`. */
const worthwhile = (soonest: number, latest: number, price: number): number => {
  const width = latest - soonest
  return soonest + (2 * price < width ? Math.sqrt(2 * price * width) : width / 2 + price)
}

const atLeastOne = (value: number | undefined): number | undefined =>
  value !== undefined && value >= 1 && value < Number.POSITIVE_INFINITY ? value : undefined
