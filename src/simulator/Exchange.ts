/**
 * One request and its answer: what is logged, which faults it meets, how long it is held back, and whether it came
 * although the caller was told to wait.
 *
 * @since 0.1.0
 */
import type * as HttpApp from "@effect/platform/HttpApp"
import * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as HashMap from "effect/HashMap"
import * as Option from "effect/Option"
import * as Ref from "effect/Ref"
import type * as Answer from "./Answer.js"
import * as Delivery from "./Delivery.js"
import * as Fault from "./Fault.js"
import * as FaultRule from "./FaultRule.js"
import type * as Incoming from "./Incoming.js"
import * as Login from "./Login.js"
import * as Plan from "./Plan.js"
import * as Platform from "./Platform.js"
import * as RequestLog from "./RequestLog.js"
import type * as Scenario from "./Scenario.js"
import * as Seed from "./Seed.js"
import * as Token from "./Token.js"

/**
 * Everything that changes while a scenario runs.
 *
 * @since 0.1.0
 * @category models
 */
export interface World {
  readonly plan: Plan.Plan
  readonly platform: Platform.State
  readonly counters: ReadonlyArray<FaultRule.Counter>
  /** What callers were told with `Retry-After`. */
  readonly waits: HashMap.HashMap<string, RequestLog.Wait>
  /** Epoch milliseconds of the first request. */
  readonly startedAt: number | undefined
}

/**
 * A scenario that has not begun.
 *
 * @since 0.1.0
 * @category constructors
 */
export const begin = (scenario: Scenario.Scenario): World => ({
  plan: Plan.make(scenario),
  platform: Platform.empty(scenario),
  counters: [],
  waits: HashMap.empty(),
  startedAt: undefined
})

