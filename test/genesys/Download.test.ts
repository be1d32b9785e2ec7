import { assert, describe, it } from "@effect/vitest"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as FastCheck from "effect/FastCheck"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/TestClock"
import * as GenesysHttp from "../../src/genesys/GenesysHttp.js"
import * as Reply from "../../src/testing/Reply.js"
import type * as ScriptedGenesys from "../../src/testing/ScriptedGenesys.js"
import * as Door from "./Door.js"

const signed = "https://files.example.com/report.csv?signature=sentinel-signature"
const own = "https://api.mypurecloud.ie/api/v2/downloads/1?key=sentinel-signature"
const file = "id,code\n1,A\n2,B\n3,C\n"
const bytes = (text: string) => new TextEncoder().encode(text)

const download = (options: { url?: string; maxBytes?: number; deadline?: Duration.DurationInput } = {}) =>
  Effect.flatMap(GenesysHttp.GenesysHttp, (http) =>
    http
      .download({
        url: Redacted.make(options.url ?? signed),
        operation: "the report",
        maxBytes: options.maxBytes ?? 1_000,
        deadline: options.deadline
      })
      .pipe(
        Stream.decodeText(),
        Stream.runFold("", (all, part) => all + part)
      )
  )

const files = (script: ScriptedGenesys.Script, options?: Door.Options) =>
  Effect.provide(Door.layer({ "GET https://files.example.com/report.csv": script }, options))

const down = Reply.answer(503)

const rest = (from: number, headers: Reply.Headers = {}) =>
  Reply.answer(206, file.slice(from), {
    headers: { "content-range": `bytes ${from}-${file.length - 1}/${file.length}`, ...headers }
  })

