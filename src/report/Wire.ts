/**
 * How the fields of a report are written down: what is unknown is `null` on the wire and `undefined` inside.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"

/**
 * A field that is always there, and may be unknown.
 *
 * @since 0.1.0
 * @category schemas
 */
export const nullable = <A, I>(schema: Schema.Schema<A, I>): Schema.Schema<A | undefined, I | null> =>
  Schema.transform(Schema.NullOr(schema), Schema.UndefinedOr(Schema.typeSchema(schema)), {
    strict: true,
    decode: (value) => value ?? undefined,
    encode: (value) => value ?? null
  })

/**
 * A text, and what it says.
 *
 * @since 0.1.0
 * @category schemas
 */
export const text = (description: string): Schema.Schema<string> => Schema.String.annotations({ description })

// Promised to readers but not enforced at run time: a report must be printable even if a number in it is odd.

/**
 * A number of records or of milliseconds.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Count: Schema.Schema<number> = Schema.Number.annotations({
  jsonSchema: { type: "integer", minimum: 0 }
})

/**
 * A part of a whole, 0..1.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Share: Schema.Schema<number> = Schema.Number.annotations({
  jsonSchema: { type: "number", minimum: 0, maximum: 1 }
})

/**
 * An instant in ISO 8601.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Instant: Schema.Schema<string> = Schema.String.annotations({
  jsonSchema: { type: "string", description: "ISO 8601" }
})
