/** A data action as the platform would serve it, answered in virtual time; the door in front of it is the real one. */
import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientResponse from "@effect/platform/HttpClientResponse"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Random from "effect/Random"
import * as Redacted from "effect/Redacted"
import * as GenesysConfig from "../../src/genesys/GenesysConfig.js"
import * as GenesysHttp from "../../src/genesys/GenesysHttp.js"
import * as Kinds from "../../src/jobs/Kinds.js"
import * as Notification from "../../src/report/Notification.js"
import type { JobReport } from "../../src/report/Report.js"
import * as Notifier from "../../src/watch/Notifier.js"
import type * as Watch from "../../src/watch/Watch.js"

export const secret = "sentinel-client-secret"

export interface Request {
  readonly at: number
  readonly path: string
  readonly page: number
}

/** What answers a request that carries a token, `undefined` where nothing ever does; `n` counts them from 1. */
export type Script = (request: Request, n: number) => Response | undefined

export const json = (body: unknown, init?: ResponseInit): Response =>
  new Response(JSON.stringify(body), {
    ...init,
    headers: { "content-type": "application/json", ...init?.headers }
  })

export const status = (state: string, more: object = {}): Response =>
  json({ dataActionId: "a1", status: state, processedCount: 10, totalCount: 10, errorCount: 0, ...more })

export const unavailable = (): Response =>
  json({ code: "service.unavailable", message: "down for maintenance" }, { status: 503 })

const failure = (i: number) => ({
  id: `rec_${i}`,
  status: "error",
  errorCode: i % 2 === 0 ? "EVEN" : "ODD",
  errorMessage: `record ${i} is bad`,
  record: { i }
})

/** One page of `total` failed records. */
export const page = (total: number, number: number, size = 100): Response =>
  json({
    pageSize: size,
    pageNumber: number,
    total,
    entities: Array.from({ length: Math.max(0, Math.min(size, total - (number - 1) * size)) }, (_, i) =>
      failure((number - 1) * size + i)
    )
  })

/** The door over the script and a notifier that keeps what it was told. */
export const make = (script: Script, policy: GenesysConfig.Policy = {}) => {
  const requests: Array<Request> = []
  const logins: Array<number> = []
  const told: Array<JobReport> = []
  const client = HttpClient.make((request, url) =>
    Effect.flatMap(Clock.currentTimeMillis, (at) => {
      if (url.pathname === "/oauth/token") {
        logins.push(at)
        return Effect.succeed(
          HttpClientResponse.fromWeb(request, json({ access_token: "t", expires_in: 86_400 }))
        )
      }
      const seen = { at, path: url.pathname, page: Number(url.searchParams.get("pageNumber") ?? 0) }
      requests.push(seen)
      const answer = script(seen, requests.length)
      return answer === undefined ? Effect.never : Effect.succeed(HttpClientResponse.fromWeb(request, answer))
    })
  )
  const layer = Layer.mergeAll(
    Layer.orDie(
      GenesysHttp.layerOptions({
        credentials: GenesysConfig.Credentials.ClientCredentials({
          clientId: "client",
          clientSecret: Redacted.make(secret)
        }),
        policy
      })
    ).pipe(Layer.provide(Layer.succeed(HttpClient.HttpClient, client))),
    Layer.succeed(Notifier.Notifier, {
      notify: (report) =>
        Effect.sync(() => {
          told.push(report)
          return [Notification.delivered("test")]
        })
    }),
    Layer.setRandom(Random.make("seed"))
  )
  return { layer, requests, logins, told }
}

export const target = (id = "a1"): Watch.Target => {
  const kind = Kinds.find(Kinds.builtin, "data-action")
  if (kind === undefined) throw new Error("there is no kind data-action")
  return { kind, job: { kind: "data-action", ids: [id] } }
}
