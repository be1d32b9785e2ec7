/**
 * A kind of job, as data: where its status is read, what its states mean, where its failed records come from.
 *
 * Genesys Cloud has some thirty families of asynchronous jobs and no common contract. A descriptor says in what a
 * family differs; everything else is the same code for all. Built-in kinds and kinds of a user's configuration are the
 * same thing and go through the same Schema.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { Count, Field, optional, Where } from "./FieldSchema.js"
import { PathTemplate, Query, Source, Text } from "./Source.js"

/**
 * How progress is told: a field, and what it counts to (1 or 100).
 *
 * @since 0.1.0
 * @category schemas
 */
export const Progress = Schema.Struct({ field: Field, scale: Schema.Literal(1, 100) }).annotations({
  identifier: "Progress",
  description: "A field that tells progress, and what it counts to."
})

const Paths = Schema.Record({ key: Text, value: PathTemplate }).pipe(
  Schema.filter((paths) => Object.keys(paths).length > 0, {
    message: () => "expected paths by name, at least one",
    jsonSchema: { minProperties: 1 }
  })
)

/**
 * The status call and where its answer holds what. Without `progress`, progress is processed / total where both are
 * told.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Status = Schema.Struct({
  /**
   * One path, or several by name where a family of jobs differs in nothing else: the first id of a reference is then
   * that name.
   */
  path: Schema.Union(PathTemplate, Paths),
  query: optional(Query),
  state: Field,
  /**
   * The state word that an answer without a state stands for. Without it such an answer is a fault and asked for again.
   */
  missing: optional(Text),
  progress: optional(Progress),
  processed: optional(Count),
  total: optional(Count),
  errors: optional(Count),
  warnings: optional(Count),
  message: optional(Field),
  createdAt: optional(Field),
  updatedAt: optional(Field)
}).annotations({ identifier: "Status", description: "The status call and where its answer holds what." })

/**
 * A state in which the job waits for somebody: for what, and what moves it. `when` limits it to answers that meet a
 * condition.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Parked = Schema.Struct({
  waitsFor: Text,
  moveBy: Text,
  when: optional(Where)
}).annotations({
  identifier: "Parked",
  description: "A state in which the job waits for somebody: for what, and what moves it."
})

const Words = Schema.Array(Text).annotations({ message: () => "expected a list of texts" })

/**
 * What the platform's words mean; they match without regard to case. A word that is not listed is an unknown state,
 * which is shown and tolerated for a while.
 *
 * @since 0.1.0
 * @category schemas
 */
export const States = Schema.Struct({
  running: optional(Words),
  parked: optional(Schema.Record({ key: Text, value: Parked })),
  succeeded: Schema.NonEmptyArray(Text),
  partial: optional(Words),
  failed: optional(Words),
  cancelled: optional(Words),
  expired: optional(Words)
}).annotations({
  identifier: "States",
  description:
    "What the platform's words mean, without regard to case. A word that is not listed is an unknown state."
})

/**
 * The parts of a descriptor. A list of sources is a list of alternatives in order of preference: one that has nothing,
 * or visibly fewer records than the status counts, leaves the word to the next; nothing is counted twice.
 *
 * @since 0.1.0
 * @category schemas
 */
export const fields = {
  title: Text.annotations({ description: "What the kind is called, in a few words." }),
  summary: Text.annotations({ description: "What a job of this kind does, in a sentence." }),
  documentation: optional(Text.annotations({ description: "A link to the vendor's documentation." })),
  permissions: Schema.Struct({ status: Words, failures: Words }).annotations({
    identifier: "Permissions",
    description:
      "The permissions with which the status and the failed records can be read; of each list any one is enough."
  }),
  submitterOnly: Schema.Boolean.annotations({
    description: "Only the client that started the job may read it."
  }),
  unverified: Words.annotations({ description: "What no source confirms." }),
  parameters: Words.annotations({
    description:
      "The names of the ids in a reference, in order; none for something of which there is one. Where status.path has several paths: what their names are called."
  }),
  status: Status,
  states: States,
  failures: Schema.Union(Source, Schema.NonEmptyArray(Source)).annotations({
    description: "Where the failed records come from; a list is in order of preference, one of it is read."
  })
} as const

/**
 * A kind of job.
 *
 * @since 0.1.0
 * @category schemas
 */
export const JobKind = Schema.Struct({ name: Text, ...fields }).annotations({ identifier: "JobKind" })

/**
 * @since 0.1.0
 * @category models
 */
export type JobKind = typeof JobKind.Type
