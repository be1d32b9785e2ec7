import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as TestClock from "effect/TestClock"
import * as PlatformChecks from "../../src/cli/PlatformChecks.js"
import * as GenesysConfig from "../../src/genesys/GenesysConfig.js"
import * as Kinds from "../../src/jobs/Kinds.js"
import type { Target } from "../../src/watch/Watch.js"
import * as Scripted from "../watch/ScriptedPlatform.js"

const refusal =
  (status: number, body: object = {}) =>
  () =>
    Scripted.json(body, { status })

const credentials = GenesysConfig.Credentials.ClientCredentials({
  clientId: "id",
  clientSecret: Redacted.make("sentinel")
})

const token = (answer: () => Response) =>
  PlatformChecks.token(credentials).pipe(
    Effect.provide(Scripted.make(answer, impatient).layer),
    // What cannot be decoded is asked for again.
    Effect.fork,
    Effect.tap(() => TestClock.adjust("1 minute")),
    Effect.flatMap((fiber) => fiber.await),
    Effect.flatten
  )

const impatient = PlatformChecks.impatient({ credentials }).policy ?? {}

const job = (answers: Readonly<Record<string, () => Response>>, target: Target = Scripted.target()) =>
  Effect.map(
    Effect.provide(
      PlatformChecks.job(target),
      Scripted.make(({ path }) => (answers[path.split("/").at(-1) ?? ""] ?? refusal(404))(), impatient).layer
    ),
    (checks) => checks.map(({ detail, fix, result }) => ({ result, said: `${detail} ${fix ?? ""}` }))
  )

const ofKind = (name: string): Target => {
  const kind = Kinds.find(Kinds.builtin, name)
  if (kind === undefined) throw new Error(`there is no kind ${name}`)
  return { kind, job: { kind: name, ids: kind.parameters.map(() => "j1") } }
}

const ended = () => Scripted.status("COMPLETED", { errorCount: 1 })

describe("PlatformChecks", () => {
  it.effect("A2 a token that the API has looked at is good, whatever it says then", () =>
    Effect.gen(function* () {
      for (const answer of [
        refusal(200, {}),
        refusal(404),
        refusal(403),
        refusal(200, { organization: 3 })
      ]) {
        assert.strictEqual((yield* token(answer)).result, "ok")
      }
      const named = yield* token(
        refusal(200, { organization: { name: "ACME" }, OAuthClient: { name: "jobs" } })
      )
      assert.include(named.detail, "organisation ACME, client jobs")
      const refused = yield* token(refusal(401, { code: "bad.credentials" }))
      assert.strictEqual(refused.result, "failed")
      assert.strictEqual(refused.exitCode, 6)
    })
  )

  it.effect("F7 a permission that the platform does not name is named by the kind", () =>
    Effect.gen(function* () {
      const [status, failures] = yield* job({ status: ended, results: refusal(403) })
      assert.strictEqual(status?.result, "ok")
      assert.strictEqual(failures?.result, "failed")
      assert.include(failures?.said ?? "", "integrations:action:view")
      const [closed, rest] = yield* job({ status: refusal(403) })
      assert.include(closed?.said ?? "", "integrations:action:view")
      assert.strictEqual(rest?.result, "skipped")
    })
  )

  it.effect("F7 a listing that is not there before the end is no fault", () =>
    Effect.gen(function* () {
      const running = () => Scripted.status("RUNNING")
      assert.deepInclude((yield* job({ status: running }))[1], { result: "skipped" })
      assert.deepInclude((yield* job({ status: ended }))[1], { result: "failed" })
      assert.deepInclude((yield* job({ status: running, results: refusal(403) }))[1], { result: "failed" })
    })
  )

  it.effect("W4 a state that the kind does not know is shown", () =>
    Effect.gen(function* () {
      const [status] = yield* job({
        status: () => Scripted.status("PONDERING"),
        results: () => Scripted.page(0, 1)
      })
      assert.strictEqual(status?.result, "warning")
      assert.include(status?.said ?? "", "PONDERING")
    })
  )

  it.effect("F7 a kind that lists no failed records is asked for none", () =>
    Effect.gen(function* () {
      const kind = Kinds.find(Kinds.builtin, "data-action")
      if (kind === undefined) return yield* Effect.dieMessage("there is no kind data-action")
      const target = { ...Scripted.target(), kind: { ...kind, failures: { source: "none" as const } } }
      assert.deepStrictEqual(
        (yield* job({ status: ended, results: refusal(403) }, target)).map(({ result }) => result),
        ["ok", "skipped"]
      )
    })
  )

  it.effect("F1 what was neither asked for nor found is not said to be readable", () =>
    Effect.gen(function* () {
      const skipped = (name: string, body: object) =>
        Effect.map(job({ j1: () => Scripted.json(body) }, ofKind(name)), ([status, failures]) => {
          assert.strictEqual(status?.result, "ok", name)
          assert.strictEqual(failures?.result, "skipped", name)
          return failures?.said ?? ""
        })
      assert.include(yield* skipped("audit-query", { state: "Failed" }), "with this status")
      assert.include(yield* skipped("flow-job", { status: "Success" }), "holds none")
      assert.include(
        yield* skipped("external-contacts-import", { status: "Running", executionStep: "Importing" }),
        "names no file"
      )
      assert.match(
        yield* skipped("knowledge-import", { status: "Completed" }),
        /holds none, and the status names no file/
      )
      const [, found] = yield* job(
        { j1: () => Scripted.json({ status: "Failure", messages: [{ type: "Error", text: "x" }] }) },
        ofKind("flow-job")
      )
      assert.strictEqual(found?.result, "ok")
    })
  )

  it.effect("F7 a kind of several permissions asks for one of them", () =>
    Effect.gen(function* () {
      const [closed] = yield* job({ j1: refusal(403) }, ofKind("datatable-import"))
      assert.include(
        closed?.said ?? "",
        "Give the OAuth client a role with architect:datatable:view or architect:datatableRow:view."
      )
    })
  )

  it("H0 a check does not wait as long as a watch", () => {
    const checked = GenesysConfig.make(PlatformChecks.impatient({ credentials }))
    assert.strictEqual(checked._tag, "Right")
  })
})
