import * as Http from "node:http"
import * as Net from "node:net"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Encoding from "effect/Encoding"
import * as Schema from "effect/Schema"
import * as TestClock from "effect/TestClock"
import type * as Simulator from "../../src/simulator/Simulator.js"

/** What a caller without any policy sees on the wire. */
export interface Reply {
  readonly status: number
  readonly headers: Http.IncomingHttpHeaders
  readonly bytes: Buffer
  readonly text: string
}

/** The connection broke: before the headers (`received` undefined) or in the body. */
export class Broken extends Data.TaggedError("Broken")<{
  readonly code: string
  readonly received: string | undefined
}> {}

export interface Options {
  readonly method?: string | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
  readonly body?: string | undefined
  readonly agent?: Http.Agent | undefined
}

/** One request over node:http. Interrupting it destroys the socket. */
export const send = (url: string, options: Options = {}): Effect.Effect<Reply, Broken> =>
  Effect.async((resume) => {
    const { method = "GET", headers = {}, body, agent } = options
    let chunks: Array<Buffer> | undefined
    const broken = (error: Error) =>
      resume(
        Effect.fail(
          new Broken({
            code: codeOf(error),
            received: chunks === undefined ? undefined : Buffer.concat(chunks).toString()
          })
        )
      )
    const request = Http.request(
      url,
      { method, headers, ...(agent === undefined ? {} : { agent }) },
      (response) => {
        const received: Array<Buffer> = []
        chunks = received
        response.on("data", (chunk: Buffer) => received.push(chunk))
        response.on("error", broken)
        response.on("end", () => {
          const bytes = Buffer.concat(received)
          const { statusCode: status = 0, headers } = response
          resume(Effect.succeed({ status, headers, bytes, text: bytes.toString() }))
        })
      }
    )
    request.on("error", broken)
    request.end(body)
    return Effect.sync(() => request.destroy())
  })

const codeOf = (error: Error): string => ("code" in error ? String(error.code) : error.message)

/** The status of an answer as soon as its headers are there; the rest is not waited for. */
export const head = (url: string): Effect.Effect<number, Broken> =>
  Effect.async((resume) => {
    const request = Http.request(url, (response) => {
      resume(Effect.succeed(response.statusCode ?? 0))
      request.destroy()
    })
    request.on("error", (error) =>
      resume(Effect.fail(new Broken({ code: codeOf(error), received: undefined })))
    )
    request.end()
  })

/** How the connection of a GET ends on the level of TCP: `reset`, or `ended` in good order. */
export const ending = (url: string): Effect.Effect<"reset" | "ended"> =>
  Effect.async((resume) => {
    const { hostname, port, pathname } = new URL(url)
    const socket = Net.connect({ host: hostname, port: Number(port) })
    socket.on("error", () => resume(Effect.succeed("reset")))
    socket.on("end", () => resume(Effect.succeed("ended")))
    socket.resume()
    socket.write(`GET ${pathname} HTTP/1.1\r\nhost: ${hostname}\r\n\r\n`)
  })

/** Runs the effect while the virtual clock goes on, with a turn of the event loop for the sockets in between. */
export const whileTimePasses = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.raceFirst(
    effect,
    Effect.forever(
      Effect.zipRight(
        TestClock.adjust("100 millis"),
        Effect.async<void>((resume) => {
          setImmediate(() => resume(Effect.void))
        })
      )
    )
  )

/** Logs in as the scenario's first client and gives the bearer token. */
export const login = (simulator: Simulator.Running): Effect.Effect<string, Broken> =>
  Effect.map(
    grant(
      simulator,
      simulator.environment["GENESYS_CLIENT_ID"] ?? "",
      simulator.environment["GENESYS_CLIENT_SECRET"] ?? ""
    ),
    (reply) => String(json(reply)["access_token"])
  )

export const grant = (
  simulator: Simulator.Running,
  id: string,
  secret: string
): Effect.Effect<Reply, Broken> =>
  send(`${simulator.url}/oauth/token`, {
    method: "POST",
    headers: {
      authorization: `Basic ${Encoding.encodeBase64(`${id}:${secret}`)}`,
      "content-type": "application/x-www-form-urlencoded"
    },
    body: "grant_type=client_credentials"
  })

/** GET with a bearer token. */
export const get = (url: string, token: string, options: Options = {}): Effect.Effect<Reply, Broken> =>
  send(url, { ...options, headers: { ...options.headers, authorization: `Bearer ${token}` } })

export const post = (url: string, message: unknown): Effect.Effect<Reply, Broken> =>
  send(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(message)
  })

const Fields = Schema.parseJson(Schema.Record({ key: Schema.String, value: Schema.Unknown }))

/** The body as an object. */
export const json = (reply: Reply): Readonly<Record<string, unknown>> => Schema.decodeSync(Fields)(reply.text)
