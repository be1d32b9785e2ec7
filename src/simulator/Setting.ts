/**
 * What the keys of a scenario are made of: descriptions and defaults, numbers that make sense, headers that can be
 * sent.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"

/**
 * A key that may be left out, and what it says.
 *
 * @since 0.1.0
 * @category schemas
 */
export const optional = <A, I>(schema: Schema.Schema<A, I>, description: string) =>
  Schema.optionalWith(schema.annotations({ description }), { exact: true })

/**
 * A key that may be left out, what it says, and what is meant without it.
 *
 * @since 0.1.0
 * @category schemas
 */
export const withDefault = <A, I>(schema: Schema.Schema<A, I>, value: NoInfer<A>, description: string) =>
  Schema.optionalWith(schema.annotations({ description, default: value }), {
    exact: true,
    default: () => value
  })

/**
 * A word that tells one alternative from the others, and what it means.
 *
 * @since 0.1.0
 * @category schemas
 */
export const word = <const Word extends string>(word: Word, description: string) =>
  Schema.Literal(word).annotations({ description })

/**
 * A text of at least one character.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Text = Schema.String.pipe(Schema.minLength(1, says("Text", "a text that is not empty")))

/**
 * A whole number, 0 included.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Whole = Schema.Number.pipe(Schema.int(), Schema.nonNegative(says("Whole", "a whole number")))

/**
 * A whole number of at least 1.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Count = Schema.Number.pipe(
  Schema.int(),
  Schema.greaterThanOrEqualTo(1, says("Count", "a whole number of at least 1"))
)

/**
 * A time that may be none, in the unit of its key.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Time = Schema.Number.pipe(
  Schema.finite(),
  Schema.nonNegative(says("Time", "a number that is not negative"))
)

/**
 * A number above 0.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Positive = Schema.Number.pipe(
  Schema.finite(),
  Schema.positive(says("Positive", "a number above 0"))
)

/**
 * A share of a whole.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Share = Schema.Number.pipe(Schema.between(0, 1, says("Share", "a number from 0 to 1")))

/**
 * The status of an answer. Those below 200 announce one and are none: a caller would wait on.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Status = Schema.Number.pipe(
  Schema.int(),
  Schema.between(200, 599, says("Status", "a status from 200 to 599"))
)

/**
 * The value of a header.
 *
 * @since 0.1.0
 * @category schemas
 */
export const HeaderValue = Schema.String.pipe(
  Schema.pattern(/^[\t\x20-\x7e\x80-\xff]*$/, says("HeaderValue", "a text that can stand in a header"))
)

/**
 * Headers by name, without those that say how an answer is sent and when: the simulator sets them itself.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Headers = Schema.Record({
  key: Schema.String.pipe(
    Schema.pattern(
      /^(?!(?:content-length|date|trailer|transfer-encoding)$)[!#$%&'*+.^_`|~0-9A-Za-z-]+$/i,
      says("HeaderName", "the name of a header, other than content-length, date, trailer, transfer-encoding")
    )
  ),
  value: HeaderValue
})

/**
 * Texts by name.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Texts = Schema.Record({ key: Schema.String, value: Schema.String })

function says(title: string, what: string) {
  return { title, description: what, message: () => `expected ${what}` }
}
