import { assert, describe, it } from "@effect/vitest"
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Stream from "effect/Stream"
import * as CsvRecords from "../../src/jobs/CsvRecords.js"
import * as JsonRecords from "../../src/jobs/JsonRecords.js"
import * as RecordReader from "../../src/jobs/RecordReader.js"

const bytes = (text: string, size: number) => {
  const all = new TextEncoder().encode(text)
  return Stream.fromIterable(
    Array.from({ length: Math.ceil(all.length / size) }, (_, at) => all.subarray(at * size, (at + 1) * size))
  )
}

describe("RecordReader", () => {
  it.effect("reads characters that are cut between two pieces", () =>
    Effect.gen(function* () {
      const batches = yield* Stream.runCollect(
        RecordReader.records(
          bytes("\ufeffid,text\n1,Grüße \u{1f600}\n", 1),
          CsvRecords.make,
          (detail) => detail
        )
      )
      assert.deepStrictEqual(Chunk.toReadonlyArray(batches).flat(), [{ id: "1", text: "Grüße \u{1f600}" }])
    })
  )

  it.effect("F6 what is malformed ends the stream after the records before it", () =>
    Effect.gen(function* () {
      const read: Array<unknown> = []
      const ended = yield* Effect.either(
        Stream.runForEach(
          RecordReader.records(
            bytes('{"a":1}\n{"a":2}\n{"a":', 9),
            () => JsonRecords.make("entities"),
            (detail) => detail
          ),
          (batch) => Effect.sync(() => read.push(...batch))
        )
      )
      assert.deepStrictEqual(read, [{ a: 1 }, { a: 2 }])
      assert.deepStrictEqual(ended, Either.left("a line of it is no JSON"))
    })
  )
})
