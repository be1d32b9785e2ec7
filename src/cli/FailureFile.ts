/**
 * Every failed record in a file, as it came: written while pages arrive, in constant memory, and moved into place only
 * when it is complete. An incomplete one says so in its name.
 *
 * @since 0.1.0
 */
import {
  closeSync,
  fchmodSync,
  fstatSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeSync
} from "node:fs"
import { hostname } from "node:os"
import { basename, dirname, extname, join, resolve } from "node:path"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Predicate from "effect/Predicate"
import type * as Scope from "effect/Scope"
import * as Job from "../jobs/Job.js"
import * as ExitCode from "../report/ExitCode.js"
import type * as RecordFile from "../report/RecordFile.js"
import * as Place from "./Place.js"
import { type Fault, Trouble } from "./Trouble.js"

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
  /** Writes the failures of a page; `of` is asked for where the records tell their job. */
  readonly append: (page: Job.FailurePage, of?: { readonly job: Job.Job }) => Effect.Effect<void>
  /** Moves a complete file into place, and an incomplete one beside it: what was read is not lost. */
  readonly close: (complete: boolean) => Effect.Effect<Closed>
}

/**
 * What became of a file: where it is, if it could be written, and what the user is told.
 *
 * @since 0.1.0
 * @category models
 */
export interface Closed {
  readonly failuresFile: string | undefined
  readonly warnings: ReadonlyArray<string>
  readonly faults: ReadonlyArray<Fault>
}

/**
 * Opens a file beside its place. Whatever happens, nothing half-written stays; what a killed process left there is
 * removed. Without a path nothing is written. The records tell their job where there are more `jobs` than one.
 *
 * @since 0.1.0
 * @category constructors
 */
export const open = (
  path: string | undefined,
  cwd: string,
  jobs = 1
): Effect.Effect<FailureFile, Trouble, Scope.Scope> =>
  path === undefined
    ? Effect.succeed({ append: () => Effect.void, close: () => Effect.succeed(nothing) })
    : Effect.gen(function* () {
        // Loaded only where somebody wants the records.
        const rows = yield* Effect.promise(() => import("../report/RecordFile.js"))
        const named = jobs > 1
        const file = yield* Effect.acquireRelease(acquire(path, cwd, formOf(path, rows, named)), release)
        return {
          append: (page, of) =>
            Effect.sync(() => append(file, file.form.page(page, of === undefined ? "" : Job.format(of.job)))),
          close: (complete) => Effect.sync(() => close(file, complete))
        }
      })

/** `page` is the text of a page, `end` what a complete file still needs after the last one. */
interface Form {
  readonly page: (page: Job.FailurePage, job: string) => string
  readonly end: () => string
}

const formOf = (path: string, rows: typeof RecordFile, named: boolean): Form => {
  if (extname(path).toLowerCase() !== ".csv") {
    return {
      page: ({ failures }, job) =>
        failures.map((failure) => rows.ndjson(failure, named ? job : undefined)).join(""),
      end: () => ""
    }
  }
  // The header stands before the last record is known: its columns are those of the first page that holds any.
  let columns: RecordFile.Columns | undefined
  return {
    page: ({ failures }, job) => {
      if (failures.length === 0) return ""
      const header = columns === undefined
      const made = columns ?? rows.columns(failures, named)
      columns = made
      return (
        (header ? rows.csvHeader(made) : "") +
        failures.map((failure) => rows.csv(made, failure, job)).join("")
      )
    },
    end: () => (columns === undefined ? rows.csvHeader(rows.columns([], named)) : "")
  }
}

const nothing: Closed = { failuresFile: undefined, warnings: [], faults: [] }

interface OpenFile {
  readonly path: string
  readonly place: string
  readonly temporary: string
  readonly form: Form
  fd: number | undefined
  fault: boolean
  isEmpty: boolean
}

const acquire = (path: string, cwd: string, form: Form): Effect.Effect<OpenFile, Trouble> =>
  Effect.try({
    try: () => {
      const place = Place.target(resolve(cwd, path))
      sweep(place)
      const temporary = `${temporaryStart(place)}${process.pid}.tmp`
      return {
        path,
        place,
        temporary,
        form,
        fd: create(temporary, modeOf(place)),
        fault: false,
        isEmpty: true
      }
    },
    catch: () => new Trouble({ headline: undefined, faults: [unwritable(path)], exitCode: ExitCode.usage })
  })

/** With the name of the machine: on a shared disk, a process of another one may have the same number. */
const temporaryStart = (place: string): string => `${place}.${hostname()}.`

/** Removes what killed processes left. A process that lives keeps its file; what cannot be removed stays. */
const sweep = (place: string): void => {
  const folder = dirname(place)
  const start = basename(temporaryStart(place))
  const names = Either.getOrElse(
    Either.try(() => readdirSync(folder)),
    () => []
  )
  for (const name of names) {
    const pid = name.startsWith(start) ? /^(\d+)\.tmp$/.exec(name.slice(start.length))?.[1] : undefined
    if (pid !== undefined && isDead(Number(pid))) Either.try(() => rmSync(join(folder, name)))
  }
}

const isDead = (pid: number): boolean =>
  Either.match(
    // Signal 0 is none: it only asks.
    Either.try(() => process.kill(pid, 0)),
    {
      onLeft: (error) => Predicate.hasProperty(error, "code") && error.code === "ESRCH",
      onRight: () => false
    }
  )

const modeOf = (place: string): number | undefined => {
  const found = statSync(place, { throwIfNoEntry: false })
  return found?.isFile() === true ? found.mode & 0o777 : undefined
}

/** With the mode of the file that it will replace, and with the usual one where there is none. */
const create = (path: string, mode: number | undefined): number => {
  const fd = openSync(path, "w", mode ?? 0o666)
  if (mode !== undefined && (fstatSync(fd).mode & 0o777) !== mode) fchmodSync(fd, mode)
  return fd
}

/** A disk that is full must not end the watch: the fault is told when the file is closed. */
const append = (file: OpenFile, text: string): void => {
  const { fd } = file
  if (fd === undefined || file.fault || text === "") return
  file.isEmpty = false
  file.fault = Either.isLeft(Either.try(() => writeAll(fd, Buffer.from(text))))
}

/** A write may take only a part, above all just before a disk is full. */
const writeAll = (fd: number, bytes: Buffer): void => {
  for (let at = 0; at < bytes.length; at += writeSync(fd, bytes, at));
}

const close = (file: OpenFile, complete: boolean): Closed => {
  const { path, place } = file
  if (!complete && file.isEmpty) return { ...nothing, warnings: [`${path} was not written: ${unread}.`] }
  if (complete) append(file, file.form.end())
  const moved = Either.try(() => {
    shut(file)
    if (!file.fault) renameSync(file.temporary, complete ? place : incomplete(place))
  })
  if (Either.isLeft(moved) || file.fault) return { ...nothing, faults: [unwritable(path)] }
  if (complete) return { ...nothing, failuresFile: path }
  const failuresFile = incomplete(path)
  return {
    ...nothing,
    failuresFile,
    warnings: [`${path} was not written: ${unread}. Those that were are in ${failuresFile}.`]
  }
}

const unread = "not all failed records could be read"

/** `failed.csv` is complete or not there; what was read of it is in `failed.incomplete.csv`. */
const incomplete = (path: string): string => {
  const extension = extname(path)
  return `${path.slice(0, path.length - extension.length)}.incomplete${extension}`
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

const unwritable = (path: string): Fault => ({
  what: `The failed records could not be written to ${path}.`,
  fix: "Check that the folder is writable and not full."
})
