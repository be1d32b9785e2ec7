/**
 * Every failed record in a file, as it came: written while pages arrive, in constant memory, and moved into place only
 * when it is complete.
 *
 * @since 0.1.0
 */
import { closeSync, openSync, renameSync, rmSync, writeSync } from "node:fs"
import { extname, resolve } from "node:path"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import type * as Scope from "effect/Scope"
import type { FailurePage } from "../jobs/Job.js"
import type * as RecordFile from "../report/RecordFile.js"
import { Trouble } from "./Trouble.js"

/**
 * The extensions that have a form.
 *
 * @since 0.1.0
 * @category constructors
 */
export const extensions: ReadonlyArray<string> = [".ndjson", ".csv"]

/**
 * @since 0.1.0
 * @category models
 */
export interface FailureFile {
  readonly append: (page: FailurePage) => Effect.Effect<void>
  /** Moves a complete file into place and gives its path; removes an incomplete one. */
  readonly close: (complete: boolean) => Effect.Effect<string | undefined, Trouble>
}

/**
 * Opens the file beside its place. Whatever happens, nothing half-written stays. Without a path nothing is written.
 *
 * @since 0.1.0
 * @category constructors
 */
export const open = (
  path: string | undefined,
  cwd: string
): Effect.Effect<FailureFile, Trouble, Scope.Scope> =>
  path === undefined
    ? Effect.succeed({ append: () => Effect.void, close: () => Effect.succeed(undefined) })
    : Effect.flatMap(
        // Loaded only where somebody wants the records.
        Effect.promise(() => import("../report/RecordFile.js")),
        (rows) =>
          Effect.map(Effect.acquireRelease(acquire(path, cwd, formOf(path, rows)), release), (file) => ({
            append: (page) => Effect.sync(() => append(file, file.form.page(page))),
            close: (complete) => (complete ? move(file) : Effect.succeed(undefined))
          }))
      )

/** `page` is the text of a page, `end` what a complete file still needs after the last one. */
interface Form {
  readonly page: (page: FailurePage) => string
  readonly end: () => string
}

const formOf = (path: string, rows: typeof RecordFile): Form => {
  if (extname(path).toLowerCase() !== ".csv") {
    return { page: ({ failures }) => failures.map(rows.ndjson).join(""), end: () => "" }
  }
  // The header stands before the last record is known: its columns are those of the first page that holds any.
  let columns: RecordFile.Columns | undefined
  return {
    page: ({ failures }) => {
      if (failures.length === 0) return ""
      const header = columns === undefined
      const made = columns ?? rows.columns(failures)
      columns = made
      return (
        (header ? rows.csvHeader(made) : "") + failures.map((failure) => rows.csv(made, failure)).join("")
      )
    },
    end: () => (columns === undefined ? rows.csvHeader(rows.columns([])) : "")
  }
}

interface OpenFile {
  readonly path: string
  readonly place: string
  readonly temporary: string
  readonly form: Form
  fd: number | undefined
  fault: boolean
}

const acquire = (path: string, cwd: string, form: Form): Effect.Effect<OpenFile, Trouble> => {
  const place = resolve(cwd, path)
  const temporary = `${place}.${process.pid}.tmp`
  return Either.match(
    Either.try(() => openSync(temporary, "w", 0o600)),
    {
      onLeft: () => Effect.fail(unwritable(path)),
      onRight: (fd) => Effect.succeed({ path, place, temporary, form, fd, fault: false })
    }
  )
}

/** A disk that is full must not end the watch: the fault is told when the file is closed. */
const append = (file: OpenFile, text: string): void => {
  const { fd } = file
  if (fd === undefined || file.fault || text === "") return
  file.fault = Either.isLeft(Either.try(() => writeAll(fd, Buffer.from(text))))
}

/** A write may take only a part, above all just before a disk is full. */
const writeAll = (fd: number, bytes: Buffer): void => {
  for (let at = 0; at < bytes.length; at += writeSync(fd, bytes, at));
}

const move = (file: OpenFile): Effect.Effect<string, Trouble> => {
  append(file, file.form.end())
  const moved = Either.try(() => {
    shut(file)
    if (!file.fault) renameSync(file.temporary, file.place)
  })
  return Either.isLeft(moved) || file.fault ? Effect.fail(unwritable(file.path)) : Effect.succeed(file.path)
}

const release = (file: OpenFile): Effect.Effect<void> =>
  Effect.sync(() => {
    shut(file)
    rmSync(file.temporary, { force: true })
  })

const shut = (file: OpenFile): void => {
  if (file.fd !== undefined) closeSync(file.fd)
  file.fd = undefined
}

const unwritable = (path: string): Trouble =>
  new Trouble({
    headline: undefined,
    faults: [
      {
        what: `The failed records could not be written to ${path}.`,
        fix: "Check that the folder is writable and not full."
      }
    ],
    exitCode: 2
  })
