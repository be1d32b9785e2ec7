/**
 * `kinds`: what can be watched.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import type * as JobKind from "../jobs/JobKind.js"
import * as Kinds from "../jobs/Kinds.js"
import * as ExitCode from "../report/ExitCode.js"
import * as PlainText from "../text/PlainText.js"
import * as Command from "./Command.js"
import * as ConfigFile from "./ConfigFile.js"
import * as Flags from "./Flags.js"
import type * as Help from "./Help.js"
import * as KindPage from "./KindPage.js"
import { Session } from "./Session.js"
import { Stdio } from "./Stdio.js"
import * as Trouble from "./Trouble.js"

const flags = {
  output: Flags.choice("output", ["text", "json"], "Text or one JSON document."),
  config: Flags.config
}

/**
 * @since 0.1.0
 * @category rendering
 */
export const page: Help.Page<typeof flags> = {
  name: "kinds",
  summary: "List the kinds of jobs; show one with its paths, states and permissions.",
  arguments: [["[NAME]", "Show this kind in full."]],
  flags,
  exitCodes: ExitCode.rows("shown", [2])
}

/**
 * @since 0.1.0
 * @category constructors
 */
export const command = Command.make(page, ({ config, output }, [name]) =>
  Effect.gen(function* () {
    const { out } = yield* Stdio
    const { cwd } = yield* Session
    const file = yield* ConfigFile.read({ cwd, path: config })
    if (Either.isLeft(file)) {
      return yield* new Trouble.Trouble({ headline: undefined, faults: file.left, exitCode: 2 })
    }
    const { custom, kinds } = file.right
    if (name === undefined) {
      const all = [...kinds.values()]
      return yield* out.write(
        output === "json" ? json(all.map((kind) => marked(kind, custom))) : list(all, custom)
      )
    }
    const kind = Kinds.find(kinds, name)
    if (kind === undefined) {
      const { fix, problem } = Kinds.unknown(kinds, name)
      return yield* Trouble.usage(problem, fix)
    }
    yield* out.write(
      output === "json"
        ? json(marked(kind, custom))
        : KindPage.render(kind, custom.has(kind.name) ? file.right.path : undefined)
    )
  })
)

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`

const marked = (kind: JobKind.JobKind, custom: ReadonlySet<string>) => ({
  ...kind,
  custom: custom.has(kind.name)
})

const list = (kinds: ReadonlyArray<JobKind.JobKind>, custom: ReadonlySet<string>): string => {
  const width = Math.max(...kinds.map((kind) => KindPage.reference(kind).length))
  return kinds
    .map((kind) => {
      const mark = custom.has(kind.name) ? " (custom)" : ""
      return `${KindPage.reference(kind).padEnd(width)}  ${PlainText.oneLine(kind.title)}${mark}\n`
    })
    .join("")
}
