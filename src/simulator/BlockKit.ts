/**
 * The limits of Block Kit, as Slack's documentation gives them (docs.slack.dev/reference/block-kit). Slack itself only
 * says `invalid_blocks`; here the fault is named with its place, for the inbox of the simulator.
 *
 * @since 0.1.0
 */
import * as Predicate from "effect/Predicate"

/**
 * A fault in a message: a JSON pointer and what is wrong there.
 *
 * @since 0.1.0
 * @category models
 */
export interface Fault {
  readonly at: string
  readonly reason: string
}

/**
 * Checks the blocks of a message. The list is empty when Slack would take them.
 *
 * @since 0.1.0
 * @category predicates
 */
export const check = (blocks: unknown, at = "/blocks"): ReadonlyArray<Fault> => {
  if (!Array.isArray(blocks)) return [{ at, reason: "must be a list" }]
  const ids = blocks
    .filter(Predicate.isReadonlyRecord)
    .flatMap(({ block_id }) => (block_id === undefined ? [] : [block_id]))
  return [
    ...(blocks.length > 50 ? [{ at, reason: "must not have more than 50 blocks" }] : []),
    ...(new Set(ids).size < ids.length ? [{ at, reason: "block_id must be unique" }] : []),
    ...over(
      at,
      "text of all markdown blocks",
      sum(blocks, "markdown", (block) => length(block["text"])),
      12_000
    ),
    ...over(
      at,
      "text of all table cells",
      sum(blocks, "table", (block) => cellLength(block["rows"])),
      10_000
    ),
    ...blocks.flatMap((block, index) => checkBlock(block, `${at}/${index}`))
  ]
}

/**
 * The number of characters (code points) in all strings that a reader would see.
 *
 * @since 0.1.0
 * @category combinators
 */
export const characters = (node: unknown): number => {
  if (Array.isArray(node)) return node.reduce<number>((total, item) => total + characters(item), 0)
  if (!Predicate.isReadonlyRecord(node)) return 0
  return Object.entries(node).reduce(
    (total, [field, value]) =>
      total + (typeof value === "string" ? (visible.has(field) ? length(value) : 0) : characters(value)),
    0
  )
}

const visible = new Set(["text", "alt_text", "title", "caption"])

type Node = { readonly [field: PropertyKey]: unknown }

const checkBlock = (block: unknown, at: string): ReadonlyArray<Fault> => {
  if (!Predicate.isReadonlyRecord(block)) return [{ at, reason: "must be an object" }]
  const rule = rules.get(String(block["type"]))
  if (rule === undefined) return [{ at: `${at}/type`, reason: "is no block type for messages" }]
  return [...string(block, "block_id", at, 255, false), ...rule(block, at)]
}

const section = (block: Node, at: string): ReadonlyArray<Fault> => {
  const { text, fields } = block
  if (text === undefined && fields === undefined) return [{ at, reason: "needs text or fields" }]
  return [
    ...(text === undefined ? [] : textObject(text, `${at}/text`, 3000)),
    ...(fields === undefined
      ? []
      : list(fields, `${at}/fields`, 10, (field, place) => textObject(field, place, 2000))),
    ...(block["accessory"] === undefined ? [] : element(block["accessory"], `${at}/accessory`))
  ]
}

const table = (block: Node, at: string): ReadonlyArray<Fault> =>
  list(block["rows"], `${at}/rows`, 100, (row, place) => list(row, place, 20, cell))

const cell = (node: unknown, at: string): ReadonlyArray<Fault> => {
  if (!Predicate.isReadonlyRecord(node)) return [{ at, reason: "must be an object" }]
  switch (node["type"]) {
    case "raw_text":
      return string(node, "text", at, 10_000, true)
    case "raw_number":
      return typeof node["value"] === "number" || typeof node["text"] === "string"
        ? []
        : [{ at, reason: "needs a value" }]
    case "rich_text":
      return richText(node, at)
    default:
      return [{ at: `${at}/type`, reason: "is no type of cell" }]
  }
}

const richText = (block: Node, at: string): ReadonlyArray<Fault> =>
  list(block["elements"], `${at}/elements`, Number.POSITIVE_INFINITY, (node, place) => {
    if (!Predicate.isReadonlyRecord(node)) return [{ at: place, reason: "must be an object" }]
    const type = String(node["type"])
    if (!richBlocks.has(type)) return [{ at: `${place}/type`, reason: "is no part of rich text" }]
    return list(node["elements"], `${place}/elements`, Number.POSITIVE_INFINITY, (leaf, where) =>
      type === "rich_text_list" ? richText({ elements: [leaf] }, where) : richLeaf(leaf, where)
    )
  })

const richBlocks = new Set([
  "rich_text_section",
  "rich_text_list",
  "rich_text_preformatted",
  "rich_text_quote"
])

const richLeaf = (node: unknown, at: string): ReadonlyArray<Fault> => {
  if (!Predicate.isReadonlyRecord(node)) return [{ at, reason: "must be an object" }]
  switch (node["type"]) {
    case "text":
      return string(node, "text", at, 10_000, true)
    case "link":
      return string(node, "url", at, 3000, true)
    case "emoji":
      return string(node, "name", at, 255, true)
    case "user":
    case "usergroup":
    case "channel":
    case "broadcast":
    case "date":
    case "color":
      return []
    default:
      return [{ at: `${at}/type`, reason: "is no element of rich text" }]
  }
}

