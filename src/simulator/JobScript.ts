/**
 * How one simulated job goes on: a data action told by numbers, or any other kind told by its raw documents (`routes`).
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import * as Route from "./Route.js"

const Whole = Schema.Int.pipe(Schema.nonNegative())
const Count = Schema.Int.pipe(Schema.positive())
const Millis = Schema.Number.pipe(Schema.finite(), Schema.nonNegative())
const Share = Schema.Number.pipe(Schema.between(0, 1))

/**
 * The codes of failed records that a job has when it names none, with their weights.
 *
 * @since 0.1.0
 * @category models
 */
export const defaultCodes: Readonly<Record<string, number>> = {
  VALIDATION_ERROR: 180,
  DUPLICATE_RECORD: 41,
  EXTERNAL_TIMEOUT: 17,
  PERMISSION_DENIED: 7
}

/**
 * A word that the job uses from a moment or from a poll on (the first poll is number 1). The last one that applies
 * wins.
 *
 * @since 0.1.0
 * @category schemas
 */
export const State = Schema.Struct({
  state: Schema.String,
  afterMillis: Schema.optionalWith(Millis, { exact: true, default: () => 0 }),
  afterPolls: Schema.optionalWith(Whole, { exact: true, default: () => 0 })
})

/**
 * The script of a job. With `routes` the job is served from these documents and every other field is idle; without, it
 * is a data action. Time counts from the first request about the job.
 *
 * @since 0.1.0
 * @category schemas
 */
export const JobScript = Schema.Struct({
  /** Raw documents, for jobs of any kind. */
  routes: Schema.optionalWith(Schema.Array(Route.Route), { exact: true, default: () => [] }),
  /** Records of the job. */
  total: Schema.optionalWith(Whole, { exact: true, default: () => 100 }),
  /** Failed records, when the job has ended. */
  errors: Schema.optionalWith(Whole, { exact: true, default: () => 0 }),
  warnings: Schema.optionalWith(Whole, { exact: true, default: () => 0 }),
  /** How many failed records the listing has, when it shall not agree with `errors`. */
  listed: Schema.optionalWith(Whole, { exact: true }),
  /** Seconds from start to end. `durationMillis` wins. */
  durationSeconds: Schema.optionalWith(Millis, { exact: true, default: () => 2 }),
  durationMillis: Schema.optionalWith(Millis, { exact: true }),
  /** Time in the queue. */
  startsAfterMillis: Schema.optionalWith(Millis, { exact: true, default: () => 0 }),
  /** The job ends at this poll, whatever the time (for tests that do not want to wait). */
  endsAtPoll: Schema.optionalWith(Count, { exact: true }),
  /** The word at the end. */
  finalState: Schema.optionalWith(Schema.String, { exact: true, default: () => "COMPLETED" }),
  /** How far a job got that did not complete. */
  stopsAt: Schema.optionalWith(Share, { exact: true }),
  /** The words on the way, instead of QUEUED and RUNNING. */
  states: Schema.optionalWith(Schema.Array(State), { exact: true, default: () => [] }),
  /** Counts move only so often; `updatedTimestamp` says when they last did. */
  updateEveryMillis: Schema.optionalWith(Millis, { exact: true, default: () => 0 }),
  /** Times in which the job stands still. */
  stalls: Schema.optionalWith(Schema.Array(Schema.Struct({ afterMillis: Millis, forMillis: Millis })), {
    exact: true,
    default: () => []
  }),
  /** 404 before. */
  visibleAfterMillis: Schema.optionalWith(Millis, { exact: true, default: () => 0 }),
  /** 404 always. */
  notFound: Schema.optionalWith(Schema.Boolean, { exact: true, default: () => false }),
  /** A `Retry-After` hint, in seconds, on the status of a job that still runs. */
  pollHintSeconds: Schema.optionalWith(Count, { exact: true }),
  /** Larger pages are not given, whatever is asked. */
  pageSizeCap: Schema.optionalWith(Count, { exact: true, default: () => 100 }),
  /** The listing also says `pageCount`. */
  pageCount: Schema.optionalWith(Schema.Boolean, { exact: true, default: () => false }),
  /** Weights of the error codes; they become exact counts. The empty code stands for a record without one. */
  codes: Schema.optionalWith(
    Schema.Record({ key: Schema.String, value: Schema.Number.pipe(Schema.positive()) }),
    { exact: true, default: () => defaultCodes }
  ),
  /** Messages of a code, with `{email}`, `{uuid}`, `{number}`, `{phone}`, `{name}`, `{date}` to be filled in. */
  messages: Schema.optionalWith(
    Schema.Record({ key: Schema.String, value: Schema.NonEmptyArray(Schema.String) }),
    { exact: true, default: () => ({}) }
  ),
  /** So many failed records are listed twice. */
  duplicates: Schema.optionalWith(Whole, { exact: true, default: () => 0 }),
  /** After so many pages were read, `by` new failed records appear in front and push the others down. */
  shift: Schema.optionalWith(Schema.Struct({ afterPages: Count, by: Count }), { exact: true }),
  /** JSON pointers that the documents do not have, such as `/progress`, `/total`, `/entities/*\/errorCode`. */
  omitFields: Schema.optionalWith(
    Schema.Struct({
      status: Schema.optionalWith(Schema.Array(Schema.String), { exact: true, default: () => [] }),
      results: Schema.optionalWith(Schema.Array(Schema.String), { exact: true, default: () => [] })
    }),
    { exact: true, default: () => ({ status: [], results: [] }) }
  ),
  /** 403, and the permission that is missing. */
  forbidden: Schema.optionalWith(
    Schema.Struct({
      status: Schema.optionalWith(Schema.String, { exact: true }),
      results: Schema.optionalWith(Schema.String, { exact: true })
    }),
    { exact: true, default: () => ({}) }
  )
})

