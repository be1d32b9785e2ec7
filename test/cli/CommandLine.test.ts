import { assert, describe, it } from "@effect/vitest"
import * as Either from "effect/Either"
import * as FastCheck from "effect/FastCheck"
import * as CommandLine from "../../src/cli/CommandLine.js"
import * as Flags from "../../src/cli/Flags.js"
import type * as Help from "../../src/cli/Help.js"

const flags = {
  interval: Flags.text("interval", "TIME", "Gap."),
  report: Flags.texts("report", "FILE", "Files."),
  pace: Flags.choice("pace", ["adaptive", "fixed"], "Pace."),
  notify: Flags.choiceOrNone("notify", ["always", "never"], "When.", "always"),
  dryRun: Flags.boolean("dry-run", "Nothing is posted.")
}
const page: Help.Page<typeof flags> = {
  name: "watch",
  summary: "Watch jobs.",
  exitCodes: [],
  arguments: [["[JOB...]", "The jobs."]],
  flags
}

const faults = (...args: ReadonlyArray<string>) =>
  Either.match(CommandLine.read(args, page), { onLeft: (all) => all, onRight: () => [] })
const what = (...args: ReadonlyArray<string>) => faults(...args).map((fault) => fault.what)

describe("CommandLine", () => {
  it("reads options wherever they stand, with their defaults, and everything else in order", () => {
    const args = ["a/1", "--interval", "5s", "--report=x.md", "b/2", "--report", "y.csv", "--dry-run", "-"]
    assert.deepStrictEqual(Either.getOrThrow(CommandLine.read(args, page)), {
      written: {
        interval: "5s",
        report: ["x.md", "y.csv"],
        pace: "adaptive",
        notify: undefined,
        dryRun: true
      },
      operands: ["a/1", "b/2", "-"]
    })
  })

  it("takes a value with a dash or an equals sign in it as it is, and everything after -- for no option", () => {
    const read = Either.getOrThrow(
      CommandLine.read(["--interval", "-5s", "--report=--a=b.md", "--", "--dry-run", "--"], page)
    )
    assert.strictEqual(read.written.interval, "-5s")
    assert.deepStrictEqual(read.written.report, ["--a=b.md"])
    assert.deepStrictEqual(read.operands, ["--dry-run", "--"])
    assert.isFalse(read.written.dryRun)
  })

  it("O4 an option that was mistyped is named, with the one that was meant", () => {
    assert.deepStrictEqual(faults("--intervall", "5s"), [
      {
        what: "There is no option --intervall here.",
        fix: "Did you mean --interval? See genesys-jobs watch --help."
      }
    ])
    assert.deepStrictEqual(faults("--zzz"), [
      { what: "There is no option --zzz here.", fix: "See genesys-jobs watch --help." }
    ])
    assert.deepStrictEqual(what("-x"), ["There is no option -x here."])
    assert.deepStrictEqual(faults("-interval", "5s"), [
      {
        what: "There is no option -interval here.",
        fix: "Did you mean --interval? See genesys-jobs watch --help."
      }
    ])
  })

  it("C1 everything that is wrong with the words is told at once", () => {
    assert.deepStrictEqual(
      what("--pace", "slow", "--dry-run=yes", "--interval", "1s", "--interval", "2s", "--nope", "--report"),
      [
        "--dry-run takes no value.",
        "There is no option --nope here.",
        "--report has no value.",
        "--interval is given 2 times.",
        "--pace takes one of adaptive, fixed."
      ]
    )
    assert.deepStrictEqual(what("--interval", "--dry-run"), ["--interval has no value."])
  })

  it("a word too many is a fault", () => {
    const one = { ...page, arguments: [["JOB", "The job."]] as const }
    const read = CommandLine.read(["a", "b"], one)
    assert.deepStrictEqual(
      Either.getOrThrow(Either.flip(read)).map((fault) => fault.what),
      ["There is no argument b here."]
    )
  })

  it("any words are read or refused, and words without a dash are never lost", () => {
    const word = FastCheck.oneof(
      FastCheck.string(),
      FastCheck.constantFrom("--", "--report", "--pace=fixed", "a")
    )
    FastCheck.assert(
      FastCheck.property(FastCheck.array(word), (args) => {
        const read = CommandLine.read(args, page)
        if (Either.isLeft(read)) return read.left.length > 0
        const values = [read.right.written.interval, ...read.right.written.report, ...read.right.operands]
        return args.every((arg) => arg.startsWith("-") || values.includes(arg) || arg === "fixed")
      })
    )
  })
})
