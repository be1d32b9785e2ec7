import { assert, describe, it } from "@effect/vitest"
import * as Either from "effect/Either"
import * as ConfigSchema from "../../src/cli/ConfigSchema.js"

/** A kind that nobody foresaw. */
const kind = {
  parameters: ["jobId"],
  status: { path: "/api/v2/things/jobs/{jobId}", state: "state" },
  states: { succeeded: ["DONE"] },
  failures: { source: "none" }
}

const problems = (input: unknown): ReadonlyArray<string> =>
  Either.match(ConfigSchema.decode(input), { onLeft: (found) => found, onRight: () => [] })

describe("ConfigSchema", () => {
  it("C1 kinds and destinations are read together", () => {
    const config = Either.getOrThrow(
      ConfigSchema.decode({
        $schema: "./schema.json",
        kinds: { "my-import": kind },
        destinations: [
          { label: "ops", webhookUrlEnv: "OPS_WEBHOOK", kinds: ["my-import", "data-action"] },
          { label: "on call", webhookUrlFile: "secret", outcomes: ["failed"], notify: "on-change" }
        ]
      })
    )
    assert.deepStrictEqual(
      config.kinds.map(({ name }) => name),
      ["my-import"]
    )
    assert.deepStrictEqual(
      config.destinations.map(({ label }) => label),
      ["ops", "on call"]
    )
  })

  it("C1 every problem is told at once, each with its place", () => {
    const found = problems({
      kinds: { "my-import": { ...kind, status: { path: "no-slash", state: "state" } } },
      destinations: [
        { label: "a", webhookUrlEnv: "A", mention: "@here", notify: "sometimes", outcomes: ["bad"] },
        { label: "b", webhookUrlEnv: "B", colour: "red" }
      ]
    })
    const places = found.map((problem) => problem.slice(0, problem.indexOf(":")))
    for (const place of [
      "kinds.my-import.status.path",
      "destinations.0.mention",
      "destinations.0.notify",
      "destinations.0.outcomes.0",
      "destinations.1.colour"
    ]) {
      assert.include(places, place)
    }
    assert.strictEqual(new Set(found).size, found.length)
  })

  it("C1 unknown keys and other shapes are refused", () => {
    assert.match(problems({ kind: {} }).join(), /^kind: is unexpected/)
    for (const input of [[], 3, null, "text"]) {
      assert.deepStrictEqual(problems(input), ["the file: expected an object with kinds and destinations"])
    }
    assert.deepStrictEqual(problems({ destinations: {} }), ["destinations: expected a list of destinations"])
  })

  it("C1 what contradicts itself is told", () => {
    const found = problems({
      destinations: [
        { label: "a" },
        { label: "a", webhookUrlEnv: "A", webhookUrlFile: "f" },
        { label: "slack", webhookUrlEnv: "A", kinds: ["data-action", "no-such-kind"] }
      ]
    })
    assert.deepStrictEqual(
      found.map((problem) => problem.slice(0, problem.indexOf(":"))),
      [
        "destinations.0",
        "destinations.1",
        "destinations.1.label",
        "destinations.2.label",
        "destinations.2.kinds.1"
      ]
    )
  })

  it("C2 a webhook URL in the file is refused, wherever it stands, and never repeated", () => {
    const url = "https://hooks.slack.com/services/T0/B0/sentinel"
    for (const input of [
      { destinations: [{ label: "a", webhookUrl: url }] },
      { destinations: [{ label: "a", url }] },
      { destinations: [{ label: "a", webhookUrlEnv: url }] },
      { destinations: [{ label: "a", webhookUrlFile: url }] },
      { destinations: [{ label: url, webhookUrlEnv: "A" }] },
      { destinations: [{ label: "a", webhookUrlEnv: "A", mention: url, notify: url, outcomes: [url] }] },
      { destinations: [{ label: "a", webhookUrlEnv: "A", kinds: [url] }] },
      { destinations: { label: "a", webhookUrl: url } },
      { destinations: [url] },
      { destinations: url },
      url
    ]) {
      const found = problems(input)
      assert.isAbove(found.length, 0, JSON.stringify(input))
      assert.notInclude(found.join(), "sentinel")
    }
    assert.include(problems({ destinations: [{ label: "a", webhookUrl: url }] }).join(), "webhookUrlEnv")
  })
})
