/** The real door over a scripted platform. */
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Random from "effect/Random"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import * as TestClock from "effect/TestClock"
import * as TestServices from "effect/TestServices"
import type * as Call from "../../src/genesys/Call.js"
import type { DoorPolicy } from "../../src/genesys/DoorPolicy.js"
import * as GenesysConfig from "../../src/genesys/GenesysConfig.js"
import type { GenesysError } from "../../src/genesys/GenesysError.js"
import * as GenesysHttp from "../../src/genesys/GenesysHttp.js"
import * as ScriptedGenesys from "../../src/testing/ScriptedGenesys.js"

export const secret = "sentinel-secret-6f1c"

export const credentials = GenesysConfig.Credentials.ClientCredentials({
  clientId: "client-1",
  clientSecret: Redacted.make(secret)
})

export const Thing = Schema.Struct({ id: Schema.String })
export const thing = { id: "thing-1" }
export const path = "/api/v2/things/{id}"

export interface Options extends ScriptedGenesys.Options {
  readonly policy?: DoorPolicy
  readonly credentials?: GenesysConfig.Credentials
}

export const layer = (routes: ScriptedGenesys.Routes, options: Options = {}) =>
  GenesysHttp.layerOptions({
    credentials: options.credentials ?? credentials,
    region: "mypurecloud.ie",
    policy: options.policy
  }).pipe(Layer.provideMerge(ScriptedGenesys.layer(routes, options)), Layer.orDie)

/** `GET /api/v2/things/{id}` through a door of its own, `script` being the platform's answers to it. */
export const one = (script: ScriptedGenesys.Script, options: Options = {}) =>
  layer({ [`GET ${path}`]: script }, options)

export const get = (options: Pick<Call.Options, "deadline" | "onWait"> = {}) =>
  Effect.flatMap(GenesysHttp.GenesysHttp, (http) =>
    http.get(path, Thing, { params: { id: "1" }, ...options })
  )

export const requests = Effect.flatMap(ScriptedGenesys.ScriptedGenesys, (genesys) => genesys.requests)
export const logins = Effect.flatMap(ScriptedGenesys.ScriptedGenesys, (genesys) => genesys.logins)

/** Milliseconds between the requests. */
export const gaps = Effect.map(requests, (all) =>
  all.slice(1).map((asked, index) => asked.at - (all[index]?.at ?? Number.NaN))
)

/** Lets what waits for the world outside (Web Crypto) go on. */
const settle = TestServices.provideLive(Effect.sleep(1))

/** Runs to its end in virtual time, however long that takes. */
export const finished = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.gen(function* () {
    const fiber = yield* Effect.fork(effect)
    while (Option.isNone(yield* Fiber.poll(fiber))) {
      yield* settle
      yield* TestClock.adjust(Duration.hours(1))
    }
    return yield* Fiber.join(fiber)
  })

/** The error of what must fail, run to its end in virtual time. */
export const failing = <A, R>(effect: Effect.Effect<A, GenesysError, R>) => finished(Effect.flip(effect))

/** Every draw is this number, in [0, 1). */
export const withRandom = (draw: number) => Effect.withRandom(Random.fixed([draw]))

/** Until the first request has reached the platform, if one is coming; no virtual time passes. */
export const untilAsked = Effect.gen(function* () {
  for (let tries = 0; tries < 50 && (yield* requests).length === 0; tries++) yield* settle
})
