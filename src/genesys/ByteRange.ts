/**
 * How a file that was cut off goes on (RFC 9110, section 14): what to ask for, and what came.
 *
 * @since 0.1.0
 */
import * as Data from "effect/Data"

/**
 * What is known of a file of which `delivered` bytes are here. `validator` tells versions of it apart.
 *
 * @since 0.1.0
 * @category models
 */
export interface Progress {
  readonly delivered: number
  readonly validator: string | undefined
}

/**
 * What an answer brings.
 *
 * - `Bytes`: the file, after `skip` bytes that are here already; `size` is that of the whole file, where it is told.
 * - `Complete`: nothing is missing.
 * - `Changed`: another file than before.
 * - `Misplaced`: a part that does not follow what is here.
 *
 * @since 0.1.0
 * @category models
 */
export type Part = Data.TaggedEnum<{
  Bytes: {
    readonly skip: number
    readonly size: number | undefined
    readonly validator: string | undefined
  }
  Complete: Record<never, never>
  Changed: Record<never, never>
  Misplaced: Record<never, never>
}>

/**
 * @since 0.1.0
 * @category constructors
 */
export const Part = Data.taggedEnum<Part>()

/**
 * @since 0.1.0
 * @category constructors
 */
export const start: Progress = { delivered: 0, validator: undefined }

/**
 * The headers that ask for the rest of the file, and for all of it if it has changed.
 *
 * @since 0.1.0
 * @category combinators
 */
export const headers = (progress: Progress): Readonly<Record<string, string>> => {
  // A range counts the bytes that are sent, and those of a compressed file are others.
  const identity = { "accept-encoding": "identity" }
  if (progress.delivered === 0) return identity
  const ifRange = progress.validator?.startsWith('"') === true ? { "if-range": progress.validator } : {}
  return { ...identity, range: `bytes=${progress.delivered}-`, ...ifRange }
}

/**
 * Whether the status may bring a part of the file: 200, 206, and 416 where there is nothing left.
 *
 * @since 0.1.0
 * @category predicates
 */
export const isPart = (status: number, progress: Progress): boolean =>
  status === 200 || status === 206 || (status === 416 && progress.delivered > 0)

/**
 * Reads the head of an answer against what is here.
 *
 * @since 0.1.0
 * @category constructors
 */
export const part = (
  progress: Progress,
  answer: { readonly status: number; readonly headers: Readonly<Record<string, string | undefined>> }
): Part => {
  const { delivered } = progress
  const range = contentRange(answer.headers["content-range"])
  if (answer.status === 416) return range?.size === delivered ? Part.Complete() : Part.Changed()
  const validator = answer.headers["etag"] ?? answer.headers["last-modified"]
  if (progress.validator !== undefined && validator !== undefined && validator !== progress.validator)
    return Part.Changed()
  if (answer.status === 200) {
    const length = answer.headers["content-length"]
    const known = answer.headers["content-encoding"] === undefined && /^\d{1,15}$/.test(length ?? "")
    return Part.Bytes({ skip: delivered, size: known ? Number(length) : undefined, validator })
  }
  return range?.first === undefined || range.first > delivered
    ? Part.Misplaced()
    : Part.Bytes({ skip: delivered - range.first, size: range.size, validator })
}

interface ContentRange {
  readonly first: number | undefined
  readonly size: number | undefined
}

const contentRange = (header: string | undefined): ContentRange | undefined => {
  const found = /^bytes (?:(\d{1,15})-\d{1,15}|\*)\/(?:(\d{1,15})|\*)$/.exec(header ?? "")
  if (found === null) return undefined
  return {
    first: found[1] === undefined ? undefined : Number(found[1]),
    size: found[2] === undefined ? undefined : Number(found[2])
  }
}
