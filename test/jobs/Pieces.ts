/** A text, handed to a reader in pieces. */
import * as Either from "effect/Either"
import type { RecordReader } from "../../src/jobs/RecordReader.js"

export const inPieces = (
  reader: RecordReader,
  text: string,
  size: number
): Either.Either<ReadonlyArray<unknown>, string> =>
  Either.gen(function* () {
    const records: Array<unknown> = []
    for (let at = 0; at < text.length; at += size)
      records.push(...(yield* reader.push(text.slice(at, at + size))))
    records.push(...(yield* reader.end()))
    return records
  })
