import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Random from "effect/Random"
import * as Redacted from "effect/Redacted"
import * as Schedule from "effect/Schedule"
import platformClient from "purecloud-platform-client-v2"
import * as OfficialSdk from "../examples/official-sdk.js"
import * as GenesysConfig from "../src/genesys/GenesysConfig.js"
import * as GenesysHttp from "../src/genesys/GenesysHttp.js"
import * as SdkCall from "../src/sdk.js"
import * as Scenario from "../src/simulator/Scenario.js"
import * as Simulator from "../src/simulator/Simulator.js"

const path = "/api/v2/users/u1"

type Faults = NonNullable<Scenario.Input["faults"]>
type Fault = Faults[number]["fault"]

/** Faults for the first requests, one each. */
const inTurn = (...faults: ReadonlyArray<Fault>): Faults =>
  faults.map((fault, index) => ({ match: { path, nth: index + 1 }, fault }))

interface Rig {
  readonly api: InstanceType<typeof platformClient.UsersApi>
  readonly client: typeof platformClient.ApiClient.instance
  readonly simulator: Simulator.Running
}

/** The real SDK and the real door, both over sockets to the simulated platform. */
const withSdk = <A, E>(
  faults: Faults,
  use: (rig: Rig) => Effect.Effect<A, E, SdkCall.SdkCall | GenesysHttp.GenesysHttp>,
  extended = false
): Promise<A> =>
  Effect.gen(function* () {
    const simulator = yield* Simulator.Simulator
    const client = platformClient.ApiClient.instance
    const { hostname, port } = new URL(simulator.url)
    client.config.setGateway({ protocol: "http", host: hostname, port: Number(port) })
    client.setReturnExtendedResponses(extended)
    const door = GenesysHttp.layerOptions({
      apiUrl: simulator.url,
      loginUrl: simulator.url,
      credentials: GenesysConfig.Credentials.ClientCredentials({
        clientId: "demo-client",
        clientSecret: Redacted.make("demo-secret")
      }),
      policy: { retry: { base: "5 millis", networkMaxRetries: 2 } }
    })
    const sdk = SdkCall.layer(client).pipe(Layer.provideMerge(Layer.provide(door, NodeHttpClient.layer)))
    return yield* Effect.provide(use({ api: new platformClient.UsersApi(client), client, simulator }), sdk)
  }).pipe(
    Effect.provide(
      Simulator.layer({
        scenario: Scenario.make({ routes: [{ path, steps: [{ body: { id: "u1", name: "Ada" } }] }], faults })
      })
    ),
    Effect.withRandom(Random.make("sdk")),
    Effect.runPromise
  )

const getUser = ({ api }: Rig) => SdkCall.run("getUser", () => api.getUser("u1"))

const asked = ({ simulator }: Rig) =>
  Effect.map(simulator.requests, (all) => all.filter((entry) => entry.path === path))

const failure = (rig: Rig) => Effect.flip(Effect.asVoid(getUser(rig)))

