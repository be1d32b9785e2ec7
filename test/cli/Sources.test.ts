import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Sources from "../../src/cli/Sources.js"
import * as Recording from "./Recording.js"

const open = (
  options: {
    readonly env?: Readonly<Record<string, string>>
    readonly dotenv?: string
    readonly toml?: string
    readonly profile?: string
  } = {}
) => {
  const folder = Recording.folder()
  if (options.dotenv !== undefined) writeFileSync(join(folder, ".env"), options.dotenv)
  if (options.toml !== undefined) {
    mkdirSync(join(folder, ".gc"))
    writeFileSync(join(folder, ".gc", "config.toml"), options.toml)
  }
  return Sources.open({ env: options.env ?? {}, cwd: folder, home: folder, profile: options.profile })
}

describe("Sources", () => {
  it.effect("C1 the environment goes before .env, whatever the name; what is blank is not set", () =>
    Effect.gen(function* () {
      const { sources } = yield* open({
        env: { B: " b ", C: "  " },
        // as Windows editors write it
        dotenv: '\uFEFFA="from file"\nC=c\n# a comment\n'
      })
      assert.deepStrictEqual(sources.find("A", "B"), { name: "B", value: "b" })
      assert.deepStrictEqual(sources.find("A"), { name: "A", value: "from file" })
      assert.deepStrictEqual(sources.find("C"), { name: "C", value: "c" })
      assert.isUndefined(sources.find("D"))
    })
  )

  it.effect("C1 the default profile is read where there is one, by either spelling", () =>
    Effect.gen(function* () {
      for (const name of ["DEFAULT", "default"]) {
        const { faults, sources } = yield* open({ toml: `[${name}]\nenvironment = "mypurecloud.jp"\n` })
        assert.deepStrictEqual(faults, [])
        assert.strictEqual(sources.profile?.environment, "mypurecloud.jp")
      }
      assert.isUndefined((yield* open({ toml: '[other]\nenvironment = "x"\n' })).sources.profile)
    })
  )

  it.effect("C1 a profile that cannot be used is told, and the other sources go on", () =>
    Effect.gen(function* () {
      const problems = [
        yield* open({ profile: "dev", env: { A: "a" } }),
        yield* open({ profile: "dev", toml: "[prod]\n", env: { A: "a" } }),
        yield* open({ profile: "dev", toml: "= sentinel", env: { A: "a" } })
      ]
      assert.deepStrictEqual(
        problems.map(({ sources }) => sources.find("A")?.value),
        ["a", "a", "a"]
      )
      const [missing, other, broken] = problems.map(({ faults, unread }) => {
        assert.deepStrictEqual(unread, [])
        return faults[0]?.what
      })
      assert.match(missing ?? "", /^There is no .*config\.toml/)
      assert.match(other ?? "", /has no profile "dev"\. It has: prod\.$/)
      assert.match(broken ?? "", /is not valid TOML\.$/)
      assert.notInclude(broken ?? "", "sentinel")
    })
  )

  it.effect("C1 a .env that is there and cannot be read is told; one that is not there is none", () =>
    Effect.gen(function* () {
      const folder = Recording.folder()
      const read = Sources.open({ env: {}, cwd: folder, home: folder, profile: undefined })
      assert.deepStrictEqual((yield* read).unread, [])
      // As a virtual environment of Python often is.
      mkdirSync(join(folder, ".env"))
      assert.deepStrictEqual((yield* read).unread, [
        {
          what: ".env cannot be read (EISDIR), so nothing of it is used.",
          fix: "Let this user read it, or give the settings another way."
        }
      ])
    })
  )

  it.effect("C1 a file of profiles that cannot be used is told with the reason, asked for or not", () =>
    Effect.gen(function* () {
      const folder = Recording.folder()
      mkdirSync(join(folder, ".gc", "config.toml"), { recursive: true })
      const read = (profile: string | undefined) =>
        Sources.open({ env: {}, cwd: folder, home: folder, profile })
      const unasked = yield* read(undefined)
      assert.deepStrictEqual(unasked.faults, [])
      assert.match(
        unasked.unread[0]?.what ?? "",
        /config\.toml cannot be read \(EISDIR\), so nothing of it is used\.$/
      )
      const asked = yield* read("dev")
      assert.deepStrictEqual(asked.unread, [])
      assert.match(asked.faults[0]?.what ?? "", /config\.toml cannot be read \(EISDIR\)\.$/)
      assert.include(asked.faults[0]?.fix ?? "", "leave --profile out")
      const broken = yield* open({ toml: "= sentinel" })
      assert.match(
        broken.unread[0]?.what ?? "",
        /config\.toml is not valid TOML, so nothing of it is used\.$/
      )
    })
  )

  it.effect("C1 a file is read from the working folder, without the white space around it", () =>
    Effect.gen(function* () {
      const { sources } = yield* open({ dotenv: "  X=1 \n" })
      assert.deepStrictEqual(sources.file(".env"), Either.right("X=1"))
      assert.isTrue(Either.isLeft(sources.file("nowhere")))
    })
  )
})
