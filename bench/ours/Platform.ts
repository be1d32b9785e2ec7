/**
 * What all programs of the benchmark share: the door to the benchmark's server, and its jobs.
 */
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as GenesysConfig from "../../src/genesys/GenesysConfig.js"
import * as GenesysHttp from "../../src/genesys/GenesysHttp.js"
import * as Kinds from "../../src/jobs/Kinds.js"
import * as Node from "../../src/node.js"
import * as Notifier from "../../src/watch/Notifier.js"
import type * as Watch from "../../src/watch/Watch.js"

/** The configuration of a door to the server at the URL. */
export const config = (url: string): GenesysConfig.Options => ({
  credentials: GenesysConfig.Credentials.ClientCredentials({
    clientId: "bench",
    clientSecret: Redacted.make("bench")
  }),
  apiUrl: url,
  loginUrl: url
})

/** The door as the program makes it, with nobody to tell. */
export const layer = (url: string) =>
  Layer.merge(Layer.orDie(GenesysHttp.layerOptions(config(url))), Notifier.layerNoop).pipe(
    Layer.provide(Node.layerHttpClient({ httpProxy: "", httpsProxy: "" }))
  )

/** A job of the server; its id says how it behaves. */
export const target = (id: string): Watch.Target => {
  const job = Either.getOrThrow(Kinds.parse(Kinds.builtin, `data-action/${id}`))
  const kind = Kinds.find(Kinds.builtin, job.kind)
  if (kind === undefined) throw new Error(`no kind ${job.kind}`)
  return { kind, job }
}

/** Real time, for programs that stay outside of Effect while they measure. */
export const sleep = (millis: number) => Effect.runPromise(Effect.sleep(millis))