/**
 * The simulated platform as an HTTP app. `filesUrl` is the base address of the file host; without it the API host
 * serves the files too.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (
  world: Ref.Ref<World>,
  log: RequestLog.RequestLog,
  filesUrl: string | undefined
): HttpApp.Default =>
  Effect.gen(function* () {
    const request = yield* HttpServerRequest.HttpServerRequest
    // A body that breaks off counts as an empty one: the login and the webhook refuse it as they refuse any other.
    const body = yield* Effect.orElseSucceed(request.text, () => "")
    const now = yield* Clock.currentTimeMillis
    const arrival = yield* Ref.modify(world, arrive(request, body, filesUrl, log, now))
    const delay = Fault.latency(arrival.faults, arrival.seed, arrival.ordinal)
    Delivery.onAbort(request, arrival.aborted)
    if (delay > 0) yield* Effect.interruptible(Effect.sleep(delay))
    const answeredAt = yield* Clock.currentTimeMillis
    const answer = yield* Ref.modify(world, (state) => respond(state, arrival, answeredAt))
    arrival.complete(answer, answeredAt)
    return yield* Delivery.send(request, answer, answeredAt)
  })

interface Arrival {
  readonly incoming: Incoming.Incoming
  readonly faults: ReadonlyArray<Fault.Fault>
  readonly seed: number
  readonly ordinal: number
  readonly caller: string
  readonly connection: number
  readonly complete: (answer: Answer.Answer, answeredAt: number) => void
  readonly aborted: () => void
}

const arrive =
  (
    request: HttpServerRequest.HttpServerRequest,
    body: string,
    filesUrl: string | undefined,
    log: RequestLog.RequestLog,
    now: number
  ) =>
  (world: World): readonly [Arrival, World] => {
    const { scenario } = world.plan
    const startedAt = world.startedAt ?? now
    const [path, query] = split(request.url)
    const bearer = Token.bearerOf(request.headers["authorization"])
    const host = request.headers["host"] ?? ""
    const [faults, counters] = FaultRule.select(scenario.faults, world.counters, scenario.seed, {
      method: request.method,
      path,
      query,
      hasToken: bearer !== undefined,
      elapsed: now - startedAt
    })
    const unidentified = {
      method: request.method,
      path,
      query,
      headers: request.headers,
      body,
      filesUrl: filesUrl ?? `http://${host}`
    }
    const target = Platform.target(path)
    const token = Token.find(world.platform.api.login, request.headers["authorization"])
    const client = token?.client ?? Login.credentialsOf(request.headers["authorization"])?.id
    const caller = callerOf(target, path, client, token?.generation)
    const connection = Delivery.connection(request)
    const wait = longest(
      Option.getOrUndefined(HashMap.get(world.waits, caller)),
      Option.getOrUndefined(HashMap.get(world.waits, `${caller} ${request.method} ${path}`))
    )
    let ordinal = 0
    let brokenByUs = false
    const update = log.open((next) => {
      ordinal = next
      return {
        ordinal,
        at: now,
        method: request.method,
        path: target === "slack" ? path.replace(/[^/]+$/, "***") : path,
        query: masked(query),
        host,
        target,
        status: null,
        tookMillis: null,
        aborted: false,
        faults: faults.map(({ type }) => type),
        bearer: bearer !== undefined,
        tokenGeneration: token?.generation ?? null,
        client: client ?? null,
        userAgent: request.headers["user-agent"] ?? null,
        idempotencyKey: request.headers["idempotency-key"] ?? null,
        correlationId: Seed.uuid(scenario.seed, "correlation", ordinal),
        retryAfterUntil: wait !== undefined && now < wait.until ? wait.until : null,
        tooEarly: RequestLog.isEarly(wait, now, connection)
      }
    })
    const arrival: Arrival = {
      incoming: { ...unidentified, correlationId: Seed.uuid(scenario.seed, "correlation", ordinal) },
      faults,
      seed: scenario.seed,
      ordinal,
      caller,
      connection,
      complete: (answer, answeredAt) => {
        brokenByUs = answer.delivery._tag === "Cut" || answer.delivery._tag === "Reset"
        update({ status: statusOf(answer), tookMillis: answeredAt - now })
      },
      aborted: () => {
        if (!brokenByUs) update({ aborted: true })
      }
    }
    return [arrival, { ...world, counters, startedAt }]
  }

const respond = (world: World, arrival: Arrival, now: number): readonly [Answer.Answer, World] => {
  const { incoming, caller, connection } = arrival
  const [answer, platform] = Platform.answer(world.plan, world.platform, incoming, now, arrival.faults)
  if (answer.notBefore === undefined) return [answer, { ...world, platform }]
  // A 429 speaks of the caller, any other answer of this one resource.
  const key = answer.status === 429 ? caller : `${caller} ${incoming.method} ${incoming.path}`
  const wait = { toldAt: now, until: answer.notBefore, connection }
  return [answer, { ...world, platform, waits: HashMap.set(world.waits, key, wait) }]
}

/**
 * Whom a 429 speaks of: a client, a token; where neither is shown, whoever knows the secret address of the file or
 * webhook.
 */
const callerOf = (
  target: Platform.Target,
  path: string,
  client: string | undefined,
  generation: number | undefined
): string => {
  switch (target) {
    case "login":
      return `client ${client}`
    case "api":
      return `token ${generation ?? "unknown"}`
    case "files":
    case "slack":
      return path
  }
}

/** Split by hand: a path such as `//x` must not be taken for a host. */
const split = (url: string): readonly [string, URLSearchParams] => {
  const mark = url.indexOf("?")
  return mark < 0
    ? [url, new URLSearchParams()]
    : [url.slice(0, mark), new URLSearchParams(url.slice(mark + 1))]
}

const masked = (query: URLSearchParams): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Array.from(query, ([name, value]) => [
      name,
      /sig|token|secret|password|credential/i.test(name) ? "***" : value
    ])
  )

const longest = (
  one: RequestLog.Wait | undefined,
  other: RequestLog.Wait | undefined
): RequestLog.Wait | undefined => {
  if (one === undefined || other === undefined) return one ?? other
  return one.until >= other.until ? one : other
}

const statusOf = ({ delivery, status }: Answer.Answer): number | null =>
  delivery._tag === "Reset" || (delivery._tag === "Silent" && delivery.after === "nothing") ? null : status
