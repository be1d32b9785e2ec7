/**
 * Servers on the loopback interface for the tests of the HTTP client: they live as long as their scope.
 */
import { createServer, type RequestListener } from "node:http"
import { createServer as createTcpServer, type Server, type Socket } from "node:net"
import * as HttpClient from "@effect/platform/HttpClient"
import type { HttpClientRequest } from "@effect/platform/HttpClientRequest"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import * as Direct from "../../src/genesys/Direct.js"
import * as Node from "../../src/node.js"

/** A port that a server listens on. */
export interface Loopback {
  readonly port: number
  readonly url: string
  /** How many connections were accepted so far. */
  readonly connections: () => number
  /** How many of them are open. */
  readonly open: () => number
}

const listening = (server: Server): Effect.Effect<Loopback, never, Scope.Scope> => {
  const sockets = new Set<Socket>()
  let connections = 0
  server.on("connection", (socket) => {
    connections += 1
    sockets.add(socket)
    socket.on("error", () => {})
    socket.once("close", () => sockets.delete(socket))
  })
  return Effect.acquireRelease(
    Effect.async<Loopback>((resume) => {
      server.listen(0, "127.0.0.1", () => {
        const address = server.address()
        const port = typeof address === "object" && address !== null ? address.port : 0
        const open = () => sockets.size
        resume(
          Effect.succeed({ port, url: `http://127.0.0.1:${port}`, connections: () => connections, open })
        )
      })
    }),
    () =>
      Effect.async<void>((resume) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resume(Effect.void))
      })
  )
}

/** An HTTP server. */
export const http = (handler: RequestListener) => listening(createServer(handler))

/** A server that answers every connection with these bytes, whatever was asked, and closes it. */
export const raw = (answer: string) =>
  tcp((socket) => socket.once("data", () => socket.end(answer.replaceAll("\n", "\r\n"))))

/** A server of bare connections. */
export const tcp = (handler: (socket: Socket) => void) => listening(createTcpServer(handler))

/** The client under test, closed with its scope. No proxy but the given one. */
export const client = (options: Node.HttpOptions = {}) =>
  Effect.map(
    Layer.build(Node.layerHttpClient({ httpProxy: "", httpsProxy: "", noProxy: "", ...options })),
    Context.get(HttpClient.HttpClient)
  )

/** One exchange on the short way that the client under test offers to the door. */
export const exchange = (client: HttpClient.HttpClient, request: HttpClientRequest, maxBytes = 1_000_000) =>
  Effect.async<Direct.End>((resume) => {
    const direct = Direct.of(client)
    if (direct === undefined) return resume(Effect.dieMessage("the client offers no short way"))
    return Effect.sync(direct(request, maxBytes, (end) => resume(Effect.succeed(end))))
  })
