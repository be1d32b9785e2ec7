/**
 * How one simulated job goes on: a data action told by numbers, or any other kind told by its raw documents (`routes`).
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import * as Route from "./Route.js"
import * as Setting from "./Setting.js"

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
  state: Schema.String.annotations({ description: "The word." }),
  afterMillis: Setting.withDefault(Setting.Time, 0, "From so long after the first request on."),
  afterPolls: Setting.withDefault(Setting.Whole, 0, "From the poll after so many on.")
})

/**
 * The script of a job. With `routes` the job is served from these documents and every other field is idle; without, it
 * is a data action. Time counts from the first request about the job.
 *
 * @since 0.1.0
 * @category schemas
 */
export const JobScript = Schema.Struct({
  routes: Setting.withDefault(Schema.Array(Route.Route), [], "Raw documents, for jobs of any kind."),
  total: Setting.withDefault(Setting.Whole, 100, "Records of the job."),
  errors: Setting.withDefault(Setting.Whole, 0, "Failed records, when the job has ended."),
  warnings: Setting.withDefault(Setting.Whole, 0, "Records with a warning."),
  listed: Setting.optional(
    Setting.Whole,
    "How many failed records the listing has, when it shall not agree with errors."
  ),
  durationSeconds: Setting.withDefault(Setting.Time, 2, "Seconds from start to end. durationMillis wins."),
  durationMillis: Setting.optional(Setting.Time, "Milliseconds from start to end."),
  startsAfterMillis: Setting.withDefault(Setting.Time, 0, "Time in the queue."),
  endsAtPoll: Setting.optional(
    Setting.Count,
    "The job ends at this poll, whatever the time, for tests that do not want to wait."
  ),
  finalState: Setting.withDefault(Schema.String, "COMPLETED", "The word at the end."),
  stopsAt: Setting.optional(Setting.Share, "How far a job got that did not complete."),
  states: Setting.withDefault(
    Schema.Array(State),
    [],
    "The words on the way, instead of QUEUED and RUNNING."
  ),
  updateEveryMillis: Setting.withDefault(
    Setting.Time,
    0,
    "Counts move only so often; updatedTimestamp says when they last did."
  ),
  stalls: Setting.withDefault(
    Schema.Array(
      Schema.Struct({
        afterMillis: Setting.Time.annotations({ description: "When it begins." }),
        forMillis: Setting.Time.annotations({ description: "How long it lasts." })
      })
    ),
    [],
    "Times in which the job stands still."
  ),
  visibleAfterMillis: Setting.withDefault(Setting.Time, 0, "404 before."),
  notFound: Setting.withDefault(Schema.Boolean, false, "404 always."),
  pollHintSeconds: Setting.optional(
    Setting.Count,
    "A Retry-After hint on the status of a job that still runs."
  ),
  pageSizeCap: Setting.withDefault(Setting.Count, 100, "Larger pages are not given, whatever is asked."),
  pageCount: Setting.withDefault(Schema.Boolean, false, "The listing also says pageCount."),
  codes: Setting.withDefault(
    Schema.Record({ key: Schema.String, value: Setting.Positive }),
    defaultCodes,
    "Weights of the error codes; they become exact counts. The empty code stands for a record without one."
  ),
  messages: Setting.withDefault(
    Schema.Record({ key: Schema.String, value: Schema.NonEmptyArray(Schema.String) }),
    {},
    "Messages of a code, with {email}, {uuid}, {number}, {phone}, {name}, {date} to be filled in."
  ),
  duplicates: Setting.withDefault(Setting.Whole, 0, "So many failed records are listed twice."),
  shift: Setting.optional(
    Schema.Struct({
      afterPages: Setting.Count.annotations({ description: "After so many pages were read." }),
      by: Setting.Count.annotations({ description: "So many." })
    }),
    "New failed records appear in front while the listing is read, and push the others down."
  ),
  omitFields: Setting.withDefault(
    Schema.Struct({
      status: Setting.withDefault(Schema.Array(Schema.String), [], "Of the status."),
      results: Setting.withDefault(Schema.Array(Schema.String), [], "Of the results.")
    }),
    { status: [], results: [] },
    "JSON pointers that the documents do not have, such as /progress, /total, /entities/*/errorCode."
  ),
  forbidden: Setting.withDefault(
    Schema.Struct({
      status: Setting.optional(Schema.String, "For the status."),
      results: Setting.optional(Schema.String, "For the results.")
    }),
    {},
    "403, and the permission that is missing."
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
