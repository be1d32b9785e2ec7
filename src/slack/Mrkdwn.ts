/**
 * Slack's mark-up language for text, and how text from outside is put into it without meaning anything there.
 *
 * Three characters are escaped, once, and no others
 * (https://docs.slack.dev/messaging/formatting-message-text). What cannot be escaped (`*`, `_`, `~`,
 * backticks) is put into a code span, with its backticks replaced.
 *
 * @since 0.1.0
 */
import * as Brand from "effect/Brand"
import * as Schema from "effect/Schema"
import * as PlainText from "../text/PlainText.js"

/**
 * Text in which everything from outside is escaped. Only the functions of this module make it.
 *
 * @since 0.1.0
 * @category models
 */
export type MrkdwnText = string & Brand.Brand<"MrkdwnText">

/**
 * A live mention: `<!subteam^ID>`, `<!here>`, `<!channel>`, `<!everyone>` or `<@USER>`. Names of groups do
 * not work, ids do.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Mention = Schema.String.pipe(
  Schema.pattern(/^<(?:!subteam\^S[A-Z0-9]{2,30}|!here|!channel|!everyone|@[UW][A-Z0-9]{2,30})>$/, {
    message: () =>
      "Write a mention as <!subteam^S0123ABCD>, <@U0123ABCD>, <!here> or <!channel>; names do not work."
  }),
  Schema.brand("SlackMention")
)

/**
 * A live mention that was checked.
 *
 * @since 0.1.0
 * @category models
 */
export type Mention = typeof Mention.Type

/**
 * Whether text is one live mention and nothing else.
 *
 * @since 0.1.0
 * @category predicates
 */
export const isMention: (text: unknown) => text is Mention = Schema.is(Mention)

/**
 * Escapes text from outside: made neutral, on one line, cut by code point so that the *escaped* form has at
 * most `max` UTF-16 code units, never inside an entity. An ellipsis shows the cut.
 *
 * @since 0.1.0
 * @category combinators
 */
export const escape = (text: string, max: number): MrkdwnText =>
  trusted(escapeWithin(PlainText.oneLine(text), max))

/**
 * A code span: literal but for the entities. At most `max` UTF-16 code units, the two backticks included.
 *
 * @since 0.1.0
 * @category combinators
 */
export const code = (text: string, max: number): MrkdwnText => {
  const inside = escapeWithin(PlainText.oneLine(text).replace(/`/g, "'"), max - 2)
  return trusted(inside === "" ? "(empty)" : `\`${inside}\``)
}

/**
 * Words and numbers as they are, and anything that could mean something to Slack as a code span: bold letters, a link.
 *
 * @since 0.1.0
 * @category combinators
 */
export const words = (text: string, max: number): MrkdwnText =>
  meaningless.test(text) && text.length <= max ? trusted(text) : code(text, max)

/**
 * A mention that was checked, as it stands in mark-up.
 *
 * @since 0.1.0
 * @category combinators
 */
export const mention = (mention: Mention): MrkdwnText => trusted(mention)

/**
 * Mark-up of our own around what is mark-up already: ``Mrkdwn.text`Run ${code}` ``.
 *
 * @since 0.1.0
 * @category constructors
 */
export const text = (ours: TemplateStringsArray, ...values: ReadonlyArray<MrkdwnText>): MrkdwnText =>
  trusted(String.raw({ raw: ours }, ...values))

/**
 * Several pieces of mark-up as one.
 *
 * @since 0.1.0
 * @category combinators
 */
export const join = (pieces: ReadonlyArray<MrkdwnText>, separator = ""): MrkdwnText =>
  trusted(pieces.join(separator))

/**
 * The reverse of escaping, as Slack shows it.
 *
 * @since 0.1.0
 * @category rendering
 */
export const unescape = (text: string): string =>
  text.replace(/&(lt|gt|amp);/g, (_, name: string) => (name === "lt" ? "<" : name === "gt" ? ">" : "&"))

/**
 * Text for a place that Slack takes literally (`rich_text`, `plain_text`), at most `max` UTF-16 code units.
 * Mentions and links are inert there; their opening bracket is replaced all the same, for whatever turns
 * such a block into mark-up later: previews, bridges to other chats.
 *
 * @since 0.1.0
 * @category combinators
 */
export const literal = (text: string, max: number): string => {
  const inert = PlainText.oneLine(text).replace(/<(?=[!@#]|[a-z][a-z0-9+.-]{0,20}:)/gi, "‹")
  return inert.length <= max ? inert : cut(inert, max, (character) => character.length)
}

const meaningless = /^(?:[A-Za-z0-9 ,%()-]|\.(?![A-Za-z]))+$/

const trusted = Brand.nominal<MrkdwnText>()

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" }

const escapeAll = (text: string): string =>
  text.replace(/[&<>]/g, (character) => entities[character] ?? character)

const escapeWithin = (text: string, max: number): string =>
  escapeAll(
    text.length * 5 <= max ? text : cut(text, max, (character) => (entities[character] ?? character).length)
  )

const cut = (text: string, max: number, sizeOf: (character: string) => number): string => {
  let size = 0
  let end = 0
  let fits = 0
  for (const character of text) {
    size += sizeOf(character)
    if (size > max) return max < 1 ? "" : `${text.slice(0, PlainText.boundaryBefore(text, fits))}…`
    end += character.length
    if (size < max) fits = end
  }
  return text
}
