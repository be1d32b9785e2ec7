/**
 * What people were told last, in a small file of the user's: for `--notify on-change`.
 *
 * Each message adds a line, with one write to the end of the file, so that runs side by side do not disturb each other
 * and a crash costs at most its own line. The last line of a key holds, whatever the clock said when it was written.
 * When the file has grown it is written anew with those.
 *
 * @since 0.1.0
 */
import {
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync
} from "node:fs"
import { dirname, isAbsolute, join } from "node:path"
import * as Clock from "effect/Clock"
import * as Data from "effect/Data"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type { OutcomeLog } from "../watch/OutcomeLog.js"

/**
 * Where the file is: in `XDG_STATE_HOME` (freedesktop.org, "XDG Base Directory"), which is `~/.local/state` where it is
 * not set.
 *
 * @since 0.1.0
 * @category constructors
 */
export const pathOf = (place: {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly home: string
}): string => {
  const given = place.env["XDG_STATE_HOME"]
  const state = given !== undefined && isAbsolute(given) ? given : join(place.home, ".local", "state")
  return join(state, "genesys-jobs", "notifications.ndjson")
}

const Entry = Schema.Struct({ at: Schema.String, key: Schema.String, digest: Schema.String })

type Entry = typeof Entry.Type

const Line = Schema.parseJson(Entry)

/**
 * The log in this file. Lines that cannot be read are passed over. Where the file cannot be read or written, `warn` is
 * told, once, and people are told again the next time: that is better than not at all.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (
  path: string,
  options: {
    readonly warn: (warning: string) => Effect.Effect<void>
    /** The size above which the file is written anew, in bytes. Default: 256 KiB. */
    readonly compactAbove?: number | undefined
  }
): OutcomeLog => {
  const compactAbove = options.compactAbove ?? 256 * 1024
  let warned = false
  const warn = (what: string, error: unknown) =>
    Effect.suspend(() => {
      if (warned) return Effect.void
      warned = true
      return options.warn(`${path} could not be ${what} (${codeOf(error)}): people may be told again.`)
    })
  return {
    last: (key) =>
      Effect.suspend(() =>
        Either.match(
          Either.try(() => lastOf(readIfThere(path), key)),
          {
            onLeft: (error) => Effect.as(warn("read", error), undefined),
            onRight: Effect.succeed
          }
        )
      ),
    add: (key, digest) =>
      Effect.flatMap(Clock.currentTimeMillis, (now) => {
        const line = lineOf({ at: DateTime.formatIso(DateTime.unsafeMake(now)), key, digest })
        return Either.match(
          Either.try(() => {
            mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
            append(path, line)
            if (statSync(path).size > compactAbove) compact(path, now, compactAbove / 2)
          }),
          { onLeft: (error) => warn("written", error), onRight: () => Effect.void }
        )
      })
  }
}

class Unwritten extends Data.TaggedError("Unwritten")<{ readonly code: string }> {}

const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "unknown"

const readIfThere = (path: string): string => {
  try {
    return readFileSync(path, "utf8")
  } catch (error) {
    if (codeOf(error) === "ENOENT") return ""
    throw error
  }
}

const entriesOf = (text: string): ReadonlyArray<Entry> =>
  text.split("\n").flatMap((line) => Option.toArray(Schema.decodeUnknownOption(Line)(line)))

const lineOf = (entry: Entry): string => `${JSON.stringify(entry)}\n`

const lastOf = (text: string, key: string): string | undefined =>
  entriesOf(text).findLast((entry) => entry.key === key)?.digest

/** One write at the end of the file; once more where the file was replaced in the same moment. */
const append = (path: string, lines: string): void => {
  for (let attempt = 0; attempt < 5; attempt++) {
    const fd = openSync(path, "a+", 0o600)
    try {
      // A run that died while it wrote has left a piece of a line; ours must not become a part of it.
      const text = Buffer.from(endsClean(fd) ? lines : `\n${lines}`)
      if (writeSync(fd, text) < text.length) throw new Unwritten({ code: "ENOSPC" })
      if (fstatSync(fd).ino === statSync(path).ino) return
    } finally {
      closeSync(fd)
    }
  }
  throw new Unwritten({ code: "EBUSY" })
}

const endsClean = (fd: number): boolean => {
  const { size } = fstatSync(fd)
  const byte = Buffer.alloc(1)
  return size === 0 || (readSync(fd, byte, 0, 1, size - 1) === 1 && byte[0] === 0x0a)
}

/**
 * The last line of each key, in the order in which they were added; the oldest go where that is more than `most`
 * characters.
 */
const newest = (text: string, most: number): string => {
  const lines: Array<string> = []
  const seen = new Set<string>()
  let size = 0
  for (const entry of entriesOf(text).toReversed()) {
    if (seen.has(entry.key)) continue
    const line = lineOf(entry)
    size += line.length
    if (size > most) break
    seen.add(entry.key)
    lines.push(line)
  }
  return lines.reverse().join("")
}

const staleAfterMillis = 60_000

/**
 * The new file is also the lock: only one run at a time makes it, the others go on. What was added to the old file
 * while the new one was made is added to the new one.
 */
const compact = (path: string, now: number, most: number): void => {
  const temporary = `${path}.compact`
  const made = Either.try(() => openSync(temporary, "wx", 0o600))
  if (Either.isLeft(made)) {
    const left = Either.try(() => statSync(temporary).mtimeMs)
    if (Either.isRight(left) && now - left.right > staleAfterMillis) rmSync(temporary, { force: true })
    return
  }
  const old = openSync(path, "r")
  let kept = Buffer.alloc(0)
  try {
    try {
      kept = Buffer.from(newest(readFileSync(old, "utf8"), most))
      writeFileSync(made.right, kept)
      renameSync(temporary, path)
    } catch (error) {
      // Only while the lock is ours: after the move, the next run may have made its own.
      rmSync(temporary, { force: true })
      throw error
    }
    // Reading goes on where it stopped. What stands behind the kept lines by now is newer than these.
    const late = entriesOf(readFileSync(old, "utf8"))
    if (late.length === 0) return
    const newer = new Set(
      entriesOf(readFileSync(path).subarray(kept.length).toString()).map(({ key }) => key)
    )
    append(
      path,
      late
        .filter(({ key }) => !newer.has(key))
        .map(lineOf)
        .join("")
    )
  } finally {
    closeSync(old)
    closeSync(made.right)
  }
}
