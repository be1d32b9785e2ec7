/** Reads the failed records of a made-up kind over a scripted door. */
import * as Effect from "effect/Effect"
import type { GenesysError } from "../../src/genesys/GenesysError.js"
import * as GenesysHttp from "../../src/genesys/GenesysHttp.js"
import * as FailureSource from "../../src/jobs/FailureSource.js"
import type { Failure } from "../../src/jobs/Job.js"
import type { JobKind } from "../../src/jobs/JobKind.js"
import { dataAction } from "../../src/jobs/kinds/data-action.js"
import * as Paging from "../../src/jobs/Paging.js"
import type { Source } from "../../src/jobs/Source.js"
import { type Answer, type Asked, answering } from "./ScriptedDoor.js"

export const record = { code: "code", message: "text", id: "id" }
export const file = { source: "download", url: "url", format: "json", record } satisfies Source

/** What was read, the fault at the end, what was asked. */
export const read = (
  failures: JobKind["failures"],
  origin: Partial<FailureSource.Origin>,
  answer: (asked: Asked) => Answer | undefined = () => undefined
) => {
  const log: Array<Asked> = []
  return Effect.gen(function* () {
    const http = yield* GenesysHttp.GenesysHttp
    const read: Array<Failure> = []
    const totals: Array<number | undefined> = []
    const about: Array<string | undefined> = []
    let requests = 0
    const stream = FailureSource.read(
      http,
      { ...dataAction, failures },
      {
        params: { id: "j 1" },
        raw: {},
        counted: undefined,
        pageSize: 100,
        concurrency: 2,
        maxPages: 100,
        ...origin
      }
    )
    const ended = yield* Effect.either(
      Paging.forEach(stream, (page) =>
        Effect.sync(() => {
          read.push(...page.failures)
          totals.push(page.total)
          about.push(page.about)
          requests += page.requests
        })
      )
    )
    return {
      codes: read.map(({ code }) => code),
      ids: read.map(({ id }) => id),
      totals,
      about,
      // As a watch counts them: those of the pages, and those of the fault at the end.
      requests: requests + (ended._tag === "Left" ? ended.left.attempts : 0),
      log,
      error: ended._tag === "Left" ? ended.left : undefined
    }
  }).pipe(Effect.provide(answering(answer, { log })))
}

export const detail = (error: GenesysError | undefined) =>
  error?.reason._tag === "Undecodable" ? error.reason.detail : error?.reason._tag
