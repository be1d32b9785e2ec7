/**
 * The groups of a job as a table for a terminal: code, count, share, templates, ids of samples. On a narrow terminal
 * what does not fit beside stands below.
 *
 * @since 0.1.0
 */
import * as Columns from "../text/Columns.js"
import * as LeftOut from "../text/LeftOut.js"
import * as Quantity from "../text/Quantity.js"
import type * as Report from "./Report.js"
import type * as Style from "./Style.js"
import * as Wording from "./Wording.js"

/**
 * @since 0.1.0
 * @category models
 */
export interface Options {
  readonly width: number
  readonly style: Style.Style
  readonly maxGroups?: number | undefined
}

/**
 * Lines no wider than `width`, none if there are no groups.
 *
 * @since 0.1.0
 * @category rendering
 */
export const render = (job: Report.JobReport, options: Options): ReadonlyArray<string> => {
  const groups = job.failures.groups.slice(0, options.maxGroups ?? 20)
  if (groups.length === 0) return []
  const { style } = options
  const { total } = job.failures
  const table = measure(groups, total, options)
  const rest = Wording.codesLeftOut(job, groups.length)
  return [
    style.paint(heading(table), "faint"),
    ...groups.flatMap((group) => rows(group, total, table, style)),
    ...(rest === undefined ? [] : [style.ellipsis(Columns.truncate(`  ${rest}`, options.width))])
  ]
}

const maxTemplates = 3
const narrowest = 32
const idsWidth = 32

interface Table {
  readonly code: number
  readonly count: number
  readonly share: number
  readonly message: number
  /** Where messages start. */
  readonly indent: number
  /** Whether messages stand below the code instead of beside it. */
  readonly stacked: boolean
  /** The width of the column of sample ids, 0 where they stand below the messages. */
  readonly ids: number
}

const measure = (groups: ReadonlyArray<Report.Group>, total: number, { style, width }: Options): Table => {
  const codes = groups.map(({ code }) => Columns.width(style.plain(Wording.safe(code))))
  const code = Math.min(Math.max(4, ...codes), Math.max(12, Math.floor(width * 0.35)))
  const count = Math.max(5, ...groups.map((group) => Quantity.count(group.count).length))
  const share = Math.max(5, ...groups.map((group) => Quantity.share(group.count, total).length))
  const beside = 2 + code + 2 + count + 2 + share + 2
  const stacked = width - beside < narrowest
  const indent = stacked ? 4 : beside
  const ids = !stacked && width - indent - idsWidth - 2 >= narrowest ? idsWidth : 0
  return { code, count, share, indent, stacked, ids, message: width - indent - (ids === 0 ? 0 : ids + 2) }
}

const heading = (table: Table): string => {
  const start = `  ${Columns.padEnd("CODE", table.code)}  ${Columns.padStart("COUNT", table.count)}  ${Columns.padStart("SHARE", table.share)}`
  if (table.stacked) return start
  return table.ids === 0
    ? `${start}  MESSAGE`
    : `${start}  ${Columns.padEnd("MESSAGE", table.message)}  EXAMPLES`
}

const rows = (
  group: Report.Group,
  total: number,
  table: Table,
  style: Style.Style
): ReadonlyArray<string> => {
  const clip = (text: string, width: number) => style.ellipsis(Columns.truncate(style.plain(text), width))
  const code = Columns.padEnd(clip(Wording.safe(group.code), table.code), table.code)
  const count = Columns.padStart(Quantity.count(group.count), table.count)
  const share = Columns.padStart(Quantity.share(group.count, total), table.share)
  const start = `  ${style.paint(code, "strong")}  ${count}  ${share}`

  const messages = messagesOf(group, table.message, style)
  const ids = Wording.sampleIds(group)
  const examples = ids.length === 0 ? [] : [ids.join(", ")]
  const indent = " ".repeat(table.indent)
  const below = table.ids === 0 ? examples.map((text) => clip(`e.g. ${text}`, table.message)) : []
  const beside = table.ids === 0 ? [] : examples.map((text) => clip(text, table.ids))
  const lines = [
    ...messages.map((text, index) => {
      const aside = index === 0 ? beside[0] : undefined
      return aside === undefined
        ? text
        : `${Columns.padEnd(text, table.message)}  ${style.paint(aside, "faint")}`
    }),
    ...below.map((text) => style.paint(text, "faint"))
  ]
  return table.stacked
    ? [start, ...lines.map((line) => indent + line)]
    : lines.map((line, index) => (index === 0 ? `${start}  ${line}` : indent + line))
}

const messagesOf = (group: Report.Group, width: number, style: Style.Style): ReadonlyArray<string> => {
  const shown = group.templates.slice(0, maxTemplates)
  const rest = LeftOut.of(group.templates.slice(shown.length), "message")
  const only = shown.length === 1 && rest === undefined
  const lines = shown.flatMap(({ count, template }) =>
    folded(Wording.message(template), only ? "" : ` (${Quantity.count(count)})`, width, style)
  )
  return lines.length === 0
    ? [""]
    : [...lines, ...(rest === undefined ? [] : [style.ellipsis(Columns.truncate(rest, width))])]
}

/** On two lines at most. The count stands at the end, and before the cut, so that it is always seen. */
const folded = (text: string, times: string, width: number, style: Style.Style): ReadonlyArray<string> => {
  const plain = style.plain(text)
  if (Columns.width(plain) <= width - times.length) return [plain + times]
  const [first = "", ...others] = Columns.wrap(plain, width)
  // What one line more would hold is enough to tell whether something is cut.
  const second = Columns.truncate(others.slice(0, 2).join(" "), width - 2 - times.length)
  return second === "" ? [first, `  ${times.trim()}`] : [first, `  ${style.ellipsis(second)}${times}`]
}
