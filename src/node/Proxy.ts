/**
 * Which proxy a request passes: read from settings or from the variables that other programs read too.
 *
 * @since 0.1.0
 */

/**
 * Proxy settings; `undefined` means the environment variable of that name (`HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`, in
 * any case, lower case first).
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  readonly httpProxy?: string | undefined
  /** Where it is absent, the proxy for plain HTTP serves both. */
  readonly httpsProxy?: string | undefined
  /** Hosts that are reached directly: names, each with its subdomains and optionally a port, or `*`. */
  readonly noProxy?: string | undefined
}

/**
 * The proxy of a URL, `undefined` where it is reached directly.
 *
 * @since 0.1.0
 * @category models
 */
export type Route = (target: URL) => URL | undefined

/**
 * Makes the route of all requests. A proxy without a scheme is one that is spoken to in plain HTTP. Throws a
 * `TypeError` that names the setting, never its value, when that is no `http:` or `https:` URL.
 *
 * @since 0.1.0
 * @category constructors
 */
export const route = (options: Options, env: Readonly<Record<string, string | undefined>>): Route => {
  const plain = proxy("HTTP_PROXY", options.httpProxy ?? env["http_proxy"] ?? env["HTTP_PROXY"])
  const secure = proxy("HTTPS_PROXY", options.httpsProxy ?? env["https_proxy"] ?? env["HTTPS_PROXY"]) ?? plain
  if (plain === undefined && secure === undefined) return () => undefined
  const excepted = exceptions(options.noProxy ?? env["no_proxy"] ?? env["NO_PROXY"] ?? "")
  return (target) => {
    const chosen = target.protocol === "https:" ? secure : plain
    return chosen === undefined || excepted(target) ? undefined : chosen
  }
}

/**
 * The value of `Proxy-Authorization` for the user name and password in the URL of a proxy (RFC 7617), `undefined`
 * without them.
 *
 * @since 0.1.0
 * @category combinators
 */
export const authorization = (proxy: URL): string | undefined => {
  if (proxy.username === "" && proxy.password === "") return undefined
  const credentials = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`
  return `Basic ${Buffer.from(credentials).toString("base64")}`
}

const proxy = (name: string, value: string | undefined): URL | undefined => {
  const text = value?.trim() ?? ""
  if (text === "") return undefined
  const spelled = text.includes("://") ? text : `http://${text}`
  const url = URL.canParse(spelled) ? new URL(spelled) : undefined
  if (url?.protocol === "http:" || url?.protocol === "https:") return url
  throw new TypeError(`${name} is not an http: or https: URL`)
}

const exceptions = (list: string): ((target: URL) => boolean) => {
  const entries = list.split(/[,\s]+/).filter((entry) => entry !== "")
  if (entries.includes("*")) return () => true
  const rules = entries.map((entry) => {
    const parts = /^(\[.*\]|[^:]+):(\d+)$/.exec(entry)
    return {
      host: (parts?.[1] ?? entry).replace(/^\*?\./, "").toLowerCase(),
      port: parts?.[2]
    }
  })
  return (target) => {
    // An IPv6 address stands in brackets in a URL; people write it with and without them.
    const host = target.hostname.toLowerCase()
    const bare = host.replace(/^\[|\]$/g, "")
    const port = target.port || (target.protocol === "https:" ? "443" : "80")
    return rules.some(
      (rule) =>
        (rule.port === undefined || rule.port === port) &&
        (host === rule.host || bare === rule.host || host.endsWith(`.${rule.host}`))
    )
  }
}