describe("Download", () => {
  it.effect("C2 a foreign host gets no token and none is obtained", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* download(), file)
      const [asked] = yield* Door.requests
      assert.strictEqual(asked?.host, "files.example.com")
      assert.isUndefined(asked?.headers["authorization"])
      assert.strictEqual((yield* Door.logins).length, 0)
    }).pipe(files(Reply.answer(200, file)))
  )

  it.effect("A2 the API's own host gets the token, and a new one after a 401", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* download({ url: own }), file)
      assert.deepStrictEqual(
        (yield* Door.requests).map(({ headers }) => headers["authorization"]),
        ["Bearer token-1", "Bearer token-2"]
      )
    }).pipe(
      Effect.provide(Door.layer({ "GET /api/v2/downloads/1": [Reply.answer(401), Reply.answer(200, file)] }))
    )
  )

  it.effect("C2 a redirect of the API to a file host is followed without the token", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* download({ url: "/api/v2/downloads/1" }), file)
      const asked = yield* Door.requests
      assert.deepStrictEqual(
        asked.map(({ headers, host }) => [host, headers["authorization"]]),
        [
          ["api.mypurecloud.ie", "Bearer token-1"],
          ["files.example.com", undefined]
        ]
      )
    }).pipe(
      Effect.provide(
        Door.layer({
          "GET /api/v2/downloads/1": Reply.answer(302, "", { headers: { location: signed } }),
          "GET https://files.example.com/report.csv": Reply.answer(200, file)
        })
      )
    )
  )

  it.effect("C2 redirects without end, or to a place that is not safe, are refused", () =>
    Effect.gen(function* () {
      for (const location of [
        signed,
        "http://files.example.com/report.csv",
        "ftp://x",
        "https://u:p@files.example.com/"
      ]) {
        const error = yield* Door.failing(download()).pipe(
          files(Reply.answer(302, "", { headers: { location } }))
        )
        assert.deepInclude(error.reason, { _tag: "Undecodable" })
        assert.isAtMost(error.attempts, 6)
      }
    })
  )

  it.effect("C2 a link that is no usable URL is refused before anything is sent", () =>
    Effect.gen(function* () {
      for (const url of [
        "http://files.example.com/x",
        "javascript:1",
        "https://u:p@files.example.com/x",
        "https://"
      ]) {
        const error = yield* Effect.flip(download({ url }))
        assert.deepInclude(error.reason, { _tag: "Undecodable" })
      }
      assert.strictEqual((yield* Door.requests).length, 0)
    }).pipe(files(Reply.answer(200, file)))
  )

  it.effect("F1 a download that is cut off goes on where it stopped", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* Door.finished(download()), file)
      const asked = yield* Door.requests
      assert.deepStrictEqual(
        asked.map(({ headers }) => [headers["range"], headers["if-range"]]),
        [
          [undefined, undefined],
          ["bytes=8-", '"v1"'],
          ["bytes=12-", '"v1"']
        ]
      )
    }).pipe(
      files([
        Reply.cutOff(bytes(file.slice(0, 8)), { headers: { etag: '"v1"' } }),
        Reply.Reply.CutOff({
          status: 206,
          bytes: bytes(file.slice(8, 12)),
          headers: { "content-range": `bytes 8-19/${file.length}` },
          after: 0
        }),
        rest(12)
      ])
    )
  )

  it.effect("F1 a server that ignores the range sends the bytes again, and they are skipped", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* Door.finished(download()), file)
    }).pipe(files([Reply.cutOff(bytes(file.slice(0, 9))), Reply.answer(200, file)]))
  )

  it.effect("F1 a file that ends just where it was cut is complete", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* Door.finished(download()), file)
    }).pipe(
      files([
        Reply.cutOff(bytes(file)),
        Reply.answer(416, "", { headers: { "content-range": `bytes */${file.length}` } })
      ])
    )
  )

  it.effect("F1 an answer that is shorter than it says is no end of the file", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* Door.finished(download()), file)
      assert.strictEqual((yield* Door.requests).length, 2)
    }).pipe(
      files([
        Reply.answer(200, file.slice(0, 5), { headers: { "content-length": `${file.length}` } }),
        rest(5)
      ])
    )
  )

  it.effect(
    "F1 a file that changed meanwhile, or a part that does not fit, is an error and not a mixture",
    () =>
      Effect.gen(function* () {
        const start = Reply.cutOff(bytes(file.slice(0, 8)), { headers: { etag: '"v1"' } })
        const other = Reply.answer(200, file.toUpperCase(), { headers: { etag: '"v2"' } })
        const changed = yield* Door.failing(download()).pipe(files([start, other]))
        assert.include(changed.message, "the file changed while it was read")
        const gap = yield* Door.failing(download()).pipe(files([start, rest(10)]))
        assert.include(gap.message, "another part of the file")
      })
  )

  it.effect("F1 an empty file is a file", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* download(), "")
    }).pipe(files(Reply.answer(200, "")))
  )

  it.effect("F1 a file that is too large is an error, told before it is read where the size is known", () =>
    Effect.gen(function* () {
      const told = Reply.answer(200, file, { headers: { "content-length": `${file.length}` } })
      for (const reply of [Reply.answer(200, file), told]) {
        const error = yield* Effect.flip(download({ maxBytes: 10 })).pipe(files(reply))
        assert.include(error.message, "the file is larger than 10 bytes")
      }
      assert.strictEqual(yield* download({ maxBytes: file.length }).pipe(files(told)), file)
    })
  )

  it.effect("R1 faults are repeated under the retry policy, and wrong links are not", () =>
    Effect.gen(function* () {
      const ends: ReadonlyArray<readonly [Reply.Reply, number]> = [
        [Reply.answer(503), 6],
        [Reply.fault("ECONNRESET"), 4],
        [Reply.answer(403, "<Error><Code>AccessDenied</Code></Error>"), 1],
        [Reply.answer(404), 1]
      ]
      for (const [reply, requests] of ends) {
        const error = yield* Door.failing(download()).pipe(files(reply))
        assert.strictEqual(error.attempts, requests)
      }
    })
  )

  it.effect("R1 what a server delivers between its faults gives the file no new retries", () =>
    Effect.gen(function* () {
      const error = yield* Door.failing(download({ deadline: "1000 hours" }))
      assert.strictEqual(error.attempts, 4)
      assert.strictEqual(error.gaveUp, "spent")
    }).pipe(
      files((asked) => {
        const from = Number(/^bytes=(\d+)-/.exec(asked.headers["range"] ?? "")?.[1] ?? 0)
        const headers = { "content-range": `bytes ${from}-19/20` }
        return Reply.Reply.CutOff({ status: 206, headers, bytes: bytes("x"), after: 0 })
      })
    )
  )

  it.effect("R5 a download pays for its repetitions from the bucket of all calls", () =>
    Effect.gen(function* () {
      for (const url of [signed, own]) {
        const error = yield* Door.failing(download({ url }))
        assert.deepInclude(error, { attempts: 1, gaveUp: "shared-budget" })
      }
    }).pipe(
      Effect.provide(
        Door.layer(
          { "GET https://files.example.com/report.csv": down, "GET /api/v2/downloads/1": down },
          { policy: { breaker: false, retryBudget: { capacity: 0 } } }
        )
      )
    )
  )

  it.effect("B5 a circuit that opens while a download repeats ends it with its last real error", () =>
    Effect.gen(function* () {
      const error = yield* Door.failing(download({ url: own }))
      assert.deepInclude(error.reason, { _tag: "Unavailable", status: 503 })
      assert.deepInclude(error, { attempts: 5, gaveUp: "circuit-open" })
    }).pipe(Effect.provide(Door.layer({ "GET /api/v2/downloads/1": down })))
  )

  it.effect("F1 a file that is longer than it said is an error", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(download())
      assert.include(error.message, "longer than it said")
    }).pipe(
      files([
        Reply.answer(206, file, { headers: { "content-range": `bytes 0-9/10` } }),
        Reply.answer(200, file)
      ])
    )
  )

  it.effect("C2 whoever leads back to the API from abroad leads there without the token", () =>
    Effect.gen(function* () {
      yield* Effect.flip(download())
      assert.deepStrictEqual(
        (yield* Door.requests).map(({ headers, host }) => [host, headers["authorization"]]),
        [
          ["files.example.com", undefined],
          ["api.mypurecloud.ie", undefined]
        ]
      )
      assert.strictEqual((yield* Door.logins).length, 0)
    }).pipe(
      Effect.provide(
        Door.layer({
          "GET https://files.example.com/report.csv": Reply.answer(302, "", {
            headers: { location: "https://api.mypurecloud.ie/api/v2/authorization/roles" }
          }),
          "GET /api/v2/authorization/roles": Reply.answer(401)
        })
      )
    )
  )

  it.effect("H1 an error of a link that was never followed invents no status", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(download({ url: "ftp://x/y" }))
      assert.isTrue(Option.isNone(error.status))
      assert.strictEqual(error.attempts, 0)
    }).pipe(files(Reply.answer(200, file)))
  )

  it.effect("R2 Retry-After of a file host is waited for exactly", () =>
    Effect.gen(function* () {
      yield* Door.finished(download())
      assert.deepStrictEqual(yield* Door.gaps, [9_000])
    }).pipe(files([Reply.answer(503, "", { headers: { "retry-after": "9" } }), Reply.answer(200, file)]))
  )

  it.effect("R3 a hold of the API holds its own downloads too", () =>
    Effect.gen(function* () {
      yield* Door.finished(download({ url: own }))
      assert.deepStrictEqual(yield* Door.gaps, [30_000])
    }).pipe(
      Effect.provide(
        Door.layer({
          "GET /api/v2/downloads/1": [
            Reply.answer(429, "", { headers: { "retry-after": "30" } }),
            Reply.answer(200, file)
          ]
        })
      )
    )
  )

  it.effect("A2 a login that fails is not repeated by the download as well", () =>
    Effect.gen(function* () {
      const error = yield* Door.failing(download({ url: own }))
      assert.strictEqual(error.operation, "POST /oauth/token")
      assert.strictEqual((yield* Door.logins).length, 3)
    }).pipe(
      Effect.provide(Door.layer({}, { login: Reply.answer(503), policy: { retry: { maxRetries: 2 } } }))
    )
  )

  it.effect(
    "H0 a server that stops sending is a fault after the attempt timeout, and the deadline ends it all",
    () =>
      Effect.gen(function* () {
        const fiber = yield* Effect.fork(Effect.flip(download({ deadline: "40 seconds" })))
        yield* TestClock.adjust(Duration.millis(39_999))
        assert.isAtLeast((yield* Door.requests).length, 2)
        yield* TestClock.adjust(Duration.millis(1))
        assert.deepStrictEqual((yield* Fiber.join(fiber)).reason, {
          _tag: "DeadlineExceeded",
          afterMillis: 40_000
        })
      }).pipe(files(Reply.silence))
  )

  it.effect("C2 the link shows in no error, not even where the server repeats it", () =>
    Effect.gen(function* () {
      const echo = `<Error><Code>${signed}</Code><Message>${own}</Message></Error>`
      const errors = [
        yield* Door.failing(download()).pipe(files(Reply.answer(403, echo))),
        yield* Door.failing(download()).pipe(files(Reply.answer(403, { code: signed, message: signed }))),
        yield* Door.failing(download()).pipe(
          files(Reply.Reply.Fault({ cause: new Error(signed), after: 0 }))
        ),
        yield* Door.failing(download({ url: own })).pipe(
          Effect.provide(
            Door.layer({ "GET /api/v2/downloads/1": Reply.answer(403, { message: `no access to ${own}` }) })
          )
        )
      ]
      const echoed = Reply.answer(400, { message: "sentinel-signature does not match" })
      errors.push(
        yield* Door.failing(download({ url: own })).pipe(
          Effect.provide(Door.layer({ "GET /api/v2/downloads/1": echoed }))
        )
      )
      for (const error of errors) assert.notInclude(`${JSON.stringify(error)}${error.stack}`, "sentinel")
    })
  )

  it.effect.prop(
    "F1 however often a file is cut off, and whether or not ranges are understood, it arrives whole and once",
    {
      cuts: FastCheck.array(FastCheck.nat(file.length), { maxLength: 6 }),
      ranges: FastCheck.boolean()
    },
    ({ cuts, ranges }) => {
      const left = [...cuts]
      const script = (asked: ScriptedGenesys.Asked): Reply.Reply => {
        const from = ranges ? Number(/^bytes=(\d+)-/.exec(asked.headers["range"] ?? "")?.[1] ?? 0) : 0
        const headers: Reply.Headers =
          from === 0 ? {} : { "content-range": `bytes ${from}-${file.length - 1}/${file.length}` }
        const status = from === 0 ? 200 : 206
        if (from === file.length)
          return Reply.answer(416, "", { headers: { "content-range": `bytes */${from}` } })
        const cut = left.shift()
        return cut === undefined
          ? Reply.answer(status, file.slice(from), { headers })
          : Reply.Reply.CutOff({ status, headers, bytes: bytes(file.slice(from, from + cut)), after: 0 })
      }
      return Effect.gen(function* () {
        assert.strictEqual(yield* Door.finished(download()), file)
      }).pipe(files(script, { policy: { retry: { networkMaxRetries: 10 } } }))
    },
    { fastCheck: { numRuns: 20 } }
  )
})
