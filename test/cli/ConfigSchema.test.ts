import { assert, describe, it } from "@effect/vitest"
import { Ajv } from "ajv"
import * as Either from "effect/Either"
import * as JSONSchema from "effect/JSONSchema"
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
    assert.deepStrictEqual(problems({ kind: {} }), ['kind: unknown key; did you mean "kinds"?'])
    assert.deepStrictEqual(problems({ $schema: 1 }), ["$schema: expected a text"])
    for (const input of [[], 3, null, "text"]) {
      assert.deepStrictEqual(problems(input), ["the file: expected an object with kinds and destinations"])
    }
    assert.deepStrictEqual(problems({ destinations: {} }), ["destinations: expected a list of destinations"])
  })

  it("C1 what contradicts itself is told, a fault elsewhere or not", () => {
    const found = problems({
      destinations: [
        { label: "a" },
        { label: "a", webhookUrlEnv: "A", webhookUrlFile: "f" },
        { label: "slack", webhookUrlEnv: "A", kinds: ["data-action", "my-import", "no-such-kind"] }
      ],
      kinds: { "my-import": { ...kind, parameters: [] } }
    })
    assert.deepStrictEqual(
      found.map((problem) => problem.slice(0, problem.indexOf(":"))),
      [
        "kinds.my-import.status.path",
        "destinations.0",
        "destinations.1",
        "destinations.1.label",
        "destinations.2.label",
        "destinations.2.kinds.2"
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
    assert.deepStrictEqual(problems({ destinations: [{ label: "a", webhookUrl: url }] }), [
      'destinations.0.webhookUrl: unknown key; did you mean "webhookUrlEnv"?'
    ])
  })

  it("C1 the JSON Schema for editors refuses what it can, and explains the keys", () => {
    const schema = JSONSchema.make(ConfigSchema.File)
    const fits = new Ajv({ strict: false }).compile(schema)
    const withKind = (more: object, name = "my-import") => ({ kinds: { [name]: { ...kind, ...more } } })
    const status = (more: object) => withKind({ status: { ...kind.status, ...more } })
    const record = (more: object) =>
      withKind({ failures: { source: "embedded", items: "rows", record: {}, ...more } })
    const to = (more: object) => ({ destinations: [{ label: "a", ...more }] })
    for (const good of [
      withKind({}),
      status({ errors: { count: "[].rows[]", where: { field: "ok", present: false } } }),
      record({ record: { codeTemplate: "HTTP_{status}" } }),
      to({ webhookUrlEnv: "A" })
    ]) {
      assert.isTrue(fits(good), JSON.stringify(good))
      assert.deepStrictEqual(problems(good), [])
    }
    for (const bad of [
      withKind({}, "My Kind"),
      withKind({ colour: "red" }),
      withKind({ parameters: ["family"], status: { path: {}, state: "state" } }),
      status({ path: "/api/v2/{jobId" }),
      status({ errors: { count: "rows" } }),
      record({ where: { field: "ok" } }),
      record({ record: { codeTemplate: "HTTP_" } }),
      withKind({ states: { succeeded: ["DONE"], parked: { " ": { waitsFor: "x", moveBy: "y" } } } }),
      to({}),
      to({ webhookUrlEnv: "A", webhookUrlFile: "a" }),
      to({ webhookUrl: "x" }),
      to({ webhookUrlEnv: "A", colour: "red" })
    ]) {
      assert.isFalse(fits(bad), JSON.stringify(bad))
      assert.isAbove(problems(bad).length, 0, JSON.stringify(bad))
    }
    assert.include(JSON.stringify(schema), "HTTP_{statusCode}")
    assert.notInclude(JSON.stringify(schema), '"type":"undefined"')
  })
})
