import { assert, describe, it } from "@effect/vitest"
import * as Check from "../../src/cli/Check.js"
import { GenesysError } from "../../src/genesys/GenesysError.js"

const forbidden = new GenesysError({
  operation: "GET /api/v2/things/{id}",
  reason: { _tag: "Forbidden", status: 403, permissions: ["a:b:view"], body: { codes: [] } },
  idempotent: true,
  correlationId: "c1",
  attempts: 1,
  retries: 0
})

describe("Check", () => {
  it("O4 one line: result, name, what was found, and the fix", () => {
    assert.strictEqual(Check.render(Check.ok("dns", "fine")), "ok       dns            fine\n")
    const line = Check.render(Check.ofGenesys("token", forbidden))
    assert.match(
      line,
      /^FAILED {3}token {10}permission refused .*GET \/api\/v2\/things\/\{id\}, correlation id c1\)\. Give /
    )
    assert.strictEqual(
      Check.render(Check.ofFault("proxy", { what: "It is\u001b[2J wrong.", fix: "Mend\nit." })),
      "FAILED   proxy          It is wrong. Mend it.\n"
    )
  })

  it("O3 only a failed check has an exit code, that of its reason", () => {
    assert.strictEqual(Check.ofGenesys("token", forbidden).exitCode, 6)
    assert.strictEqual(Check.ofFault("x", { what: "w", fix: undefined }).exitCode, 2)
    for (const check of [Check.ok("x", "y"), Check.warning("x", "y", "z"), Check.skipped("x", "y")]) {
      assert.strictEqual(check.exitCode, 0)
    }
  })

  it("O3 the document has every check, without the codes of its parts", () => {
    const json: unknown = JSON.parse(Check.json([Check.ok("a", "b"), Check.warning("c", "d", "e")], 0))
    assert.deepStrictEqual(json, {
      schemaVersion: 1,
      checks: [
        { name: "a", result: "ok", detail: "b", fix: null },
        { name: "c", result: "warning", detail: "d", fix: "e" }
      ],
      exitCode: 0
    })
  })
})
