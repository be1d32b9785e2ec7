import { assert, describe, it } from "@effect/vitest"
import * as Flags from "../../src/cli/Flags.js"
import * as Help from "../../src/cli/Help.js"
import * as ExitCode from "../../src/report/ExitCode.js"

const page: Help.Page = {
  name: "watch",
  summary: "Watch jobs.",
  arguments: [["[JOB...]", "The jobs."]],
  flags: { interval: Flags.text("interval", "TIME", "Gap between polls.") },
  exitCodes: ExitCode.table
}

describe("Help", () => {
  it("O1 is asked for in every usual way, and not by a job of that name", () => {
    for (const args of [[], ["--help"], ["-h"], ["help"]]) {
      assert.include(Help.asked(args, [page]) ?? "", "Commands:")
    }
    for (const args of [
      ["watch", "--help"],
      ["help", "watch"],
      ["--help", "watch"]
    ]) {
      assert.include(Help.asked(args, [page]) ?? "", "--interval TIME")
    }
    assert.isUndefined(Help.asked(["watch", "data-action/help"], [page]))
    assert.isUndefined(Help.asked(["watch", "--", "--help"], [page]))
  })

  it("O3 lists every exit code", () => {
    const codes = [...Help.command(page).matchAll(/^ {2}(\d+) /gm)].map(([, code]) => Number(code))
    assert.deepStrictEqual(codes, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 130, 143])
  })

  it("O3 tells of each command the codes that it can end with, and the options that every command has", () => {
    const help = Help.command({ ...page, exitCodes: ExitCode.rows("read", [2, 7]) })
    assert.match(help, /greatest wins:\n {2}0 {2}read\n {2}2 {2}usage.*\n {2}7 {2}the platform/)
    assert.match(help, /--log-level LEVEL/)
  })
})
