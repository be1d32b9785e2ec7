/**
 * A request as the simulated platform looks at it.
 *
 * @since 0.1.0
 */
import * as DateTime from "effect/DateTime"
import type * as Answer from "./Answer.js"
import * as Route from "./Route.js"
import * as Token from "./Token.js"

/**
 * A request. Header names are in lower case.
 *
 * @since 0.1.0
 * @category models
 */
export interface Incoming {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: string
  readonly correlationId: string
  /** The base address of the file host. */
  readonly filesUrl: string
}

/**
 * The answer with the placeholders of `Route` filled in from the request that it answers.
 *
 * @since 0.1.0
 * @category rendering
 */
export const fill = (answer: Answer.Answer, incoming: Incoming, now: number): Answer.Answer => {
  const values = {
    api: `http://${incoming.headers["host"] ?? "127.0.0.1"}`,
    files: incoming.filesUrl,
    now: DateTime.formatIso(DateTime.unsafeMake(now)),
    token: Token.bearerOf(incoming.headers["authorization"]) ?? ""
  }
  const filled = (text: string) => String(Route.fill(text, values))
  return {
    ...answer,
    headers: Object.fromEntries(Object.entries(answer.headers).map(([name, value]) => [name, filled(value)])),
    json: Route.fill(answer.json, values),
    text: answer.text === undefined ? undefined : filled(answer.text)
  }
}
