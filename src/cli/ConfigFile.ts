/**
 * `genesys-jobs.config.json` in the working folder, or the file that `--config` names.
 *
 * @since 0.1.0
 */
import { readFileSync } from "node:fs"
import { resolve } from "node:path"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Kinds from "../jobs/Kinds.js"
import * as JsonText from "../text/JsonText.js"
import type { Destination } from "./ConfigSchema.js"
import type { Fault } from "./Trouble.js"

/**
 * The file that is read when none is named.
 *
 * @since 0.1.0
 * @category constructors
 */
export const defaultName = "genesys-jobs.config.json"

/**
 * What the configuration file adds to the program. `path` is there where there is a file.
 *
 * @since 0.1.0
 * @category models
 */
export interface ConfigFile {
  readonly path: string | undefined
  /** All kinds of the run. */
  readonly kinds: Kinds.Kinds
  /** The names of those that come from the file. */
  readonly custom: ReadonlySet<string>
  readonly destinations: ReadonlyArray<Destination>
}

/**
 * A run without a configuration file.
 *
 * @since 0.1.0
 * @category constructors
 */
export const none: ConfigFile = {
  path: undefined,
  kinds: Kinds.builtin,
  custom: new Set(),
  destinations: []
}

/**
 * Reads the file. A file that is named must be there. The left side holds every problem, each with its place in the
 * file.
 *
 * @since 0.1.0
 * @category constructors
 */
export const read = (options: {
  readonly cwd: string
  readonly path: string | undefined
}): Effect.Effect<Either.Either<ConfigFile, ReadonlyArray<Fault>>> =>
  Effect.suspend((): Effect.Effect<Either.Either<ConfigFile, ReadonlyArray<Fault>>> => {
    const path = options.path ?? defaultName
    const text = Either.try(() => readFileSync(resolve(options.cwd, path), "utf8"))
    if (Either.isLeft(text)) {
      const code = codeOf(text.left)
      return options.path === undefined && code === "ENOENT"
        ? Effect.succeed(Either.right(none))
        : refused(
            `The configuration file ${path} cannot be read${code === "" ? "" : ` (${code})`}.`,
            "Check the path and the permissions of the file."
          )
    }
    const parsed = JsonText.parse(text.right)
    if (Either.isLeft(parsed)) return refused(`${path} ${parsed.left}.`, JsonText.advice)
    return Effect.map(
      Effect.promise(() => import("./ConfigSchema.js")),
      (ConfigSchema) =>
        Either.mapBoth(ConfigSchema.decode(parsed.right), {
          onLeft: (problems) =>
            problems.map((problem): Fault => ({ what: `${path}: ${problem}`, fix: undefined })),
          onRight: ({ destinations, kinds }): ConfigFile => ({
            path,
            kinds: Kinds.withCustom(Kinds.builtin, kinds),
            custom: new Set(kinds.map(({ name }) => name)),
            destinations
          })
        })
    )
  })

const refused = (what: string, fix: string) => Effect.succeed(Either.left([{ what, fix }]))

const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : ""
