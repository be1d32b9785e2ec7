/**
 * What the door counts, as Effect metrics: an app that exports metrics sees them without more code.
 *
 * @since 0.1.0
 */
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Metric from "effect/Metric"
import * as MetricBoundaries from "effect/MetricBoundaries"
import type * as RetryAfter from "../resilience/RetryAfter.js"
import type { Reason } from "./Reason.js"

/**
 * HTTP requests to the API, tagged by `outcome` (`success` or the reason of the failure).
 *
 * @since 0.1.0
 * @category constructors
 */
export const requests = Metric.counter("genesys_jobs_requests_total", {
  description: "HTTP requests sent to the Genesys Cloud API, by outcome.",
  incremental: true
})

/**
 * Repetitions, tagged by `budget` (`http`, `network`).
 *
 * @since 0.1.0
 * @category constructors
 */
export const retries = Metric.counter("genesys_jobs_retries_total", {
  description: "Requests repeated after a transient fault, by the budget that paid.",
  incremental: true
})

/**
 * Forms of `Retry-After` seen on 429 and 503, tagged by `form` (`seconds`, `date`, `garbage`, `absent`).
 *
 * @since 0.1.0
 * @category constructors
 */
export const retryAfterForms = Metric.counter("genesys_jobs_retry_after_total", {
  description: "Retry-After headers seen on 429 and 503 answers, by form.",
  incremental: true
})

/**
 * Time slept before a repetition, in milliseconds.
 *
 * @since 0.1.0
 * @category constructors
 */
export const waits = Metric.histogram(
  "genesys_jobs_retry_wait_milliseconds",
  MetricBoundaries.fromIterable([100, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000, 180_000]),
  "Time slept before a request was repeated."
)

/**
 * Grants of the login host, tagged by `outcome` (`granted`, `refused`, `failed`).
 *
 * @since 0.1.0
 * @category constructors
 */
export const grants = Metric.counter("genesys_jobs_token_grants_total", {
  description: "Client-credentials grants, by outcome.",
  incremental: true
})

/**
 * Counts a request by its outcome.
 *
 * @since 0.1.0
 * @category combinators
 */
export const requested = (outcome: "success" | Reason["_tag"]): Effect.Effect<void> =>
  outcome === "success" ? succeeded : Metric.update(Metric.tagged(requests, "outcome", outcome), 1)

// Made once: every request passes here.
const succeeded = Metric.update(Metric.tagged(requests, "outcome", "success"), 1)

/**
 * Counts a repetition and the wait before it.
 *
 * @since 0.1.0
 * @category combinators
 */
export const retried = (budget: "http" | "network", delay: Duration.Duration): Effect.Effect<void> =>
  Effect.zipRight(
    Metric.update(Metric.tagged(retries, "budget", budget), 1),
    Metric.update(waits, Duration.toMillis(delay))
  )

/**
 * Counts the form of a `Retry-After`.
 *
 * @since 0.1.0
 * @category combinators
 */
export const asked = (form: RetryAfter.Form): Effect.Effect<void> =>
  Metric.update(Metric.tagged(retryAfterForms, "form", form), 1)

/**
 * Counts a grant by its outcome.
 *
 * @since 0.1.0
 * @category combinators
 */
export const granted = (outcome: "granted" | "refused" | "failed"): Effect.Effect<void> =>
  Metric.update(Metric.tagged(grants, "outcome", outcome), 1)
