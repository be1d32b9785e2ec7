/**
 * The proxy of a run: its variables, and which hosts it is for.
 *
 * @since 0.1.0
 */
import * as Either from "effect/Either"
import * as Proxy from "../node/Proxy.js"
import type { Found } from "./Sources.js"
import type { Fault } from "./Trouble.js"

/**
 * Reads `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` in any case, lower case first. What cannot be used is a fault, and
 * is not repeated: a proxy's URL may hold a password.
 *
 * @since 0.1.0
 * @category constructors
 */
export const read = (
  find: (...names: ReadonlyArray<string>) => Found | undefined
): { readonly http: Proxy.Options; readonly faults: ReadonlyArray<Fault> } => {
  const faults: Array<Fault> = []
  const url = (...names: ReadonlyArray<string>): string | undefined => {
    const found = find(...names)
    if (found === undefined) return undefined
    const usable = Either.try(() => Proxy.route({ httpProxy: found.value }, {}))
    if (Either.isRight(usable)) return found.value
    faults.push({
      what: `${found.name} is not the URL of a proxy.`,
      fix: "Write it as http://HOST:PORT, or unset it."
    })
    return undefined
  }
  return {
    http: {
      httpProxy: url("http_proxy", "HTTP_PROXY"),
      httpsProxy: url("https_proxy", "HTTPS_PROXY"),
      noProxy: find("no_proxy", "NO_PROXY")?.value
    },
    faults
  }
}

/**
 * The host and port of the proxy that a request to this URL goes through, as the HTTP client decides it: `undefined`
 * where it goes straight. Never a user name or password.
 *
 * @since 0.1.0
 * @category combinators
 */
export const of = (http: Proxy.Options, url: string): string | undefined =>
  Proxy.route(http, {})(new URL(url))?.host
