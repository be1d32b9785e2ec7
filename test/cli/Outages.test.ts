import { assert, describe, it } from "@effect/vitest"
import * as HashMap from "effect/HashMap"
import * as Outages from "../../src/cli/Outages.js"
import * as ClientCredentialsGrant from "../../src/genesys/ClientCredentialsGrant.js"
import type { Job } from "../../src/jobs/Job.js"
import { WatchEvent } from "../../src/watch/WatchEvent.js"
import * as GenesysErrors from "../watch/GenesysErrors.js"
import * as Events from "./Events.js"

const named = (id: string): Job => ({ kind: "data-action", ids: [id] })

const [a, b, c] = [named("a"), named("b"), named("c")] as const

const troubled = (
  seconds: number,
  job: Job,
  reason: keyof typeof GenesysErrors.reasons = "Unavailable",
  operation?: string
) =>
  WatchEvent.Troubled({
    job,
    at: Events.start + seconds * 1_000,
    error: GenesysErrors.make(GenesysErrors.reasons[reason], operation === undefined ? {} : { operation })
  })

/** What is told of each event, and the outages after the last one. */
const told = (...events: ReadonlyArray<WatchEvent>) => {
  let outages = Outages.none
  const news = events.map((event) => {
    const [one, after] = Outages.after(outages, event)
    outages = after
    return one?._tag === "Over" ? `Over since ${(one.since - Events.start) / 1_000} s` : one?._tag
  })
  return { news, outages }
}

describe("Outages", () => {
  it("W5 an outage begins once and is over once, whatever its jobs ask for and meet", () => {
    const { news, outages } = told(
      troubled(0, a),
      troubled(1, b, "Timeout"),
      troubled(2, c, "Transport", "GET /api/v2/recording/jobs/{jobId}"),
      Events.waiting(60, 120, "circuit-open", b),
      Events.recovered(120, 1, b),
      Events.recovered(121, 0, a),
      Events.recovered(122, 2, c),
      Events.recovered(123, 2, c)
    )
    assert.deepStrictEqual(news, [
      "Begun",
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      "Over since 0 s",
      undefined
    ])
    assert.isTrue(HashMap.isEmpty(outages.present) && HashMap.isEmpty(outages.sufferers))
  })

  it("W5 an open circuit belongs to the outage that opened it, and waits for the cause to be told", () => {
    const first = [troubled(0, a, "CircuitOpen"), Events.waiting(0, 60, "circuit-open", a)]
    const { news } = told(
      ...first,
      troubled(1, b, "CircuitOpen"),
      Events.waiting(1, 60, "circuit-open", b),
      troubled(2, c),
      Events.waiting(60, 120, "circuit-open", a),
      Events.recovered(120, 2, c),
      Events.recovered(120, 1, b),
      Events.recovered(120, 0, a)
    )
    assert.deepStrictEqual(
      news.flatMap((one, index) => (one === undefined ? [] : [`${index}: ${one}`])),
      ["4: Begun", "8: Over since 0 s"]
    )
    const alone = [...first, Events.waiting(60, 120, "circuit-open", a)]
    assert.deepStrictEqual(told(...alone, Events.waiting(120, 180, "circuit-open", a)).news, [
      undefined,
      undefined,
      "Begun",
      undefined
    ])
    assert.isUndefined(told(...first, Events.recovered(60, 0, a)).news[2])
    assert.isUndefined(told(...first, Events.waiting(60, 120, "throttled", a)).news[2])
  })

  it("W5 the login is another upstream, and answers of no use are an outage of nobody else", () => {
    assert.deepStrictEqual(
      told(
        troubled(0, a, "Unavailable", ClientCredentialsGrant.operation),
        troubled(1, b, "Undecodable"),
        troubled(2, c),
        Events.recovered(3, 2, c)
      ).news,
      ["Begun", "Begun", "Begun", "Over since 2 s"]
    )
  })

  it("a job that ends takes its trouble with it, and tells no recovery", () => {
    const { news, outages } = told(troubled(0, a), ...Events.ended(9, a), troubled(10, b))
    assert.deepStrictEqual(news, ["Begun", undefined, "Begun"])
    assert.strictEqual(HashMap.size(outages.sufferers), 1)
  })
})
