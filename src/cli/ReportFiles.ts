/**
 * Reports as files: the extension decides the form.
 *
 * @since 0.1.0
 */
import { accessSync, constants, renameSync, rmSync, writeFileSync } from "node:fs"
import { dirname, extname, resolve } from "node:path"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import type { Point } from "../report/Chart.js"
import * as Json from "../report/Json.js"
import type { JobReport, Report } from "../report/Report.js"
import * as Place from "./Place.js"
import type { Fault } from "./Trouble.js"

/**
 * What a form may tell beside the report: the readings of a job over time, and where the failed records were written.
 *
 * @since 0.1.0
 * @category models
 */
export interface Beside {
  readonly series?: ((job: JobReport["job"]) => ReadonlyArray<Point>) | undefined
  readonly failuresFile?: string | undefined
}

type Render = (report: Report, beside: Beside) => string

// Most runs write no file, and few need more than one form: each is loaded when it is asked for.
const forms: Readonly<Record<string, Effect.Effect<Render>>> = {
  ".json": Effect.succeed((report) => Json.render(report)),
  ".md": Effect.map(
    Effect.promise(() => import("../report/Markdown.js")),
    ({ render }): Render =>
      (report, { failuresFile }) =>
        render(report, { failuresFile })
  ),
  ".csv": Effect.map(
    Effect.promise(() => import("../report/Csv.js")),
    // It is read in spreadsheets, and Excel takes a file without this mark for the letters of an old code page.
    ({ render }): Render =>
      (report) =>
        `\ufeff${render(report)}`
  ),
  ".html": Effect.map(
    Effect.promise(() => import("../report/Html.js")),
    ({ render }): Render => render
  ),
  ".xml": Effect.map(
    Effect.promise(() => import("../report/Junit.js")),
    ({ render }): Render => render
  )
}

/**
 * The extensions that have a form.
 *
 * @since 0.1.0
 * @category constructors
 */
export const extensions: ReadonlyArray<string> = Object.keys(forms)

/**
 * What is wrong with these paths, found before the job is watched: an extension without a form, a folder that is not
 * there or cannot be written to, something in the place of the file that is none.
 *
 * @since 0.1.0
 * @category constructors
 */
export const check = (
  option: string,
  paths: ReadonlyArray<string>,
  cwd: string,
  accepted: ReadonlyArray<string> = extensions
): ReadonlyArray<Fault> =>
  paths.flatMap((path) => {
    const full = resolve(cwd, path)
    const faults: Array<Fault> = []
    const obstacle = Place.obstacle(full)
    const refuse = (what: string, fix: string) => faults.push({ what: `--${option} ${path}${what}`, fix })
    if (!accepted.includes(extname(full).toLowerCase())) {
      refuse(" has an extension that no form belongs to.", `Use one of ${accepted.join(" ")}.`)
    }
    const folder = dirname(full)
    if (!isFolder(folder)) refuse(`: there is no folder ${folder}.`, "Make the folder first.")
    else if (obstacle === "folder") refuse(" is a folder.", "Name a file in it.")
    else if (obstacle === "loop")
      refuse(" is a link that leads to itself.", "Remove it, or name another file.")
    else if (obstacle === "special")
      refuse(
        " is no file, and would be replaced by one.",
        "Name a file; a device or a pipe cannot be written to."
      )
    else if (Either.isLeft(Either.try(() => accessSync(folder, constants.W_OK)))) {
      refuse(
        `: the folder ${folder} cannot be written to.`,
        "Choose another folder, or change its permissions."
      )
    }
    return faults
  })

/**
 * Files that are named twice: one would overwrite the other.
 *
 * @since 0.1.0
 * @category constructors
 */
export const repeated = (paths: ReadonlyArray<string>, cwd: string): ReadonlyArray<Fault> =>
  paths
    .filter((path, index) => paths.findIndex((other) => resolve(cwd, other) === resolve(cwd, path)) < index)
    .map((path) => ({ what: `The file ${path} is named twice.`, fix: "Give each output a file of its own." }))

const isFolder = (path: string): boolean => Place.obstacle(path) === "folder"

/**
 * The paths that were written, and what is wrong with the others.
 *
 * @since 0.1.0
 * @category models
 */
export interface Written {
  readonly paths: ReadonlyArray<string>
  readonly faults: ReadonlyArray<Fault>
}

/**
 * Writes the report to each path; one that cannot be written does not stop the others. A file is complete or absent: it
 * is written beside its place and moved there.
 *
 * @since 0.1.0
 * @category combinators
 */
export const write = (
  report: Report,
  paths: ReadonlyArray<string>,
  cwd: string,
  beside: Beside = {}
): Effect.Effect<Written> =>
  Effect.map(
    Effect.forEach(paths, (path) => {
      const full = resolve(cwd, path)
      return Effect.map(forms[extname(full).toLowerCase()] ?? json, (render) =>
        Either.mapBoth(
          put(Place.target(full), () => render(report, beside)),
          {
            onLeft: (): Fault => ({
              what: `The report could not be written to ${path}.`,
              fix: "Check that the folder is writable and not full."
            }),
            onRight: () => path
          }
        )
      )
    }),
    (results) => ({
      paths: results.flatMap((result) => (Either.isRight(result) ? [result.right] : [])),
      faults: results.flatMap((result) => (Either.isLeft(result) ? [result.left] : []))
    })
  )

const json: Effect.Effect<Render> = Effect.succeed((report) => Json.render(report))

const put = (place: string, text: () => string): Either.Either<void, unknown> =>
  Either.try(() => {
    const temporary = `${place}.${process.pid}.tmp`
    try {
      writeFileSync(temporary, text())
      renameSync(temporary, place)
    } finally {
      rmSync(temporary, { force: true })
    }
  })
