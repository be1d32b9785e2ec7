/**
 * The few Block Kit blocks that the summary is made of, typed like `@slack/types`, and constructors that
 * keep every limit: an element too many is left out, a text too long is cut.
 *
 * Limits: https://docs.slack.dev/reference/block-kit/blocks.
 *
 * @since 0.1.0
 */
import * as Mrkdwn from "./Mrkdwn.js"

/**
 * Text that Slack shows as it is.
 *
 * @since 0.1.0
 * @category models
 */
export interface PlainTextObject {
  readonly type: "plain_text"
  readonly text: string
  readonly emoji: false
}

/**
 * `verbatim` keeps Slack from turning bare URLs and names into links.
 *
 * @since 0.1.0
 * @category models
 */
export interface MrkdwnObject {
  readonly type: "mrkdwn"
  readonly text: string
  readonly verbatim: true
}

/**
 * A title in large letters.
 *
 * @since 0.1.0
 * @category models
 */
export interface Header {
  readonly type: "header"
  readonly text: PlainTextObject
}

/**
 * A paragraph, titled values in two columns, or both.
 *
 * @since 0.1.0
 * @category models
 */
export interface Section {
  readonly type: "section"
  readonly text?: MrkdwnObject
  readonly fields?: ReadonlyArray<MrkdwnObject>
}

/**
 * Small print.
 *
 * @since 0.1.0
 * @category models
 */
export interface Context {
  readonly type: "context"
  readonly elements: ReadonlyArray<MrkdwnObject>
}

/**
 * Literal text: nothing in it is parsed.
 *
 * @since 0.1.0
 * @category models
 */
export interface RichTextText {
  readonly type: "text"
  readonly text: string
  readonly style?: { readonly bold?: true; readonly code?: true }
}

/**
 * A line of literal texts.
 *
 * @since 0.1.0
 * @category models
 */
export interface RichTextSection {
  readonly type: "rich_text_section"
  readonly elements: ReadonlyArray<RichTextText>
}

/**
 * A list of such lines.
 *
 * @since 0.1.0
 * @category models
 */
export interface RichTextList {
  readonly type: "rich_text_list"
  readonly style: "bullet"
  readonly elements: ReadonlyArray<RichTextSection>
}

/**
 * Literal text in a box of fixed-width letters.
 *
 * @since 0.1.0
 * @category models
 */
export interface RichTextPreformatted {
  readonly type: "rich_text_preformatted"
  readonly elements: ReadonlyArray<RichTextText>
}

/**
 * A block of literal text.
 *
 * @since 0.1.0
 * @category models
 */
export interface RichText {
  readonly type: "rich_text"
  readonly elements: ReadonlyArray<RichTextSection | RichTextList | RichTextPreformatted>
}

/**
 * The blocks that a message is made of.
 *
 * @since 0.1.0
 * @category models
 */
export type Block = Header | Section | Context | RichText

/**
 * What is sent to the webhook. `text` alone is a complete message; `blocks` is the same with its layout.
 *
 * @since 0.1.0
 * @category models
 */
export interface Payload {
  readonly text: string
  readonly blocks?: ReadonlyArray<Block>
  readonly unfurl_links: false
  readonly unfurl_media: false
}

/**
 * What Slack takes: blocks in a message, characters in a header, a text object and a field, fields in a
 * section, elements in a context, and characters in the whole. The last one is not documented: refusals
 * were seen from about 13,200 characters of blocks on. It is measured here in bytes of JSON, which is at
 * least as much as code points or UTF-16 units. Nor is the limit of rich text; others cut at 1,000.
 *
 * @since 0.1.0
 * @category models
 */
export const limits = {
  blocks: 50,
  header: 150,
  text: 3000,
  field: 2000,
  fields: 10,
  contextElements: 10,
  richText: 1000,
  preformattedLine: 300,
  message: 12_000
} as const

/**
 * A header of literal text.
 *
 * @since 0.1.0
 * @category constructors
 */
export const header = (text: string): Header => ({
  type: "header",
  text: { type: "plain_text", text: orDash(Mrkdwn.literal(text, limits.header)), emoji: false }
})

/**
 * A text object of mark-up that is short enough.
 *
 * @since 0.1.0
 * @category constructors
 */
export const mrkdwn = (markup: Mrkdwn.MrkdwnText): MrkdwnObject => ({
  type: "mrkdwn",
  text: orDash(markup),
  verbatim: true
})

/**
 * A paragraph of mark-up.
 *
 * @since 0.1.0
 * @category constructors
 */
export const section = (markup: Mrkdwn.MrkdwnText): Section => ({ type: "section", text: mrkdwn(markup) })

/**
 * Titles with values, shown in two columns.
 *
 * @since 0.1.0
 * @category constructors
 */
export const fields = (
  entries: ReadonlyArray<readonly [title: string, value: Mrkdwn.MrkdwnText]>
): Section => ({
  type: "section",
  fields: entries
    .slice(0, limits.fields)
    .map(([title, value]) => mrkdwn(Mrkdwn.text`*${Mrkdwn.words(title, 100)}*\n${value}`))
})

/**
 * Small print, one element a piece of mark-up.
 *
 * @since 0.1.0
 * @category constructors
 */
export const context = (pieces: ReadonlyArray<Mrkdwn.MrkdwnText>): Context => ({
  type: "context",
  elements: pieces.slice(0, limits.contextElements).map(mrkdwn)
})

/**
 * A block of literal text.
 *
 * @since 0.1.0
 * @category constructors
 */
export const richText = (elements: RichText["elements"]): RichText => ({ type: "rich_text", elements })

/**
 * A line of literal texts.
 *
 * @since 0.1.0
 * @category constructors
 */
export const line = (...elements: ReadonlyArray<RichTextText>): RichTextSection => ({
  type: "rich_text_section",
  elements
})

/**
 * Bulleted lines.
 *
 * @since 0.1.0
 * @category constructors
 */
export const bullets = (lines: ReadonlyArray<string>): RichTextList => ({
  type: "rich_text_list",
  style: "bullet",
  elements: lines.map((text) => line(literal(text, limits.richText)))
})

/**
 * Lines in a box of fixed-width letters.
 *
 * @since 0.1.0
 * @category constructors
 */
export const preformatted = (lines: ReadonlyArray<string>): RichTextPreformatted => ({
  type: "rich_text_preformatted",
  elements: [
    {
      type: "text",
      text: orDash(lines.map((text) => Mrkdwn.literal(text, limits.preformattedLine)).join("\n"))
    }
  ]
})

/**
 * Literal text of at most `max` code points.
 *
 * @since 0.1.0
 * @category constructors
 */
export const literal = (text: string, max: number, style?: RichTextText["style"]): RichTextText => ({
  type: "text",
  text: orDash(Mrkdwn.literal(text, max)),
  ...(style === undefined ? {} : { style })
})

const orDash = (text: string): string => (text === "" ? "-" : text)
