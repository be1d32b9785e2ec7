/**
 * All that a user needs to know of a kind, as text.
 *
 * @since 0.1.0
 */
import type * as FieldSchema from "../jobs/FieldSchema.js"
import type * as JobKind from "../jobs/JobKind.js"
import * as JobPath from "../jobs/JobPath.js"
import type * as Source from "../jobs/Source.js"
import * as PlainText from "../text/PlainText.js"

type Row = readonly [name: string, values: ReadonlyArray<string>]

/**
 * How a job of this kind is written on the command line: `datatable-import/DATATABLE_ID/JOB_ID`.
 *
 * @since 0.1.0
 * @category rendering
 */
export const reference = (kind: JobKind.JobKind): string =>
  [kind.name, ...kind.parameters.map(written)].join("/")

const written = (name: string): string => name.replace(/([a-z])([A-Z])/g, "$1_$2").toUpperCase()

/**
 * The page of a kind. `file` is the configuration file that a custom kind comes from.
 *
 * @since 0.1.0
 * @category rendering
 */
export const render = (kind: JobKind.JobKind, file?: string | undefined): string => {
  const { states, status } = kind
  const rows: ReadonlyArray<Row> = [
    ["Reference", [reference(kind)]],
    ["Title", [kind.title]],
    ["What", [kind.summary]],
    ["Custom", file === undefined ? [] : [`a kind of ${file}`]],
    ["Status", statusOf(kind)],
    ["", [`state in ${field(status.state)}`]],
    ["Counts", countsOf(status)],
    ["Failures", sources(kind).flatMap(sourceOf)],
    ["Running", words(states.running)],
    [
      "Parked",
      Object.entries(states.parked ?? {}).map(
        ([state, { moveBy, waitsFor }]) => `${state}: waits for ${waitsFor}; ${moveBy}`
      )
    ],
    ["Succeeded", words(states.succeeded)],
    ["Partial", words(states.partial)],
    ["Failed", words(states.failed)],
    ["Cancelled", words(states.cancelled)],
    ["Expired", words(states.expired)],
    ["Permissions", permissionsOf(kind)],
    ["Readable by", kind.submitterOnly ? ["only the client that started the job"] : []],
    ["Unverified", kind.unverified],
    ["Documentation", kind.documentation === undefined ? [] : [kind.documentation]],
    ["Example", [`genesys-jobs watch ${example(kind)}`]]
  ]
  return rows
    .flatMap(([name, values]) =>
      values.map((value, index) => `${(index === 0 ? name : "").padEnd(14)}${PlainText.oneLine(value)}\n`)
    )
    .join("")
}

const words = (states: ReadonlyArray<string> | undefined): ReadonlyArray<string> =>
  states === undefined || states.length === 0 ? [] : [states.join(", ")]

const statusOf = (kind: JobKind.JobKind): ReadonlyArray<string> => {
  const { path, query } = kind.status
  return typeof path === "string"
    ? [`GET ${path}${asked(query)}`]
    : Object.entries(path).map(([name, each]) => `${name}: GET ${each}${asked(query)}`)
}

const asked = (query: Readonly<Record<string, string>> | undefined): string =>
  query === undefined
    ? ""
    : `?${Object.entries(query)
        .map((pair) => pair.join("="))
        .join("&")}`

const countsOf = (status: JobKind.JobKind["status"]): ReadonlyArray<string> => {
  const told = [
    ...(["processed", "total", "errors", "warnings"] as const).flatMap((name) => {
      const count = status[name]
      return count === undefined ? [] : [`${name}: ${countOf(count)}`]
    }),
    ...(status.progress === undefined
      ? []
      : [`progress: ${field(status.progress.field)} (up to ${status.progress.scale})`])
  ]
  return told.length === 0 ? ["the platform tells none"] : told
}

const isField = (count: FieldSchema.Count): count is FieldSchema.Field =>
  typeof count === "string" || Array.isArray(count)

const countOf = (count: FieldSchema.Count): string => {
  if (isField(count)) return field(count)
  if ("firstOf" in count) return count.firstOf.map(countOf).join(", or else ")
  if ("sum" in count) return count.sum.map(field).join(" + ")
  if ("of" in count) return [count.of, ...count.minus].map(field).join(" - ")
  if ("count" in count) return `counted in ${count.count}`
  return ""
}

const sources = (kind: JobKind.JobKind): ReadonlyArray<Source.Source> =>
  "source" in kind.failures ? [kind.failures] : kind.failures

const how: Readonly<Record<Source.Source["source"], string>> = {
  pages: "numbered pages",
  cursor: "pages by cursor",
  after: "pages by cursor",
  nextUri: "pages by link",
  document: "one document",
  embedded: "part of the status",
  download: "a file",
  none: "none: the platform lists no failed records of this kind"
}

const sourceOf = (source: Source.Source): ReadonlyArray<string> => {
  if (source.source === "none") return [how.none]
  const { record } = source
  const code =
    record.code === undefined
      ? (record.codeTemplate ??
        record.codeDefault ??
        (record.codeFromMessage === true ? "of the message" : ""))
      : field(record.code)
  const message = record.message === undefined ? (record.messageTemplate ?? "") : field(record.message)
  const parts = [
    code === "" ? "" : `code ${code}`,
    message === "" ? "" : `message ${message}`,
    record.id === undefined ? "" : `id ${field(record.id)}`
  ].filter((part) => part !== "")
  return [
    "path" in source
      ? `GET ${source.path}${asked(source.query)}: ${how[source.source]}`
      : source.source === "download"
        ? `${how.download} (${source.format}) named in ${field(source.url)}`
        : how[source.source],
    ...(parts.length === 0 ? [] : [`  ${parts.join(", ")}`])
  ]
}

const permissionsOf = ({ permissions }: JobKind.JobKind): ReadonlyArray<string> => {
  const status = [...new Set(permissions.status)]
  const more = permissions.failures.filter((each) => !status.includes(each))
  return [...status, ...more.map((each) => `${each} (for the failed records)`)]
}

const field = (path: FieldSchema.Field): string => (typeof path === "string" ? path : path.join(" or "))

const example = (kind: JobKind.JobKind): string => {
  const [choice] = JobPath.choices(kind)
  return [kind.name, ...(choice === undefined ? [] : [choice]), ...idsOf(kind, choice)].join("/")
}

const idsOf = (kind: JobKind.JobKind, choice: string | undefined): ReadonlyArray<string> =>
  JobPath.parameters(kind, choice)
    .slice(choice === undefined ? 0 : 1)
    .map(written)
