/**
 * Every failed record in a file, as it came: written while pages arrive, in constant memory, and moved into place only when it is
 * complete.
 *
 * @since 0.1.0
 */
import { closeSync, openSync, renameSync, rmSync, writeSync } from "node:fs"
import { extname, resolve } from "node:path"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import type * as Scope from "effect/Scope"
import type { FailurePage } from "../jobs/Job.js"
import { Trouble } from "./Trouble.js"

/**
 * The extensions that have a form.
 *
 * @since 0.1.0
 * @category constructors
 */
export const extensions: ReadonlyArray<string> = [".ndjson"]

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
    : Effect.map(Effect.acquireRelease(acquire(path, cwd), release), (file) => ({
        append: (page) => Effect.sync(() => append(file, page)),
        close: (complete) => (complete ? move(file) : Effect.succeed(undefined))
      }))

interface OpenFile {
  readonly path: string
  readonly place: string
  readonly temporary: string
  readonly form: string
  fd: number | undefined
  fault: string | undefined
}

const acquire = (path: string, cwd: string): Effect.Effect<OpenFile, Trouble> => {
  const place = resolve(cwd, path)
  const temporary = `${place}.${process.pid}.tmp`
  return Either.match(
    Either.try(() => openSync(temporary, "w", 0o600)),
    {
      onLeft: () => Effect.fail(unwritable(path)),
      onRight: (fd) =>
        Effect.succeed({ path, place, temporary, form: extname(place).toLowerCase(), fd, fault: undefined })
    }
  )
}

/** A disk that is full must not end the watch: the fault is told when the file is closed. */
const append = (file: OpenFile, page: FailurePage): void => {
  const { fd } = file
  if (fd === undefined || file.fault !== undefined) return
  const lines = page.failures.map((failure) => `${JSON.stringify(failure.record)}\n`).join("")
  const written = Either.try(() => writeSync(fd, lines))
  if (Either.isLeft(written)) file.fault = "write"
}

const move = (file: OpenFile): Effect.Effect<string, Trouble> => {
  const moved = Either.try(() => {
    shut(file)
    if (file.fault === undefined) renameSync(file.temporary, file.place)
  })
  return Either.isLeft(moved) || file.fault !== undefined
    ? Effect.fail(unwritable(file.path))
    : Effect.succeed(file.path)
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