/**
 * @since 0.1.0
 * @category models
 */
export type JobScript = typeof JobScript.Type

/**
 * How a data action stands at a moment. Times are milliseconds since the first request about it.
 *
 * @since 0.1.0
 * @category models
 */
export interface Snapshot {
  readonly state: string
  readonly ended: boolean
  readonly progress: number
  readonly processed: number
  readonly errors: number
  readonly warnings: number
  readonly updatedAfter: number
}

/**
 * How the job stands `elapsed` milliseconds after its first request, at the given poll (1 for the first).
 *
 * @since 0.1.0
 * @category combinators
 */
export const at = (script: JobScript, elapsed: number, poll: number): Snapshot => {
  const duration = script.durationMillis ?? script.durationSeconds * 1000
  const working = workingTime(script, elapsed)
  const ended =
    script.endsAtPoll === undefined ? elapsed >= endsAfter(script, duration) : poll >= script.endsAtPoll
  const reported = script.updateEveryMillis > 0 ? working - (working % script.updateEveryMillis) : working
  const byTime = duration === 0 ? 1 : Math.min(1, reported / duration)
  const share = ended ? 1 : script.endsAtPoll === undefined ? byTime : (poll - 1) / script.endsAtPoll
  const reached = share * (script.stopsAt ?? (script.finalState.toUpperCase() === "COMPLETED" ? 1 : 0.6))
  return {
    state: ended ? script.finalState : stateOnTheWay(script, elapsed, poll),
    ended,
    progress: Math.round(reached * 10_000) / 10_000,
    processed: Math.floor(script.total * reached),
    errors: Math.floor(script.errors * share),
    warnings: Math.floor(script.warnings * share),
    updatedAfter: Math.max(
      0,
      ended ? Math.min(elapsed, endsAfter(script, duration)) : elapsed - (working - reported)
    )
  }
}

const stallsUntil = (script: JobScript, elapsed: number): number =>
  script.stalls.reduce(
    (sum, stall) => sum + Math.max(0, Math.min(stall.forMillis, elapsed - stall.afterMillis)),
    0
  )

const workingTime = (script: JobScript, elapsed: number): number =>
  Math.max(0, elapsed - script.startsAfterMillis - stallsUntil(script, elapsed))

const endsAfter = (script: JobScript, duration: number): number =>
  script.startsAfterMillis + duration + stallsUntil(script, Number.POSITIVE_INFINITY)

const stateOnTheWay = (script: JobScript, elapsed: number, poll: number): string =>
  script.states.findLast((state) => elapsed >= state.afterMillis && poll > state.afterPolls)?.state ??
  (elapsed < script.startsAfterMillis ? "QUEUED" : "RUNNING")
