/**
 * The shape that Slack gives its blocks: a JSON Schema made from the types that Slack publishes, and from nothing of
 * the builder. It knows keys, places and words, and no lengths.
 */
import { Ajv, type ValidateFunction } from "ajv"
import { createGenerator } from "ts-json-schema-generator"

const make = (): ((type: unknown) => ValidateFunction | undefined) => {
  const schema = createGenerator({
    path: "node_modules/@slack/types/dist/index.d.ts",
    type: "KnownBlock",
    skipTypeCheck: true,
    additionalProperties: false
  }).createSchema("KnownBlock")
  const ajv = new Ajv({ strict: false, allErrors: true }).addSchema({
    $id: "slack",
    definitions: schema.definitions
  })
  const names = new Map<unknown, string>()
  for (const [name, definition] of Object.entries(schema.definitions ?? {})) {
    const tag = typeof definition === "object" ? definition.properties?.["type"] : undefined
    if (name.endsWith("Block") && typeof tag === "object") names.set(tag.const, name)
  }
  return (type) => {
    const name = names.get(type)
    return name === undefined ? undefined : ajv.getSchema(`slack#/definitions/${name}`)
  }
}

// It takes more than a second: once for all tests of a worker.
let shapeOf: ReturnType<typeof make> | undefined

/** What keeps the blocks of a payload from being what Slack's types say, each with its place. Empty for a good one. */
export const misshapen = (payload: { readonly blocks?: ReadonlyArray<unknown> }): ReadonlyArray<string> => {
  shapeOf ??= make()
  const known = shapeOf
  return (payload.blocks ?? []).flatMap((block, index) => {
    const place = `blocks/${index}`
    const type = typeof block === "object" && block !== null && "type" in block ? block.type : undefined
    const validate = known(type)
    if (validate === undefined) return [`${place}: no block of type ${String(type)}`]
    if (validate(block)) return []
    return (validate.errors ?? []).map(
      ({ instancePath, message }) => `${place}${instancePath}: ${message ?? "wrong"}`
    )
  })
}
