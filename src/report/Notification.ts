/**
 * What became of the summary: at one destination, or at several together.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { nullable, text } from "./Wire.js"

/**
 * `degraded`: delivered, but without its form.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Notification = Schema.Struct({
  destination: Schema.String,
  result: Schema.Literal("delivered", "degraded", "undelivered", "skipped"),
  reason: nullable(Schema.String),
  fix: nullable(text("What to do about it."))
}).annotations({ identifier: "Notification" })

/**
 * @since 0.1.0
 * @category models
 */
export interface Notification extends Schema.Schema.Type<typeof Notification> {}

/**
 * Delivered. `reason` says what is to be known all the same.
 *
 * @since 0.1.0
 * @category constructors
 */
export const delivered = (destination: string, reason?: string | undefined): Notification => ({
  destination,
  result: "delivered",
  reason,
  fix: undefined
})

/**
 * Not delivered: why, and what to do about it.
 *
 * @since 0.1.0
 * @category constructors
 */
export const undelivered = (destination: string, reason: string, fix?: string | undefined): Notification => ({
  destination,
  result: "undelivered",
  reason,
  fix
})

/**
 * Nobody can say whether it was delivered: `reason` says what came between.
 *
 * @since 0.1.0
 * @category constructors
 */
export const unclear = (reason: string): Notification =>
  undelivered(
    "unknown",
    `${reason}; the summary may have been posted`,
    "Look whether the summary has arrived."
  )

/**
 * Nobody was told, on purpose.
 *
 * @since 0.1.0
 * @category constructors
 */
export const skipped = (destination: string, reason: string): Notification => ({
  destination,
  result: "skipped",
  reason,
  fix: undefined
})

/**
 * Several results as one: the worst of them, the destinations that had it, and why. Those that had a better one are
 * named behind the reason; those that were skipped only where all were.
 *
 * @since 0.1.0
 * @category combinators
 */
export const combine = (parts: ReadonlyArray<Notification>): Notification => {
  const result = worstFirst.find((each) => parts.some((part) => part.result === each))
  if (result === undefined) return skipped("none", "no destination is configured")
  const worst = parts.filter((part) => part.result === result)
  const beside = worstFirst.slice(worstFirst.indexOf(result) + 1).flatMap((each) => {
    const names = namesOf(parts.filter((part) => part.result === each))
    const words = result === "skipped" ? undefined : besides[each]
    return names === "" || words === undefined ? [] : [`${words} ${names}`]
  })
  const said = [together(worst, ({ reason }) => reason) ?? [], ...beside].flat()
  return {
    destination: namesOf(worst),
    result,
    reason: said.length === 0 ? undefined : said.join("; "),
    fix: together(worst, ({ fix }) => fix)
  }
}

const worstFirst = ["undelivered", "degraded", "delivered", "skipped"] as const

const besides: Readonly<Record<Notification["result"], string | undefined>> = {
  undelivered: undefined,
  degraded: "delivered without its layout to",
  delivered: "delivered to",
  skipped: undefined
}

const namesOf = (parts: ReadonlyArray<Notification>): string =>
  parts.map(({ destination }) => destination).join(", ")

/** What all say alike is said once, anything else with the destination that it is of. */
const together = (
  parts: ReadonlyArray<Notification>,
  of: (part: Notification) => string | undefined
): string | undefined => {
  const texts = new Set(parts.map(of))
  const [only] = texts
  if (texts.size === 1) return only
  return parts
    .flatMap((part) => {
      const text = of(part)
      return text === undefined ? [] : [`${part.destination}: ${text}`]
    })
    .join("; ")
}
