/**
 * Reports as files: the extension decides the form.
 *
 * @since 0.1.0
 */
import { existsSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs"
import { dirname, extname, resolve } from "node:path"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Json from "../report/Json.js"
import type { Report } from "../report/Report.js"
import { type Fault, Trouble } from "./Trouble.js"

const forms: Readonly<Record<string, (report: Report) => string>> = {
  ".json": (report) => Json.render(report)
}

/**
 * What is wrong with these paths, found before the job is watched: an extension without a form, a folder that is not there.
 *
 * @since 0.1.0
 * @category constructors
 */
export const check = (
  option: string,
  paths: ReadonlyArray<string>,
  cwd: string,
  extensions: ReadonlyArray<string> = Object.keys(forms)
): ReadonlyArray<Fault> =>
  paths.flatMap((path) => {
    const full = resolve(cwd, path)
    const faults: Array<Fault> = []
    if (!extensions.includes(extname(full).toLowerCase())) {
      faults.push({
        what: `--${option} ${path} has an extension that no form belongs to.`,
        fix: `Use one of ${extensions.join(" ")}.`
      })
    }
    const folder = dirname(full)
    if (!existsSync(folder) || !statSync(folder).isDirectory()) {
      faults.push({
        what: `--${option} ${path}: there is no folder ${folder}.`,
        fix: "Make the folder first."
      })
    }
    return faults
  })

/**
 * Writes the report to each path. A file is complete or absent: it is written beside its place and moved there.
 *
 * @since 0.1.0
 * @category combinators
 */
export const write = (
  report: Report,
  paths: ReadonlyArray<string>,
  cwd: string
): Effect.Effect<void, Trouble> =>
  Effect.forEach(
    paths,
    (path) => {
      const full = resolve(cwd, path)
      const render = forms[extname(full).toLowerCase()] ?? Json.render
      return Either.match(
        Either.try(() => {
          const temporary = `${full}.${process.pid}.tmp`
          try {
            writeFileSync(temporary, render(report))
            renameSync(temporary, full)
          } finally {
            rmSync(temporary, { force: true })
          }
        }),
        {
          onLeft: () =>
            Effect.fail(
              new Trouble({
                headline: undefined,
                faults: [
                  {
                    what: `The report could not be written to ${path}.`,
                    fix: "Check that the folder is writable and not full."
                  }
                ],
                exitCode: 2
              })
            ),
          onRight: () => Effect.void
        }
      )
    },
    { discard: true }
  )
