/**
 * The proxy of a run: its variables, and which hosts it is for.
 *
 * @since 0.1.0
 */
import * as Either from "effect/Either"
import type { HttpOptions } from "../node.js"
import type { Found } from "./Sources.js"
import type { Fault } from "./Trouble.js"

/**
 * Reads `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` in any case. `HOST:PORT` means `http://HOST:PORT`, as everywhere.
 * What cannot be used is a fault, and is not repeated: a proxy's URL may hold a password.
 *
 * @since 0.1.0
 * @category constructors
 */
export const read = (
  find: (...names: ReadonlyArray<string>) => Found | undefined
): { readonly http: HttpOptions; readonly faults: ReadonlyArray<Fault> } => {
  const faults: Array<Fault> = []
  const url = (...names: ReadonlyArray<string>): string | undefined => {
    const found = find(...names)
    if (found === undefined) return undefined
    const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(found.value) ? found.value : `http://${found.value}`
    const parsed = Either.try(() => new URL(text))
    if (Either.isRight(parsed) && /^https?:$/.test(parsed.right.protocol) && parsed.right.hostname !== "") {
      return text
    }
    faults.push({
      what: `${found.name} is not the URL of a proxy.`,
      fix: "Write it as http://HOST:PORT, or unset it."
    })
    return undefined
  }
  return {
    http: {
      httpProxy: url("HTTP_PROXY", "http_proxy"),
      httpsProxy: url("HTTPS_PROXY", "https_proxy"),
      noProxy: find("NO_PROXY", "no_proxy")?.value
    },
    faults
  }
}

/**
 * The host and port of the proxy that a request to this URL goes through, by the rules of the HTTP client: `undefined`
 * where it goes straight. Never a user name or password.
 *
 * @since 0.1.0
 * @category combinators
 */
export const of = (http: HttpOptions, url: string): string | undefined => {
  const { hostname, port, protocol } = new URL(url)
  const proxy = protocol === "https:" ? (http.httpsProxy ?? http.httpProxy) : http.httpProxy
  if (proxy === undefined || exempt(http.noProxy ?? "", hostname, port || defaultPort(protocol)))
    return undefined
  return new URL(proxy).host
}

const defaultPort = (protocol: string): string => (protocol === "https:" ? "443" : "80")

const exempt = (noProxy: string, hostname: string, port: string): boolean => {
  if (noProxy.trim() === "*") return true
  return noProxy
    .split(/[,\s]/)
    .filter((entry) => entry !== "")
    .some((entry) => {
      const [, name = "", only] = /^(.+?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? []
      const host = name.replace(/^\*?\./, "")
      return (only === undefined || only === port) && (hostname === host || hostname.endsWith(`.${host}`))
    })
}