describe("sdk", () => {
  it("E5 answers what the SDK answers, with the door's token", () =>
    withSdk([], (rig) =>
      Effect.gen(function* () {
        assert.deepInclude(yield* getUser(rig), { id: "u1", name: "Ada" })
        assert.deepStrictEqual(
          (yield* asked(rig)).map(({ bearer, status }) => [bearer, status]),
          [[true, 200]]
        )
      })
    ))

  it("E5 renews the token once for any number of concurrent 401s, and asks again", () =>
    withSdk([{ match: { path, nth: 2 }, fault: { type: "revokeToken" } }], (rig) =>
      Effect.gen(function* () {
        yield* getUser(rig)
        const users = yield* Effect.replicateEffect(getUser(rig), 4, { concurrency: 4 })
        assert.lengthOf(users, 4)
        const logins = (yield* rig.simulator.requests).filter((entry) => entry.target === "login")
        assert.lengthOf(logins, 2)
      })
    ))

  it("E5 waits as long as Retry-After says, to the second, although the SDK drops the header", () =>
    withSdk(inTurn({ type: "rateLimited", retryAfterSeconds: 1 }), (rig) =>
      Effect.gen(function* () {
        assert.deepInclude(yield* getUser(rig), { id: "u1" })
        const [first, second] = yield* asked(rig)
        assert.isAtLeast((second?.at ?? 0) - (first?.at ?? 0), 1_000)
        assert.isFalse(second?.tooEarly)
      })
    ))

  it("E5 repeats 503 and connections that break, and ends with the error of the door", () =>
    withSdk(
      inTurn(
        { type: "status", status: 503 },
        { type: "resetBeforeHeaders" },
        { type: "status", status: 502 }
      ),
      (rig) =>
        Effect.gen(function* () {
          assert.deepInclude(yield* getUser(rig), { id: "u1" })
          assert.lengthOf(yield* asked(rig), 4)
        })
    ))

  it("E5 counts network faults apart, and against the breaker", () =>
    withSdk([{ match: { path }, fault: { type: "resetBeforeHeaders" } }], (rig) =>
      Effect.gen(function* () {
        const error = yield* failure(rig)
        assert.strictEqual(error.reason._tag, "Transport")
        assert.strictEqual(error.gaveUp, "spent")
        assert.strictEqual(error.attempts, 3)
        yield* failure(rig)
        assert.strictEqual((yield* failure(rig)).reason._tag, "CircuitOpen")
        assert.lengthOf(yield* asked(rig), 5)
      })
    ))

  const refusal: Fault = { type: "status", status: 404, code: "not.found", message: "No such user." }
  for (const [shape, extended] of [
    ["the body alone", false],
    ["an extended response", true]
  ] as const) {
    it(`E5 reads the status of a rejection with ${shape}`, () =>
      withSdk(
        inTurn(refusal),
        (rig) =>
          Effect.gen(function* () {
            const error = yield* failure(rig)
            assert.strictEqual(error.reason._tag, "NotFound")
            assert.deepStrictEqual(error.status, Option.some(404))
            assert.match(
              error.message,
              /^getUser: not found \(404\): not\.found: No such user\. \(correlation id .+\)$/
            )
            assert.strictEqual(error.attempts, 1)
          }),
        extended
      ))
  }

  it("E5 reads a rejection that it could not overhear: body, extended response, web page, error of axios", () =>
    withSdk([], () =>
      Effect.gen(function* () {
        const rejected = (rejection: unknown) =>
          Effect.flip(
            SdkCall.run("getUser", () => Promise.resolve().then(() => Promise.reject(rejection)), {
              retry: false
            })
          )
        const body = { status: 404, code: "not.found", message: "No such user." }
        const extended = {
          status: 409,
          headers: { "inin-correlation-id": "c-1" },
          body: { code: "conflict" }
        }
        assert.strictEqual((yield* rejected(body)).reason._tag, "NotFound")
        const conflict = yield* rejected(extended)
        assert.deepStrictEqual([conflict.reason._tag, conflict.correlationId], ["Conflict", "c-1"])
        const answered = Object.assign(new Error("Request failed"), {
          response: { status: 503, headers: {}, data: "down" }
        })
        assert.strictEqual((yield* rejected(answered)).reason._tag, "Unavailable")
        const lost = Object.assign(new Error("connect"), { code: "ECONNREFUSED" })
        assert.deepInclude((yield* rejected(lost)).reason, { _tag: "Transport", kind: "network", sent: "no" })
        assert.deepInclude((yield* rejected("<html></html>")).reason, { _tag: "Transport", kind: "other" })
      })
    ))

  it("E5 takes a web page or JSON that breaks off for no answer", () =>
    withSdk(inTurn({ type: "html" }, { type: "truncated" }), (rig) =>
      Effect.gen(function* () {
        assert.deepInclude(yield* getUser(rig), { id: "u1" })
        assert.lengthOf(yield* asked(rig), 3)
      })
    ))

  it("E5 sends nothing when the SDK finds a parameter missing", () =>
    withSdk([], (rig) =>
      Effect.gen(function* () {
        const error = yield* Effect.flip(SdkCall.run("getUser", () => rig.api.getUser("")))
        assert.deepInclude(error.reason, { _tag: "Transport", kind: "other", sent: "no", code: "parameters" })
        assert.lengthOf(yield* asked(rig), 0)
      })
    ))

  it("E5 closes the connection when it is interrupted", () =>
    withSdk(inTurn({ type: "hang" }), (rig) =>
      Effect.gen(function* () {
        const fiber = yield* Effect.fork(getUser(rig))
        const until = Schedule.recurUntil((entries: ReadonlyArray<unknown>) => entries.length > 0)
        yield* Effect.repeat(Effect.delay(asked(rig), 5), until)
        yield* Fiber.interrupt(fiber)
        const gone = Schedule.recurUntil((entries: ReadonlyArray<{ readonly aborted: boolean }>) =>
          entries.some(({ aborted }) => aborted)
        )
        // The SDK by itself would hold on for 16 seconds.
        yield* Effect.timeout(Effect.repeat(Effect.delay(asked(rig), 5), gone), "8 seconds")
      })
    ))

  it("E5 runs the example", () =>
    withSdk([{ match: { path, nth: 2 }, fault: refusal }], () =>
      Effect.gen(function* () {
        assert.strictEqual(yield* OfficialSdk.main("u1"), "Ada")
        assert.isUndefined(yield* OfficialSdk.main("u1"))
      })
    ))

  it("E5 gives the SDK its own HTTP client back", async () => {
    const client = platformClient.ApiClient.instance
    const before = client.getHttpClient()
    await withSdk([], (rig) =>
      Effect.sync(() => {
        assert.notStrictEqual(rig.client.getHttpClient(), before)
      })
    )
    assert.strictEqual(client.getHttpClient(), before)
  })

  it("E5 leaves an HTTP client alone that was put in its place meanwhile", async () => {
    const client = platformClient.ApiClient.instance
    const before = client.getHttpClient()
    const other = Object.create(before)
    await withSdk([], (rig) => Effect.sync(() => rig.client.setHttpClient(other)))
    const after = client.getHttpClient()
    client.setHttpClient(before)
    assert.strictEqual(after, other)
  })

  it("E5 leaves calls alone that go past it, also after one that was interrupted", () =>
    withSdk([{ match: { path, nth: 2 }, fault: { type: "hang" } }], (rig) =>
      Effect.gen(function* () {
        yield* getUser(rig)
        const fiber = yield* Effect.fork(getUser(rig))
        const until = Schedule.recurUntil((entries: ReadonlyArray<unknown>) => entries.length > 1)
        yield* Effect.repeat(Effect.delay(asked(rig), 5), until)
        yield* Fiber.interrupt(fiber)
        assert.deepInclude(yield* Effect.promise(() => rig.api.getUser("u1")), { id: "u1" })
      })
    ))

  it("E5 repeats no post whose fate is not known", () =>
    withSdk([{ match: { path: "/api/v2/users" }, fault: { type: "status", status: 503 } }], (rig) =>
      Effect.gen(function* () {
        const call = () => rig.api.postUsers({ name: "Ada", email: "ada@example.com", divisionId: "d1" })
        const error = yield* Effect.flip(SdkCall.run("postUsers", call))
        assert.deepStrictEqual([error.reason._tag, error.attempts], ["Unavailable", 1])
        const declared = yield* Effect.flip(
          SdkCall.run("postUsers", call, { idempotent: true, deadline: "2 seconds" })
        )
        assert.isAbove(declared.attempts, 1)
      })
    ))
})
