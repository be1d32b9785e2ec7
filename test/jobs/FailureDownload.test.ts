import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import type { Source } from "../../src/jobs/Source.js"
import { detail, file, read, record } from "./FailedRecords.js"
import type { Answer } from "./ScriptedDoor.js"

describe("FailureDownload", () => {
  it.effect("a download never sends the token to a foreign host", () =>
    Effect.gen(function* () {
      const url = "https://files.elsewhere.test/x?signature=sentinel"
      const { codes, log, requests } = yield* read(file, { raw: { url } }, () => ({ body: [{ code: "A" }] }))
      assert.deepStrictEqual(codes, ["A"])
      assert.strictEqual(requests, 1)
      assert.deepStrictEqual(
        log.map(({ authorization, host }) => [host, authorization]),
        [["files.elsewhere.test", undefined]]
      )
    })
  )

  it.effect("C2 a download that fails tells neither its address nor its content", () =>
    Effect.gen(function* () {
      const url = "https://files.elsewhere.test/x?signature=sentinel"
      const answers: ReadonlyArray<Answer> = [
        { status: 403, body: `denied ${url}` },
        { body: '{"sentinel":' }
      ]
      const errors = yield* Effect.forEach(answers, (answer) =>
        Effect.map(
          read(file, { raw: { url } }, () => answer),
          ({ error }) => error
        )
      )
      for (const error of errors) {
        assert.isDefined(error)
        assert.notInclude(`${error?.message} ${JSON.stringify(error)}`, "sentinel")
        assert.include(error?.operation, "data-action")
      }
    })
  )

  it.effect("a download is bounded", () =>
    Effect.gen(function* () {
      const { codes, error } = yield* read(
        { ...file, maxBytes: 10 },
        { raw: { url: "https://files.test/x" } },
        () => ({ body: [{ code: "AAAAAAAA" }] })
      )
      assert.deepStrictEqual(codes, [])
      assert.match(detail(error) ?? "", /larger than 10 bytes/)
    })
  )

  it.effect("F6 a file that is cut off keeps its good rows, and is counted as one request", () =>
    Effect.gen(function* () {
      const rows = Array.from({ length: 5_000 }, (_, index) => `${index},A,text`).join("\n")
      const body = `id,code,text\n${rows}\n5000,A,"not closed`
      const csv: Source = { source: "download", url: "url", format: "csv", record }
      const { codes, error, log, requests } = yield* read(
        csv,
        { raw: { url: "https://files.test/x" } },
        () => ({ body })
      )
      assert.match(detail(error) ?? "", /cut off/)
      assert.strictEqual(codes.length, 5_000)
      assert.deepStrictEqual([log.length, requests], [1, 1])
    })
  )

  it.effect("F1 a web page in the place of the file is asked for once more", () =>
    Effect.gen(function* () {
      const csv: Source = { source: "download", url: "url", format: "csv", record }
      const url = "https://files.test/x"
      let asked = 0
      const once = yield* read(csv, { raw: { url } }, () => {
        asked += 1
        return { body: asked === 1 ? "<!doctype html><p>Try again" : "code\nA\n" }
      })
      assert.deepInclude(once, { codes: ["A"], requests: 2, error: undefined })
      const always = yield* read(csv, { raw: { url } }, () => ({ body: "<!doctype html><p>Try again" }))
      assert.deepStrictEqual([always.log.length, always.requests], [2, 2])
      assert.strictEqual(always.error?.reason._tag, "Undecodable")
    })
  )
})
