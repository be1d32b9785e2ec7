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
 * The failures of one error code. `share` is 0..1 of all failures.
 *
 * @since 0.1.0
 * @category models
 */
export interface Group {
  readonly code: string
  readonly count: number
  readonly share: number
  readonly templates: ReadonlyArray<{ readonly template: string; readonly count: number }>
  readonly samples: ReadonlyArray<Sample>
}

/**
 * The facts. Counts are records; `null` where nobody told. All texts may come from outside: the builder
 * makes them neutral.
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
  readonly state: string | null
  readonly processed: number | null
  readonly total: number | null
  readonly failed: number | null
  readonly warnings?: number | null | undefined
  /** `false`: the failed records could not all be read, their count is a lower bound. */
  readonly failuresComplete: boolean
  /** Whether the count agrees with the status' own; `null` where there was nothing to compare. */
  readonly reconciled: boolean | null
  /** Codes found, those not in `groups` included. */
  readonly distinctCodes: number
  /** `job` where the groups hold reasons of the job as a whole, and no records. */
  readonly about?: "job" | undefined
  /** In any order. */
  readonly groups: ReadonlyArray<Group>
  readonly durationMillis: number | null
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
