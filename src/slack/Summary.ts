/**
 * What a summary tells: the facts of one watched job, however they were found.
 *
 * @since 0.1.0
 */

/**
 * How the watch ended.
 *
 * @since 0.1.0
 * @category models
 */
export type Outcome = "succeeded" | "partial" | "failed" | "cancelled" | "expired" | "timed-out" | "unknown"

/**
 * One failed record, shown as an example.
 *
 * @since 0.1.0
 * @category models
 */
export interface Sample {
  readonly id: string | null
  readonly message: string
  readonly recordId: string | null
}

/**
 * The failures of one error code.
 *
 * @since 0.1.0
 * @category models
 */
export interface Group {
  readonly code: string
  readonly count: number
  readonly templates: ReadonlyArray<{ readonly template: string; readonly count: number }>
  readonly samples: ReadonlyArray<Sample>
}

/**
 * The facts, and the words in which the report tells them: a message must not say another thing. All texts may come
 * from outside: the builder makes them neutral.
 *
 * @since 0.1.0
 * @category models
 */
export interface Summary {
  /** `kind/id`. */
  readonly job: string
  /** The kind in words. */
  readonly kindTitle?: string | undefined
  readonly outcome: Outcome
  /** The platform's own word. */
  readonly state: string
  /** How many records failed, as the rest of a sentence: `245 of 1,000 records failed (24.5 %)`. */
  readonly failed: string
  /** How many codes there are: `4 error codes`. */
  readonly codes: string
  /** Numbers of our own, label by label. */
  readonly totals: ReadonlyArray<readonly [label: string, value: string]>
  /** What a reader must know before trusting the numbers. */
  readonly notes: ReadonlyArray<string>
  /** `job` where the groups hold reasons of the job as a whole, and no records. */
  readonly about?: "job" | undefined
  /** In the order of reading. */
  readonly groups: ReadonlyArray<Group>
  /** What the groups sum up to. */
  readonly failures: number
  readonly region: string
  /** Tells two posts of one run from two runs. */
  readonly runId: string
  readonly reportFiles: ReadonlyArray<string>
  /** A live mention; anything that is not exactly one is left out. The caller decides when to give it. */
  readonly mention?: string | undefined
  /** Why the watch could not end well. */
  readonly error?: string | null | undefined
  readonly nextStep?: string | null | undefined
}
