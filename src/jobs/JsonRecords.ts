/**
 * The records of a JSON file that arrives in pieces: a list, an object that holds a list, or one object a line
 * (NDJSON). Lines are handed on as they come; a list has to be complete first, in memory, so the size of the file must
 * be bounded by the caller.
 *
 * @since 0.1.0
 */
import * as Either from "effect/Either"
import * as Predicate from "effect/Predicate"
import * as ExactJson from "../text/ExactJson.js"
import * as Field from "./Field.js"
import type { Field as Place } from "./FieldSchema.js"
import type { RecordReader } from "./RecordReader.js"

/**
 * A reader for one file. `items` tells where an object holds its list.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (items: Place): RecordReader => {
  const list = Field.list(items, "list-only")
  let mode: "undecided" | "lines" | "whole" = "undecided"
  let pieces: Array<string> = []
  let begun = false
  let firstLineEnded = false

  const whole = (text: string): Either.Either<ReadonlyArray<unknown>, string> =>
    Either.flatMap(
      Either.mapLeft(parse(text), () => "the JSON is cut off or malformed"),
      (body) => {
        if (Array.isArray(body)) return Either.right(body)
        const found = list(body)
        if (found !== undefined) return Either.right(found)
        // A file of one line may hold one record; an object with a list of another name does not.
        return Predicate.isRecord(body) && !Object.values(body).some(Array.isArray)
          ? Either.right([body])
          : Either.left("there is no list of records in it")
      }
    )

  const lines = (text: string): Either.Either<ReadonlyArray<unknown>, string> =>
    Either.mapLeft(
      Either.all(text.split("\n").flatMap((line) => (line.trim() === "" ? [] : [parse(line)]))),
      () => "a line of it is no JSON"
    )

  /** One object on the first line and something after it: lines. Anything else is one document. */
  const decide = (text: string): void => {
    const content = begun ? text : text.trimStart()
    if (content === "") return
    if (!begun && !content.startsWith("{")) mode = "whole"
    begun = true
    const end = firstLineEnded ? 0 : content.indexOf("\n")
    firstLineEnded = end >= 0
    if (mode === "whole" || end < 0 || content.slice(end).trim() === "") return
    const first = parse(pieces.join("").trimStart().split("\n", 1)[0] ?? "")
    const isLine = Either.isRight(first) && Predicate.isRecord(first.right) && list(first.right) === undefined
    mode = isLine ? "lines" : "whole"
  }

  return {
    push: (text) => {
      pieces.push(text)
      if (mode === "undecided") decide(text)
      if (mode !== "lines" || !text.includes("\n")) return Either.right([])
      const held = pieces.join("")
      const end = held.lastIndexOf("\n") + 1
      pieces = [held.slice(end)]
      return lines(held.slice(0, end))
    },
    end: () => (mode === "lines" ? lines : whole)(pieces.join(""))
  }
}

const parse = (text: string): Either.Either<unknown, unknown> => Either.try(() => ExactJson.parse(text))
