/**
 * Whether the platform can be reached from here: proxy, names, hosts, clock.
 *
 * @since 0.1.0
 */
import { lookup } from "node:dns/promises"
import { isIP } from "node:net"
import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Answer from "../genesys/Answer.js"
import * as ClientCredentialsGrant from "../genesys/ClientCredentialsGrant.js"
import { GenesysError } from "../genesys/GenesysError.js"
import type { Reason } from "../genesys/Reason.js"
import type { HttpOptions } from "../node.js"
import * as ExitCode from "../report/ExitCode.js"
import * as Quantity from "../text/Quantity.js"
import * as Advice from "../watch/Advice.js"
import * as Check from "./Check.js"
import * as Proxy from "./Proxy.js"
import type { Hosts } from "./Settings.js"

/**
 * Which proxy the requests go through.
 *
 * @since 0.1.0
 * @category constructors
 */
export const proxy = (http: HttpOptions, { apiUrl, loginUrl }: Hosts): Check.Check => {
  const host = Proxy.of(http, apiUrl) ?? Proxy.of(http, loginUrl)
  if (host !== undefined) return Check.ok("proxy", `requests go through ${host}`)
  return http.httpProxy === undefined && http.httpsProxy === undefined
    ? Check.ok("proxy", "none is set")
    : Check.ok("proxy", "one is set, but these hosts are reached without it")
}

/**
 * Whether the name of a URL's host, or of the proxy in front of it, has an address.
 *
 * @since 0.1.0
 * @category constructors
 */
export const dns = (http: HttpOptions, url: string): Effect.Effect<Check.Check> => {
  const inFront = Proxy.of(http, url)
  const host = new URL(inFront === undefined ? url : `http://${inFront}`).hostname.replace(/^\[|\]$/g, "")
  if (isIP(host) !== 0) return Effect.succeed(Check.ok("dns", `${host} is an address`))
  const fix =
    inFront === undefined
      ? "Check the region, the network and its DNS; behind a proxy, set HTTPS_PROXY."
      : "Check the host in HTTPS_PROXY, the network and its DNS."
  return Effect.tryPromise({
    try: () => lookup(host),
    catch: (error) => (error instanceof Error && "code" in error ? String(error.code) : "unknown")
  }).pipe(
    Effect.timeoutFail({ duration: "5 seconds", onTimeout: () => "no answer within 5 seconds" }),
    Effect.match({
      onSuccess: () => Check.ok("dns", `${host} has an address`),
      onFailure: (code) =>
        Check.failed("dns", {
          detail: `${host} has no address (${code})`,
          fix,
          exitCode: ExitCode.unreachable
        })
    })
  )
}

/**
 * What a host answered, and when it said so. `skewMillis` is how far this machine's clock is ahead of the host's, where
 * the host told.
 *
 * @since 0.1.0
 * @category models
 */
export interface Reached {
  readonly check: Check.Check
  readonly skewMillis: number | undefined
}

const attemptTimeout = Duration.seconds(10)

/**
 * Sends one request without credentials. Any answer of the platform is good, a refusal included: the host is there.
 *
 * @since 0.1.0
 * @category constructors
 */
export const reach = (
  name: "api" | "login",
  baseUrl: string
): Effect.Effect<Reached, never, HttpClient.HttpClient> =>
  Effect.gen(function* () {
    const client = Answer.quiet(yield* HttpClient.HttpClient)
    const path = name === "api" ? "/api/v2/date" : "/"
    const from = yield* Clock.currentTimeMillis
    const answered = yield* Effect.either(
      Answer.exchange(client, HttpClientRequest.get(baseUrl + path)).pipe(
        Effect.timeoutFail({
          duration: attemptTimeout,
          onTimeout: (): Reason => ({ _tag: "Timeout", afterMillis: Duration.toMillis(attemptTimeout) })
        })
      )
    )
    const to = yield* Clock.currentTimeMillis
    if (Either.isLeft(answered)) {
      const error = (operation: string) =>
        new GenesysError({ operation, reason: answered.left, idempotent: true, attempts: 1, retries: 0 })
      // Advice about the login host is given by its operation.
      const fix = Advice.advice(error(name === "api" ? `GET ${path}` : ClientCredentialsGrant.operation))
      return { check: Check.ofGenesys(name, error(`GET ${path}`), fix), skewMillis: undefined }
    }
    const { headers, status } = answered.right
    const { host } = new URL(baseUrl)
    const refusal = refusalOf(name, answered.right)
    const date = Date.parse(headers["date"] ?? "")
    return {
      check:
        refusal === undefined
          ? Check.ok(name, `${host} answers (${Quantity.duration(to - from)})`)
          : Check.failed(name, {
              ...refusal,
              detail: `${host} ${refusal.detail} (${status})`,
              exitCode: ExitCode.unreachable
            }),
      // The header counts whole seconds: half of one is what it leaves out on average.
      skewMillis: Number.isNaN(date) ? undefined : (from + to) / 2 - (date + 500)
    }
  })

const refusalOf = (
  name: "api" | "login",
  { headers, status }: Answer.Answer
): { readonly detail: string; readonly fix: string } | undefined => {
  if (status === 407) {
    return {
      detail: "is behind a proxy that wants credentials",
      fix: "Put them into HTTPS_PROXY: http://USER:PASSWORD@HOST:PORT."
    }
  }
  if (status >= 500) {
    return {
      detail: "is unavailable",
      fix: "Try again later; the platform's status page tells about outages."
    }
  }
  return name === "api" && /^text\/html/i.test(headers["content-type"] ?? "")
    ? {
        detail: "answers with a web page, not with the API",
        fix: "Check the region or GENESYS_API_URL; a proxy or a login page of the network may answer in its place."
      }
    : undefined
}

/**
 * Whether this machine's clock agrees with the platform's. A minute is tolerated; more is a warning, since waits are
 * measured against the platform's own clock.
 *
 * @since 0.1.0
 * @category constructors
 */
export const clock = (skewMillis: number | undefined): Check.Check => {
  if (skewMillis === undefined) return Check.skipped("clock", "no host told its time")
  const size = Math.abs(skewMillis)
  if (size <= 60_000) return Check.ok("clock", "agrees with the platform's")
  return Check.warning(
    "clock",
    `this machine is ${Quantity.duration(size)} ${skewMillis > 0 ? "ahead of" : "behind"} the platform`,
    "Set the clock, best by NTP: certificates and the times in reports depend on it."
  )
}
