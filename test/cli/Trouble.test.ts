import { assert, describe, it } from "@effect/vitest"
import * as Trouble from "../../src/cli/Trouble.js"
import { GenesysError } from "../../src/genesys/GenesysError.js"
import * as Kinds from "../../src/jobs/Kinds.js"

const kind = Kinds.find(Kinds.builtin, "data-action")
if (kind === undefined) throw new Error("there is no kind data-action")

describe("Trouble", () => {
  it("O4 tells what happened, to which operation, and what to do", () => {
    const error = new GenesysError({
      operation: "GET /api/v2/data-actions/{id}/results",
      reason: {
        _tag: "Forbidden",
        status: 403,
        permissions: ["integrations:action:view"],
        body: { codes: ["missing.permissions"] }
      },
      idempotent: true,
      correlationId: "abc-1",
      attempts: 1,
      retries: 0
    })
    assert.strictEqual(
      Trouble.render(Trouble.ofGenesys(error, { kind, step: "failures" })),
      [
        "error: permission refused (403): missing.permissions",
        "       operation: GET /api/v2/data-actions/{id}/results, correlation id: abc-1",
        "       Give a role with integrations:action:view to the OAuth client.",
        ""
      ].join("\n")
    )
  })

  it("O4 several faults stand under one headline", () => {
    const trouble = new Trouble.Trouble({
      headline: "2 settings need attention:",
      faults: [
        { what: "One.", fix: "Mend it." },
        { what: "Two.", fix: undefined }
      ],
      exitCode: 2
    })
    assert.strictEqual(
      Trouble.render(trouble),
      "error: 2 settings need attention:\n- One.\n  Mend it.\n- Two.\n"
    )
  })

  it("O4 text from outside cannot move the cursor or break the lines", () => {
    const text = Trouble.render(Trouble.usage("bad \u001b[2J\u0007 name\nwith lines", "fix"))
    assert.strictEqual(text, "error: bad name with lines\n       fix\n")
  })
})
