/**
 * All policies of the door around a call that succeeds at once, in process: microseconds of CPU a call. `micros` are
 * the policies alone, around a client that offers the short way (`Direct`) as that of `genesys-jobs/node` does; `other`
 * the same around any other client, which takes a fiber of its own for each call; `door` is a whole GET through them,
 * from its path to the decoded value.
 *
 *     node Pipeline.mjs
 */
import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientResponse from "@effect/platform/HttpClientResponse"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import * as Auth from "../../src/genesys/Auth.js"
import * as Direct from "../../src/genesys/Direct.js"
import * as GenesysConfig from "../../src/genesys/GenesysConfig.js"
import * as GenesysHttp from "../../src/genesys/GenesysHttp.js"
import * as Pipe from "../../src/genesys/Pipe.js"
import * as Platform from "./Platform.js"

const body = '{"access_token":"t","token_type":"bearer","expires_in":86400}'
const answer = new Response(body)
const whole = { status: 200, headers: {}, text: body }
const nothing = () => {}
const plain = HttpClient.makeWith(
  (request: Effect.Effect<Parameters<typeof HttpClientResponse.fromWeb>[0]>) =>
    Effect.map(request, (sent) => {
      const response = HttpClientResponse.fromWeb(sent, answer)
      // The answer is there already; reading it is not what is measured.
      return Object.defineProperty(response, "text", { value: Effect.succeed(body) })
    }),
  Effect.succeed
)

const client = Direct.offer(plain, (_, __, done) => {
  done({ _tag: "Whole", answer: whole })
  return nothing
})

const layers = Layer.merge(GenesysHttp.layer, Layer.empty).pipe(
  Layer.provideMerge(Auth.layer),
  Layer.provideMerge(Layer.orDie(GenesysConfig.layer(Platform.config("http://127.0.0.1:9")))),
  Layer.provideMerge(Layer.succeed(HttpClient.HttpClient, client))
)

const micros = (times: number, call: Effect.Effect<unknown, unknown>) =>
  Effect.gen(function* () {
    const repeat = (count: number) =>
      Effect.gen(function* () {
        for (let index = 0; index < count; index++) yield* call
      })
    yield* repeat(times / 5)
    const cpu = process.cpuUsage()
    yield* repeat(times)
    const { system, user } = process.cpuUsage(cpu)
    return (user + system) / times
  })

const program = Effect.gen(function* () {
  const door = yield* GenesysHttp.GenesysHttp
  const pipe = yield* Pipe.make(yield* GenesysConfig.GenesysConfig, yield* Auth.Auth)
  const reply = Effect.succeed(whole)
  const errand = {
    operation: "bench",
    idempotent: true,
    send: () => reply,
    accepts: () => true,
    read: () => Either.right(1)
  }
  const begin = () => (done: (result: typeof reply) => void) => {
    done(reply)
    return nothing
  }
  return {
    micros: yield* micros(100_000, pipe.run({ ...errand, begin })),
    other: yield* micros(50_000, pipe.run(errand)),
    door: yield* micros(50_000, door.get("/api/v2/x", Schema.Struct({ token_type: Schema.String })))
  }
})

Effect.runPromise(Effect.scoped(Effect.provide(program, layers))).then((measured) => {
  console.log(JSON.stringify(measured))
  process.exit(0)
})
