/**
 * A scripted Genesys Cloud for tests: an `HttpClient` that answers from routes, with faults, and remembers what it was
 * asked. Everything above it is the real thing: login, policies, decoding. Delays are Effect's sleeps, so that
 * TestClock drives them.
 *
 * @since 0.1.0
 */
import * as HttpClient from "@effect/platform/HttpClient"
import type * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Predicate from "effect/Predicate"
import * as Reply from "./Reply.js"

/**
 * A request as it reached the platform. `at` is epoch milliseconds; header names are in lower case.
 *
 * @since 0.1.0
 * @category models
 */
export interface Asked {
  readonly at: number
  readonly method: string
  readonly host: string
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: string
}

/**
 * What a route replies: one reply for good, several in turn (the last one repeats), or a function of the request.
 *
 * @since 0.1.0
 * @category models
 */
export type Script =
  | Reply.Reply
  | readonly [Reply.Reply, ...Array<Reply.Reply>]
  | ((asked: Asked) => Reply.Reply)

/**
 * Scripts by method and path: `GET /api/v2/users/{userId}`; a `{name}` stands for one segment. The first that fits
 * answers; without one it is `404 not.found`, and the message names the request. A path may begin with a host:
 * `GET https://files.example.com/report`. What is not written like that is a defect.
 *
 * @since 0.1.0
 * @category models
 */
export type Routes = Readonly<Record<string, Script>>

/**
 * What the scripted platform does about tokens.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  /** What the login host replies. Default: tokens `token-1`, `token-2`, …, good for a day. */
  readonly login?: Script | undefined
  /**
   * Whether routes under `/api/` answer 401 to a token that was not granted here, or is no longer good. Default:
   * `true`.
   */
  readonly checksTokens?: boolean | undefined
}

/**
 * - `requests`: every request to a route, oldest first; `logins`: every one to the login host.
 * - `expire`: no token granted so far is good any more.
 *
 * @since 0.1.0
 * @category tags
 */
export class ScriptedGenesys extends Context.Tag("genesys-jobs/testing/ScriptedGenesys")<
  ScriptedGenesys,
  {
    readonly requests: Effect.Effect<ReadonlyArray<Asked>>
    readonly logins: Effect.Effect<ReadonlyArray<Asked>>
    readonly expire: Effect.Effect<void>
  }
>() {}

/**
 * A scripted platform as the HTTP client of whatever is built on it.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (
  routes: Routes,
  options: Options = {}
): Layer.Layer<ScriptedGenesys | HttpClient.HttpClient> =>
  Layer.effectContext(
    Effect.sync(() => {
      const requests: Array<Asked> = []
      const logins: Array<Asked> = []
      /** Epoch milliseconds until which a token is good. */
      const goodUntil = new Map<string, number>()
      const grant = (): Reply.Reply =>
        Reply.ok({ access_token: `token-${logins.length}`, token_type: "bearer", expires_in: 86_400 })
      const login = reader(options.login ?? grant)
      const scripts = Object.entries(routes).map(([route, script]) => ({
        fits: matcher(route),
        read: reader(script)
      }))

      const reply = (asked: Asked): Reply.Reply => {
        if (asked.method === "POST" && asked.path.endsWith("/oauth/token")) {
          logins.push(asked)
          const granted = login(asked)
          const token = tokenOf(granted)
          if (token !== undefined) goodUntil.set(`Bearer ${token.value}`, asked.at + token.lifeMillis)
          return granted
        }
        requests.push(asked)
        const isStale =
          options.checksTokens !== false &&
          asked.path.startsWith("/api/") &&
          asked.at >= (goodUntil.get(asked.headers["authorization"] ?? "") ?? Number.NEGATIVE_INFINITY)
        if (isStale)
          return Reply.answer(401, { code: "bad.credentials", message: "Invalid login credentials." })
        const found = scripts.find(({ fits }) => fits(asked))
        return (
          found?.read(asked) ??
          Reply.answer(404, { code: "not.found", message: `No route fits ${asked.method} ${asked.path}` })
        )
      }

      const client = HttpClient.make((request, url) =>
        Effect.flatMap(Clock.currentTimeMillis, (at) =>
          Reply.carryOut(reply(toAsked(request, url, at)), request)
        )
      )
      return Context.make(HttpClient.HttpClient, client).pipe(
        Context.add(ScriptedGenesys, {
          requests: Effect.sync(() => requests.slice()),
          logins: Effect.sync(() => logins.slice()),
          expire: Effect.sync(() => goodUntil.clear())
        })
      )
    })
  )

interface Token {
  readonly value: string
  readonly lifeMillis: number
}

const tokenOf = (reply: Reply.Reply): Token | undefined => {
  const body = reply._tag === "Answer" && Predicate.isRecord(reply.body) ? reply.body : {}
  const [value, life] = [body["access_token"], body["expires_in"]]
  if (typeof value !== "string") return undefined
  return { value, lifeMillis: typeof life === "number" ? life * 1_000 : Number.POSITIVE_INFINITY }
}

const reader = (script: Script): ((asked: Asked) => Reply.Reply) => {
  if (typeof script === "function") return script
  if (!isSeveral(script)) return () => script
  let next = 0
  return () => {
    const [head] = script
    const found = script[Math.min(next, script.length - 1)] ?? head
    next += 1
    return found
  }
}

const isSeveral = (script: Script): script is readonly [Reply.Reply, ...Array<Reply.Reply>] =>
  Array.isArray(script)

const matcher = (route: string): ((asked: Asked) => boolean) => {
  const [, method, host, path = ""] = /^([A-Z]+) (?:https?:\/\/([^/]+))?(\/[^?#\s]*)$/.exec(route) ?? []
  // It would never answer, and nobody would know why.
  if (method === undefined)
    throw new Error(`ScriptedGenesys: "${route}" is not a route. Write METHOD /path, without a query.`)
  const parts = path.split("/")
  return (asked) => {
    const given = asked.path.split("/")
    return (
      asked.method === method &&
      (host === undefined || host === asked.host) &&
      given.length === parts.length &&
      parts.every((part, index) => /^\{.+\}$/.test(part) || part === given[index])
    )
  }
}

const toAsked = (request: HttpClientRequest.HttpClientRequest, url: URL, at: number): Asked => ({
  at,
  method: request.method,
  host: url.host,
  path: url.pathname,
  query: Object.fromEntries(url.searchParams),
  headers: { ...request.headers },
  body: request.body._tag === "Uint8Array" ? new TextDecoder().decode(request.body.body) : ""
})
