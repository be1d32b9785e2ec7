/**
 * A message as plain text, close to what Slack would show: for a dry run and for logs.
 *
 * @since 0.1.0
 */
import * as Columns from "../text/Columns.js"
import type * as BlockKit from "./BlockKit.js"
import * as Mrkdwn from "./Mrkdwn.js"

/**
 * Renders a payload in lines of at most `columns` (80 by default). A message without blocks is its text. `shown` makes
 * of a text what the reader's terminal can show of it.
 *
 * @since 0.1.0
 * @category rendering
 */
export const render = (
  payload: BlockKit.Payload,
  columns = 80,
  shown: (text: string) => string = (text) => text
): string => {
  const blocks = payload.blocks ?? []
  const layout: Layout = { columns: Math.max(20, columns), shown }
  const paragraphs =
    blocks.length === 0
      ? [Columns.wrap(plain(payload.text, layout), columns)]
      : blocks.map((block) => linesOf(block, layout))
  return paragraphs.map((lines) => lines.join("\n")).join("\n\n")
}

interface Layout {
  readonly columns: number
  readonly shown: (text: string) => string
}

const linesOf = (block: BlockKit.Block, layout: Layout): ReadonlyArray<string> => {
  const { columns, shown } = layout
  switch (block.type) {
    case "header": {
      const lines = Columns.wrap(shown(block.text.text), columns)
      return [...lines, "=".repeat(Math.max(...lines.map(Columns.width)))]
    }
    case "section":
      return [
        ...(block.text === undefined ? [] : Columns.wrap(plain(block.text.text, layout), columns)),
        ...pairs(block.fields ?? [], layout)
      ]
    case "context":
      return block.elements.flatMap((element) => Columns.wrap(plain(element.text, layout), columns, "  "))
    case "rich_text":
      return block.elements.flatMap((element) => richLinesOf(element, layout))
  }
}

// Slack shows fields in two columns.
const pairs = (fields: ReadonlyArray<BlockKit.MrkdwnObject>, layout: Layout): ReadonlyArray<string> => {
  const { columns } = layout
  const texts = fields.map((field) => plain(field.text, layout).replace("\n", ": "))
  const half = Math.floor(columns / 2)
  return texts.flatMap((left, index) => {
    if (index % 2 === 1) return []
    const right = texts[index + 1]
    if (right === undefined) return Columns.wrap(left, columns, "  ")
    return Columns.width(left) < half && Columns.width(right) <= columns - half
      ? [Columns.padEnd(left, half) + right]
      : [left, right].flatMap((text) => Columns.wrap(text, columns, "  "))
  })
}

const richLinesOf = (
  element: BlockKit.RichText["elements"][number],
  { columns, shown }: Layout
): ReadonlyArray<string> => {
  const textOf = ({ elements }: { readonly elements: ReadonlyArray<BlockKit.RichTextText> }): string =>
    shown(elements.map((element) => element.text).join(""))
  switch (element.type) {
    case "rich_text_section":
      return Columns.wrap(textOf(element), columns, "  ")
    case "rich_text_list":
      return element.elements.flatMap((item) => indented(textOf(item), columns, "  - ", "    "))
    case "rich_text_preformatted":
      return textOf(element)
        .split("\n")
        .flatMap((line) => indented(line, columns, "    ", "      "))
  }
}

const indented = (text: string, columns: number, first: string, next: string): ReadonlyArray<string> =>
  Columns.wrap(text, columns - next.length).map((line, index) => (index === 0 ? first : next) + line)

// The only marks the messages use: bold titles and code spans.
const plain = (markup: string, { shown }: Layout): string =>
  shown(Mrkdwn.unescape(markup.replace(/^\*([^*\n]+)\*\n/, "$1\n").replace(/`/g, "")))
