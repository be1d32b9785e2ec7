/**
 * The records of a file that arrives in pieces.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import type * as Either from "effect/Either"
import * as Stream from "effect/Stream"

/**
 * Reads one file. Each piece gives the records that are complete by now, the end gives the rest; `Left` says why it is
 * no such file. A reader has state: make one per file.
 *
 * @since 0.1.0
 * @category models
 */
export interface RecordReader {
  readonly push: (text: string) => Either.Either<ReadonlyArray<unknown>, string>
  readonly end: () => Either.Either<ReadonlyArray<unknown>, string>
}

/**
 * The records of a stream of UTF-8 bytes, in batches. `malformed` makes the error from the reader's words.
 *
 * @since 0.1.0
 * @category constructors
 */
export const records = <E>(
  bytes: Stream.Stream<Uint8Array, E>,
  make: () => RecordReader,
  malformed: (detail: string) => E
): Stream.Stream<ReadonlyArray<unknown>, E> =>
  Stream.suspend(() => {
    const reader = make()
    return bytes.pipe(
      Stream.decodeText(),
      Stream.mapEffect((text) => Effect.mapError(reader.push(text), malformed)),
      Stream.concat(Stream.fromEffect(Effect.suspend(() => Effect.mapError(reader.end(), malformed))))
    )
  })
