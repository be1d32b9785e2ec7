/**
 * What to do after a post that did not succeed: a pure decision.
 *
 * @since 0.1.0
 */
import * as Data from "effect/Data"
import * as Option from "effect/Option"
import * as SlackError from "./SlackError.js"

/**
 * What one message has cost so far. `degraded` is the code for which the form was given up.
 *
 * @since 0.1.0
 * @category models
 */
export interface Spent {
  readonly attempts: number
  readonly retries: number
  readonly resends: number
  readonly degraded: Option.Option<string>
}

/**
 * Before the first attempt.
 *
 * @since 0.1.0
 * @category constructors
 */
export const nothingSpent: Spent = { attempts: 0, retries: 0, resends: 0, degraded: Option.none() }

/**
 * The next step.
 *
 * - `Wait`: send the same again, not before `advisedMillis` where Slack named a time, else after backoff number
 *   `round`.
 * - `SendText`: send the bare text at once.
 * - `GiveUp`: the reason is the result.
 *
 * @since 0.1.0
 * @category models
 */
export type Step = Data.TaggedEnum<{
  readonly Wait: {
    readonly advisedMillis: Option.Option<number>
    readonly round: number
    readonly spent: Spent
  }
  readonly SendText: { readonly spent: Spent }
  readonly GiveUp: { readonly reason: SlackError.Reason }
}>

/**
 * Constructors and matchers of the steps.
 *
 * @since 0.1.0
 * @category constructors
 */
export const Step = Data.taggedEnum<Step>()

/**
 * Decides. What surely was not posted is sent again up to `maxRetries` times; what may have been posted
 * once, and only with `resend`; a refused form once as bare text; everything else never.
 *
 * @since 0.1.0
 * @category combinators
 */
export const next = (
  reason: SlackError.Reason,
  spent: Spent,
  options: {
    readonly maxRetries: number
    readonly onAmbiguous: "resend" | "hold"
    readonly hasBlocks: boolean
  }
): Step => {
  const again = (change: Partial<Spent>, advisedMillis: Option.Option<number> = Option.none()) =>
    Step.Wait({ advisedMillis, round: spent.retries + spent.resends, spent: { ...spent, ...change } })
  switch (reason._tag) {
    case "RateLimited":
      return spent.retries < options.maxRetries
        ? again({ retries: spent.retries + 1 }, Option.fromNullable(reason.retryAfterMillis))
        : Step.GiveUp({ reason })
    case "Unreachable":
      return reason.kind === "network" && spent.retries < options.maxRetries
        ? again({ retries: spent.retries + 1 })
        : Step.GiveUp({ reason })
    case "Ambiguous":
      return options.onAmbiguous === "resend" && spent.resends === 0
        ? again({ resends: 1 })
        : Step.GiveUp({ reason })
    case "Rejected":
      return options.hasBlocks && Option.isNone(spent.degraded) && SlackError.isAboutForm(reason)
        ? Step.SendText({
            spent: { ...spent, degraded: Option.some(reason.code ?? `http_${reason.status}`) }
          })
        : Step.GiveUp({ reason })
    default:
      return Step.GiveUp({ reason })
  }
}

/**
 * The longest wait before repetition number `round` (from 0), in milliseconds: 1, 2, 4, … up to 30 seconds.
 * The wait itself is drawn evenly between nothing and this (full jitter).
 *
 * @since 0.1.0
 * @category combinators
 */
export const backoffCeiling = (round: number): number => Math.min(30_000, 1_000 * 2 ** round)
