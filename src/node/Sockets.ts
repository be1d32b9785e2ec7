/**
 * Connections of Node that are kept and used again: to hosts themselves, and through proxies.
 *
 * @since 0.1.0
 */
import * as Http from "node:http"
import * as Https from "node:https"
import { Socket } from "node:net"
import * as Tls from "node:tls"
import * as Proxy from "./Proxy.js"

/**
 * Where a request to a URL is sent: the options for `node:http` or `node:https`, without headers of the request itself.
 *
 * @since 0.1.0
 * @category models
 */
export interface Destination {
  readonly request: typeof Http.request
  readonly agent: Http.Agent
  readonly hostname: string
  readonly port: string
  /** The path and query of the URL; all of the URL where a proxy has to be told the host. */
  readonly path: string
  /** Headers for the proxy. */
  readonly headers: Readonly<Record<string, string>>
}

/**
 * @since 0.1.0
 * @category models
 */
export interface Sockets {
  readonly destination: (url: URL) => Destination
  /** Ends all connections, also those in use. */
  readonly close: () => void
}

/**
 * An idle connection is closed after this time, in milliseconds, unless the server says that it keeps it for a shorter
 * one. Long enough for page after page, too short for most servers to have closed it when the next request comes.
 *
 * @since 0.1.0
 * @category constructors
 */
export const idleMillis = 4_000

/**
 * How long a TCP connection may take, in milliseconds. What was not connected was not sent, so any request may be
 * repeated.
 *
 * @since 0.1.0
 * @category constructors
 */
export const connectMillis = 10_000

/**
 * Connections along a route, at most `connections` to one host.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (route: Proxy.Route, connections: number): Sockets => {
  const kept = { keepAlive: true, maxSockets: connections, timeout: idleMillis }
  const plain = new Http.Agent(kept)
  const secure = new Https.Agent(kept)
  const tunnels = new Map<string, Tunnel>()
  const tunnelOf = (proxy: URL): Tunnel => {
    const known = tunnels.get(proxy.href)
    if (known !== undefined) return known
    const made = tunnel(proxy, new Https.Agent(kept))
    tunnels.set(proxy.href, made)
    return made
  }
  return {
    destination: (url) => {
      const proxy = route(url)
      const path = url.pathname + url.search
      if (proxy !== undefined && url.protocol === "http:") {
        // RFC 9112, section 3.2.2: a proxy is told the whole URL.
        const agent = proxy.protocol === "https:" ? secure : plain
        const { href } = url.hash === "" ? url : new URL(path, url)
        return { ...at(proxy), agent, path: href, headers: { ...authorized(proxy), host: url.host } }
      }
      const direct = url.protocol === "https:" ? secure : plain
      const agent = proxy === undefined ? direct : tunnelOf(proxy).agent
      const { hostname, port, request } = at(url)
      return { request, hostname, port, agent, path, headers: none }
    },
    close: () => {
      plain.destroy()
      secure.destroy()
      for (const each of tunnels.values()) each.close()
    }
  }
}

const none = {}

/** `node:http` wants the address of an IPv6 host without its brackets. */
const at = (url: URL): Pick<Destination, "request" | "hostname" | "port"> => ({
  request: url.protocol === "https:" ? Https.request : Http.request,
  hostname: url.hostname.startsWith("[") ? url.hostname.slice(1, -1) : url.hostname,
  port: url.port || (url.protocol === "https:" ? "443" : "80")
})

const authorized = (proxy: URL): Readonly<Record<string, string>> => {
  const value = Proxy.authorization(proxy)
  return value === undefined ? none : { "proxy-authorization": value }
}

interface Tunnel {
  readonly agent: Https.Agent
  readonly close: () => void
}

/**
 * TLS to the host, through a connection that the proxy opens: it sees host and port and nothing else (RFC 9110, section
 * 9.3.6).
 */
const tunnel = (proxy: URL, agent: Https.Agent): Tunnel => {
  const { request, hostname, port } = at(proxy)
  const opening = new Set<Http.ClientRequest>()
  agent.createConnection = (options, callback) => {
    const host = options.host ?? ""
    const authority = `${host.includes(":") ? `[${host}]` : host}:${options.port}`
    const asking = request({
      method: "CONNECT",
      hostname,
      port,
      path: authority,
      headers: { host: authority, ...authorized(proxy) },
      agent: false
    })
    const fail = (error: Error) => {
      opening.delete(asking)
      // With an error, the agent does not look at the socket.
      callback?.(error, new Socket())
    }
    opening.add(asking)
    asking.setTimeout(connectMillis, () => asking.destroy(unconnected("ETIMEDOUT", "no answer of the proxy")))
    asking.once("connect", (answer, socket) => {
      opening.delete(asking)
      asking.setTimeout(0)
      if (answer.statusCode === 200) {
        callback?.(null, Tls.connect({ socket, host, servername: options.servername }))
        return
      }
      socket.destroy()
      fail(refused(answer.statusCode ?? 0))
    })
    // Not the answer to CONNECT: a proxy that is none.
    asking.once("response", (answer) => {
      answer.destroy()
      fail(refused(answer.statusCode ?? 0))
    })
    asking.on("error", fail)
    asking.end()
    return undefined
  }
  return {
    agent,
    close: () => {
      for (const asking of opening) asking.destroy()
      agent.destroy()
    }
  }
}

/**
 * A connection that did not come about, with the code and system call that Node itself would tell.
 *
 * @since 0.1.0
 * @category constructors
 */
export const unconnected = (code: string, message: string): Error =>
  Object.assign(new Error(message), { code, syscall: "connect" })

/** A proxy that has a fault of its own may get over it; one that wants other credentials does not. */
const refused = (status: number): Error =>
  status >= 500
    ? unconnected("EHOSTUNREACH", `the proxy answered ${status}`)
    : Object.assign(new Error(`the proxy answered ${status}`), { code: `ERR_PROXY_${status}` })
