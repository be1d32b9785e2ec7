/**
 * A watch of 26 hours in virtual time with all that a day brings: throttling, an outage of two hours, a token that is
 * revoked, one that expires, listings that break off. Everything but the platform and the clock is the real thing. It
 * looks as often as one looks at a job of a day: by its defaults it would send five times as many requests, and tell
 * nothing else.
 */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Random from "effect/Random"
import * as Redacted from "effect/Redacted"
import * as GenesysConfig from "../src/genesys/GenesysConfig.js"
import * as GenesysHttp from "../src/genesys/GenesysHttp.js"
import * as Kinds from "../src/jobs/Kinds.js"
import type { JobReport } from "../src/report/Report.js"
import * as RecordingSlack from "../src/testing/RecordingSlack.js"
import * as Reply from "../src/testing/Reply.js"
import * as ScriptedGenesys from "../src/testing/ScriptedGenesys.js"
import * as VirtualClock from "../src/testing/VirtualClock.js"
import * as Notifier from "../src/watch/Notifier.js"
import * as Watch from "../src/watch/Watch.js"
import type { WatchEvent } from "../src/watch/WatchEvent.js"

const hour = 3_600_000

const isOutage = (at: number): boolean => at >= 3 * hour && at < 5 * hour

const isRevoked = ({ at, headers }: ScriptedGenesys.Asked): boolean =>
  at >= 10 * hour && headers["authorization"] === "Bearer token-1"

/** What a 429 of this platform asks to wait. */
export const throttleMillis = 42_000

/** Whether the platform answers 429 to the request: to one in so many. */
export const isThrottled = (request: ScriptedGenesys.Asked, index: number): boolean =>
  (index + 1) % 41 === 0 && !isOutage(request.at) && !isRevoked(request)

const routes = (): ScriptedGenesys.Routes => {
  let asked = 0
  let cutOff = false
  const faults = (request: ScriptedGenesys.Asked): Reply.Reply | undefined => {
    asked += 1
    if (isOutage(request.at))
      return Reply.answer(503, { code: "service.unavailable", message: "maintenance" })
    if (isRevoked(request)) return Reply.answer(401, { code: "bad.credentials", message: "revoked" })
    if (isThrottled(request, asked - 1))
      return Reply.answer(
        429,
        { code: "too.many.requests" },
        { headers: { "retry-after": String(throttleMillis / 1_000) } }
      )
    return undefined
  }
  return {
    "GET /api/v2/data-actions/{id}/status": (request) =>
      faults(request) ??
      Reply.ok({
        dataActionId: "a1b2",
        status: request.at >= 26 * hour ? "COMPLETED" : request.at < hour ? "QUEUED" : "RUNNING",
        progress: Math.min(1, request.at / (26 * hour)),
        processedCount: Math.min(26_000, Math.floor(request.at / hour) * 1_000),
        totalCount: 26_000,
        errorCount: request.at >= 26 * hour ? 450 : 0
      }),
    "GET /api/v2/data-actions/{id}/results": (request) => {
      const fault = faults(request)
      if (fault !== undefined) return fault
      const page = Number(request.query["pageNumber"])
      if (page === 3 && !cutOff) {
        cutOff = true
        return Reply.ok('{"pageSize":100,"pageNumber":3,"total":450,"entities":[{"id":"rec')
      }
      return Reply.ok({
        pageSize: 100,
        pageNumber: page,
        total: 450,
        entities: Array.from({ length: Math.max(0, Math.min(100, 450 - (page - 1) * 100)) }, (_, i) => ({
          id: `rec_${(page - 1) * 100 + i}`,
          status: "error",
          errorCode: i % 3 === 0 ? "DUPLICATE_RECORD" : "VALIDATION_ERROR",
          errorMessage: `record ${i} is bad`
        }))
      })
    }
  }
}

/** Tokens that are good for half a day: the second one expires. */
const login = (): ScriptedGenesys.Script => {
  let granted = 0
  return () => {
    granted += 1
    return Reply.ok({ access_token: `token-${granted}`, token_type: "bearer", expires_in: 43_200 })
  }
}

/** The layers of an application that watches, over the scripted platform. */
export const layer = (
  seed: string
): Layer.Layer<GenesysHttp.GenesysHttp | Notifier.Notifier | ScriptedGenesys.ScriptedGenesys> =>
  Layer.suspend(() => {
    const surroundings = Layer.merge(VirtualClock.layer(), Layer.setRandom(Random.make(seed)))
    const door = GenesysHttp.layerOptions({
      credentials: GenesysConfig.Credentials.ClientCredentials({
        clientId: "client",
        clientSecret: Redacted.make("secret")
      })
    })
    const notifier = Notifier.layerSlack().pipe(Layer.provide(RecordingSlack.layer()))
    return Layer.merge(Layer.orDie(door), notifier).pipe(
      Layer.provideMerge(ScriptedGenesys.layer(routes(), { login: login() })),
      Layer.provideMerge(surroundings)
    )
  })

const kind = Kinds.builtin.get("data-action")
if (kind === undefined) throw new Error("there is no kind data-action")

const target: Watch.Target = { kind, job: { kind: kind.name, ids: ["a1b2"] } }

export interface Trace {
  readonly events: ReadonlyArray<WatchEvent>
  readonly requests: ReadonlyArray<ScriptedGenesys.Asked>
  readonly report: JobReport
}

/** The watch, and all it did. */
export const run: Effect.Effect<
  Trace,
  never,
  GenesysHttp.GenesysHttp | Notifier.Notifier | ScriptedGenesys.ScriptedGenesys
> = Effect.gen(function* () {
  const genesys = yield* ScriptedGenesys.ScriptedGenesys
  const events: Array<WatchEvent> = []
  const report = yield* Watch.watch(target, {
    timeout: "30 hours",
    interval: "1 minute",
    maxInterval: "10 minutes",
    onEvent: (event) => Effect.sync(() => events.push(event))
  })
  return { events, requests: yield* genesys.requests, report }
})

/** One line for each event, but for polls that found what the one before had found. */
export const told = ({ events }: Trace): ReadonlyArray<string> => {
  let state = ""
  return events.flatMap((event) => {
    if (event._tag === "Polled") {
      if (event.status.state === state) return []
      state = event.status.state
    }
    return [`${time(event.at)} ${event._tag}${detail(event)}`]
  })
}

const time = (at: number): string => {
  const two = (value: number) => String(Math.floor(value)).padStart(2, "0")
  return `${two(at / hour)}:${two((at / 60_000) % 60)}:${two((at / 1_000) % 60)}.${String(Math.floor(at % 1_000)).padStart(3, "0")}`
}

const detail = (event: WatchEvent): string => {
  switch (event._tag) {
    case "Polled":
      return ` ${event.status.state}`
    case "Troubled":
      return ` ${event.error.reason._tag}`
    case "Waiting":
      return ` until ${time(event.until)}`
    case "Reading":
      return ` ${event.failures} of ${event.total}`
    case "Notified":
      return ` ${event.notification.result}`
    case "Ended":
      return ` ${event.report.outcome}`
    default:
      return ""
  }
}
