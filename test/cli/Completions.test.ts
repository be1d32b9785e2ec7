import { spawnSync } from "node:child_process"
import { assert, describe, it } from "@effect/vitest"
import * as Completions from "../../src/cli/Completions.js"
import * as Flags from "../../src/cli/Flags.js"
import type * as Help from "../../src/cli/Help.js"

const pages: ReadonlyArray<Help.Page> = [
  {
    name: "watch",
    summary: "Watch jobs; don't wait.",
    exitCodes: [],
    arguments: [],
    flags: {
      interval: Flags.text("interval", "TIME", "Gap: between polls."),
      output: Flags.choice("output", ["text", "ndjson"], "Form.")
    }
  },
  {
    name: "status",
    summary: "Status.",
    exitCodes: [],
    arguments: [],
    flags: { output: Flags.choice("output", ["text", "json"], "Form.") }
  }
]

const bash = (...words: ReadonlyArray<string>) => {
  const script = `${Completions.render("bash", pages)}
    COMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")}); COMP_CWORD=${words.length - 1}
    _genesys_jobs; echo "\${COMPREPLY[@]}"`
  const { status, stderr, stdout } = spawnSync("bash", ["-c", script], { encoding: "utf8" })
  assert.strictEqual(status, 0, stderr)
  return stdout.trim()
}

describe("Completions", () => {
  it("bash completes commands, their options, and the words that an option takes", () => {
    assert.strictEqual(bash("genesys-jobs", "w"), "watch")
    assert.strictEqual(bash("genesys-jobs", "watch", "--"), "--interval --output")
    assert.strictEqual(bash("genesys-jobs", "status", "--"), "--output")
    assert.strictEqual(bash("genesys-jobs", "watch", "--output", ""), "text ndjson json")
    assert.strictEqual(bash("genesys-jobs", "watch", "--output", "n"), "ndjson")
  })

  it("zsh and fish are told every option with what it means, whatever stands in the text", () => {
    const zsh = Completions.render("zsh", pages) ?? ""
    assert.include(zsh, "#compdef genesys-jobs\n")
    assert.include(zsh, "'--interval:Gap\\: between polls.'")
    const fish = Completions.render("fish", pages) ?? ""
    assert.include(fish, "-a watch -d 'Watch jobs; don'\\''t wait.'")
    assert.include(fish, "-l output -r -f -a 'text json' -d 'Form. Default: text.'")
  })

  it("there is none for a shell that is not known", () => {
    assert.isUndefined(Completions.render("cmd", pages))
    assert.deepStrictEqual(Completions.shells, ["bash", "zsh", "fish"])
  })
})