const element = (node: unknown, at: string): ReadonlyArray<Fault> => {
  if (!Predicate.isReadonlyRecord(node)) return [{ at, reason: "must be an object" }]
  const common = string(node, "action_id", at, 255, false)
  if (node["type"] === "image") return [...common, ...image(node, at)]
  if (node["type"] !== "button") return common
  return [
    ...common,
    ...textObject(node["text"], `${at}/text`, 75, "plain_text"),
    ...string(node, "url", at, 3000, false),
    ...string(node, "value", at, 2000, false)
  ]
}

const image = (node: Node, at: string): ReadonlyArray<Fault> => [
  ...string(node, "alt_text", at, 2000, true),
  ...(node["slack_file"] === undefined ? string(node, "image_url", at, 3000, true) : []),
  ...(Predicate.isReadonlyRecord(node["title"])
    ? textObject(node["title"], `${at}/title`, 2000, "plain_text")
    : [])
]

const rules: ReadonlyMap<string, (block: Node, at: string) => ReadonlyArray<Fault>> = new Map(
  Object.entries<(block: Node, at: string) => ReadonlyArray<Fault>>({
    header: (block, at) => textObject(block["text"], `${at}/text`, 150, "plain_text"),
    section,
    divider: () => [],
    context: (block, at) =>
      list(block["elements"], `${at}/elements`, 10, (node, place) =>
        Predicate.isReadonlyRecord(node) && node["type"] === "image"
          ? image(node, place)
          : textObject(node, place, 3000)
      ),
    actions: (block, at) => list(block["elements"], `${at}/elements`, 25, element),
    image,
    markdown: (block, at) => string(block, "text", at, 12_000, true),
    rich_text: richText,
    table,
    data_table: (block, at) => [
      ...string(block, "caption", at, 3000, true),
      ...list(block["rows"], `${at}/rows`, 201, (row, place) => list(row, place, 20, () => []))
    ],
    data_visualization: (block, at) => string(block, "title", at, 50, false),
    container: (block, at) =>
      list(block["child_blocks"] ?? block["blocks"], `${at}/child_blocks`, 10, checkBlock),
    video: (block, at) => [
      ...string(block, "alt_text", at, 2000, true),
      ...string(block, "video_url", at, 3000, true)
    ]
  })
)

const textObject = (node: unknown, at: string, limit: number, only?: string): ReadonlyArray<Fault> => {
  if (!Predicate.isReadonlyRecord(node)) return [{ at, reason: "must be a text object" }]
  const { type } = node
  const wrong =
    (type !== "plain_text" && type !== "mrkdwn") || (only !== undefined && type !== only)
      ? [{ at: `${at}/type`, reason: `must be ${only ?? "plain_text or mrkdwn"}` }]
      : []
  return [
    ...wrong,
    ...string(node, "text", at, limit, true),
    ...(type === "mrkdwn" && node["emoji"] !== undefined
      ? [{ at: `${at}/emoji`, reason: "is for plain_text only" }]
      : []),
    ...(type === "plain_text" && node["verbatim"] !== undefined
      ? [{ at: `${at}/verbatim`, reason: "is for mrkdwn only" }]
      : [])
  ]
}

const list = (
  node: unknown,
  at: string,
  limit: number,
  each: (item: unknown, at: string) => ReadonlyArray<Fault>
): ReadonlyArray<Fault> => {
  if (!Array.isArray(node) || node.length === 0)
    return [{ at, reason: "must be a list with at least one item" }]
  return [
    ...(node.length > limit ? [{ at, reason: `must not have more than ${limit} items` }] : []),
    ...node.flatMap((item, index) => each(item, `${at}/${index}`))
  ]
}

const string = (
  node: Node,
  field: string,
  at: string,
  limit: number,
  needed: boolean
): ReadonlyArray<Fault> => {
  const value = node[field]
  if (value === undefined) return needed ? [{ at: `${at}/${field}`, reason: "is missing" }] : []
  if (typeof value !== "string") return [{ at: `${at}/${field}`, reason: "must be a string" }]
  if (needed && value === "") return [{ at: `${at}/${field}`, reason: "must not be empty" }]
  return over(`${at}/${field}`, "", length(value), limit)
}

const over = (at: string, what: string, measured: number, limit: number): ReadonlyArray<Fault> =>
  measured > limit ? [{ at, reason: `${what} must be less than ${limit + 1} characters`.trim() }] : []

const length = (value: unknown): number => (typeof value === "string" ? Array.from(value).length : 0)

const cellLength = (rows: unknown): number =>
  Array.isArray(rows) ? rows.reduce<number>((total, row) => total + characters(row), 0) : 0

const sum = (blocks: ReadonlyArray<unknown>, type: string, measure: (block: Node) => number): number =>
  blocks.reduce<number>(
    (total, block) =>
      Predicate.isReadonlyRecord(block) && block["type"] === type ? total + measure(block) : total,
    0
  )
