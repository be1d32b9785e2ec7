import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientError from "@effect/platform/HttpClientError"
import * as HttpClientResponse from "@effect/platform/HttpClientResponse"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"

/** The secret part of the URL; it must never be seen. */
export const sentinel = "SENTINELsecretPATH"

export const url = Redacted.make(`https://hooks.slack.com/services/T000/B000/${sentinel}`)

/** What the webhook does with one request. `millis` is how long it takes. */
export type Step =
  | {
      readonly status: number
      readonly body: string
      readonly headers?: Record<string, string>
      readonly millis?: number
    }
  | { readonly fault: unknown; readonly millis?: number }
  | { readonly defect: unknown }
  | { readonly brokenBody: number }
  | "silence"

export const ok: Step = { status: 200, body: "ok" }

export interface Seen {
  readonly at: number
  readonly body: unknown
  readonly headers: Readonly<Record<string, string | undefined>>
}

/** An HttpClient that follows a script, then answers `ok`, and remembers what it saw. */
export const make = (script: ReadonlyArray<Step>) => {
  const seen: Array<Seen> = []
  const client = HttpClient.make((request) =>
    Effect.gen(function* () {
      const at = yield* Clock.currentTimeMillis
      const step = script[seen.length] ?? ok
      const text = request.body._tag === "Uint8Array" ? new TextDecoder().decode(request.body.body) : ""
      seen.push({ at, body: JSON.parse(text), headers: request.headers })
      if (step === "silence") return yield* Effect.never
      if ("defect" in step) return yield* Effect.die(step.defect)
      if ("brokenBody" in step) {
        const body = new ReadableStream({
          pull: (controller) => controller.error(new TypeError("terminated"))
        })
        return HttpClientResponse.fromWeb(request, new Response(body, { status: step.brokenBody }))
      }
      if (step.millis !== undefined) yield* Effect.sleep(step.millis)
      if ("fault" in step) {
        return yield* new HttpClientError.RequestError({ request, reason: "Transport", cause: step.fault })
      }
      return HttpClientResponse.fromWeb(
        request,
        new Response(step.body === "" ? null : step.body, {
          status: step.status,
          ...(step.headers && { headers: step.headers })
        })
      )
    })
  )
  return { seen, layer: Layer.succeed(HttpClient.HttpClient, client) }
}

/** An error as Node throws it. */
export const systemError = (code: string): Error =>
  Object.assign(new Error(`fetch failed ${Redacted.value(url)}`), {
    cause: Object.assign(new Error(`connect ${code} ${Redacted.value(url)}`), { code })
  })
