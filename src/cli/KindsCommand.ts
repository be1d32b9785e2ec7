/**
 * `kinds`: what can be watched.
 *
 * @since 0.1.0
 */
import * as Args from "@effect/cli/Args"
import * as Command from "@effect/cli/Command"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type * as JobKind from "../jobs/JobKind.js"
import * as Kinds from "../jobs/Kinds.js"
import * as PlainText from "../text/PlainText.js"
import * as Flags from "./Flags.js"
import type * as Help from "./Help.js"
import { Stdio } from "./Stdio.js"
import * as Trouble from "./Trouble.js"

const flags = {
  output: Flags.choice("output", ["text", "json"], "Text or one JSON document.")
}

/**
 * @since 0.1.0
 * @category rendering
 */
export const page: Help.Page = {
  name: "kinds",
  summary: "List the kinds of jobs; show one with its paths, states and permissions.",
  arguments: [["[NAME]", "Show this kind in full."]],
  flags
}

/**
 * @since 0.1.0
 * @category constructors
 */
export const command = Command.make(
  page.name,
  { name: Args.optional(Args.text({ name: "NAME" })), ...flags },
  ({ name, output }) =>
    Effect.gen(function* () {
      const { out } = yield* Stdio
      if (Option.isNone(name)) {
        const all = [...Kinds.builtin.values()]
        return yield* out.write(output === "json" ? json(all) : list(all))
      }
      const kind = Kinds.find(Kinds.builtin, name.value)
      if (kind === undefined) {
        return yield* Trouble.usage(
          `There is no job kind "${name.value}".`,
          'List the kinds with "genesys-jobs kinds".'
        )
      }
      yield* out.write(output === "json" ? json(kind) : show(kind))
    })
)

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`

const reference = (kind: JobKind.JobKind): string =>
  [kind.name, ...kind.parameters.map((name) => name.replace(/([a-z])([A-Z])/g, "$1_$2").toUpperCase())].join(
    "/"
  )

const list = (kinds: ReadonlyArray<JobKind.JobKind>): string => {
  const width = Math.max(...kinds.map((kind) => reference(kind).length))
  return kinds.map((kind) => `${reference(kind).padEnd(width)}  ${PlainText.oneLine(kind.title)}\n`).join("")
}

const sources = (kind: JobKind.JobKind) => ("source" in kind.failures ? [kind.failures] : kind.failures)

const show = (kind: JobKind.JobKind): string => {
  const { states } = kind
  const parked = Object.entries(states.parked ?? {})
  const rows: ReadonlyArray<readonly [string, ReadonlyArray<string>]> = [
    ["Reference", [reference(kind)]],
    ["What", [kind.summary]],
    [
      "Status",
      typeof kind.status.path === "string"
        ? [`GET ${kind.status.path}`]
        : Object.entries(kind.status.path).map(([name, path]) => `${name}: GET ${path}`)
    ],
    [
      "Failures",
      sources(kind).map((source) =>
        "path" in source ? `${source.source}: GET ${source.path}` : source.source
      )
    ],
    ["Running", states.running ?? []],
    ["Parked", parked.map(([state, { moveBy, waitsFor }]) => `${state}: waits for ${waitsFor}; ${moveBy}`)],
    ["Succeeded", states.succeeded],
    ["Partial", states.partial ?? []],
    ["Failed", states.failed ?? []],
    ["Cancelled", states.cancelled ?? []],
    ["Expired", states.expired ?? []],
    ["Permissions", [...new Set([...kind.permissions.status, ...kind.permissions.failures])]],
    ["Readable by", kind.submitterOnly ? ["only the client that started the job"] : []],
    ["Unverified", kind.unverified],
    ["Documentation", kind.documentation === undefined ? [] : [kind.documentation]]
  ]
  return rows
    .flatMap(([name, values]) =>
      values.map((value, i) => `${(i === 0 ? name : "").padEnd(14)}${PlainText.oneLine(value)}\n`)
    )
    .join("")
}
