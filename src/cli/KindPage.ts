/**
 * All that a user needs to know of a kind, as text.
 *
 * @since 0.1.0
 */
import * as FailureRecord from "../jobs/FailureRecord.js"
import type * as FieldSchema from "../jobs/FieldSchema.js"
import type * as JobKind from "../jobs/JobKind.js"
import * as JobPath from "../jobs/JobPath.js"
import type * as Source from "../jobs/Source.js"
import * as PlainText from "../text/PlainText.js"

type Row = readonly [name: string, values: ReadonlyArray<string>]

/**
 * How a job of this kind is written on the command line: `datatable-import/DATATABLE_ID/JOB_ID`. Where a kind has
 * several paths, `ID` stands for the ids of the one that is chosen: `wfm-job/FAMILY/ID`.
 *
 * @since 0.1.0
 * @category rendering
 */
export const reference = (kind: JobKind.JobKind): string =>
  [
    kind.name,
    ...kind.parameters.map(JobPath.written),
    ...(JobPath.choices(kind).length === 0 ? [] : ["ID"])
  ].join("/")

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
        ([state, { moveBy, waitsFor, when }]) => `${state}${where(when)}: waits for ${waitsFor}; ${moveBy}`
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
      values.map((value, index) => `${(index === 0 ? name : "").padEnd(14)}${indented(value)}\n`)
    )
    .join("")
}

/** A value that begins with blanks belongs to the one above it. */
const indented = (value: string): string => `${/^ */.exec(value)?.[0] ?? ""}${PlainText.oneLine(value)}`

const words = (states: ReadonlyArray<string> | undefined): ReadonlyArray<string> =>
  states === undefined || states.length === 0 ? [] : [states.join(", ")]

const statusOf = (kind: JobKind.JobKind): ReadonlyArray<string> => {
  const { path, query } = kind.status
  return typeof path === "string"
    ? [`GET ${path}${asked(query)}`]
    : Object.entries(path).map(
        ([name, each]) => `${[name, ...idsOf(kind, name)].join("/")}: GET ${each}${asked(query)}`
      )
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
  if ("minus" in count) return [count.of, ...count.minus].map(field).join(" - ")
  return count.value === undefined
    ? `counted in ${count.count}${where(count.where)}`
    : `${field(count.value)} of ${count.count}${where(count.where)}`
}

/** A condition, as it follows what it limits. */
const where = (rule: FieldSchema.Where | undefined): string => {
  if (rule === undefined) return ""
  const holds = [
    ...(rule.present === undefined ? [] : [rule.present ? "is there" : "is not there"]),
    ...(rule.is === undefined ? [] : [`is ${rule.is.join(" or ")}`]),
    ...(rule.isNot === undefined ? [] : [`is not ${rule.isNot.join(" or ")}`])
  ]
  return ` where ${field(rule.field)} ${holds.join(" and ")}`
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

const sourceOf = (source: Source.Source, index: number): ReadonlyArray<string> => {
  if (source.source === "none") return [how.none]
  const { record } = source
  return [
    `${index === 0 ? "" : "or else "}${placeOf(source)}${where(source.where)}`,
    ...("about" in source ? ["  reasons of the job as a whole, no records"] : []),
    ...(source.when === undefined ? [] : [`  only${where(source.when)}`]),
    `  code: ${FailureRecord.toCode(record).map(way).join(", or else ")}`,
    ...(record.message === undefined && record.messageTemplate === undefined
      ? []
      : [`  message: ${FailureRecord.toMessage(record).map(way).join(", or else ")}`]),
    ...(record.id === undefined ? [] : [`  id: ${field(record.id)}`]),
    ...(record.count === undefined ? [] : [`  counts for: ${countOf(record.count)}`])
  ]
}

const placeOf = (source: Exclude<Source.Source, { readonly source: "none" }>): string => {
  if (source.source === "download") return `${how.download} (${source.format}) named in ${field(source.url)}`
  const place =
    source.source === "embedded"
      ? how.embedded
      : `GET ${source.path}${asked(source.query)}: ${how[source.source]}`
  return `${place}, in ${field(source.items)}`
}

const way = (way: FailureRecord.Way): string => {
  switch (way._tag) {
    case "Place":
      return field(way.place)
    case "Template":
      return way.template
    case "Words":
      return "the words of the message"
    case "Text":
      return way.text
  }
}

const permissionsOf = ({ permissions: { failures, status } }: JobKind.JobKind): ReadonlyArray<string> => [
  ...oneOf(status, ""),
  ...(failures.join() === status.join() ? [] : oneOf(failures, "for the failed records: "))
]

const oneOf = (names: ReadonlyArray<string>, lead: string): ReadonlyArray<string> =>
  names.length < 2
    ? names.map((name) => `${lead}${name}`)
    : [`${lead}one of`, ...names.map((name) => `  ${name}`)]

const field = (path: FieldSchema.Field): string => (typeof path === "string" ? path : path.join(" or "))

const example = (kind: JobKind.JobKind): string => {
  const [choice] = JobPath.choices(kind)
  return [kind.name, ...(choice === undefined ? [] : [choice]), ...idsOf(kind, choice)].join("/")
}

const idsOf = (kind: JobKind.JobKind, choice: string | undefined): ReadonlyArray<string> =>
  JobPath.parameters(kind, choice)
    .slice(choice === undefined ? 0 : 1)
    .map(JobPath.written)
