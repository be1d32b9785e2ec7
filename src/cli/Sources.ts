/**
 * Where settings come from: environment, `.env` in the working folder, a profile of the official CLI. Flags are the
 * commands' own and go before all of them.
 *
 * @since 0.1.0
 */
import { readFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { parseEnv } from "node:util"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Predicate from "effect/Predicate"

/**
 * A setting that was found, and where: the name is fit for a message.
 *
 * @since 0.1.0
 * @category models
 */
export interface Found {
  readonly name: string
  readonly value: string
}

/**
 * @since 0.1.0
 * @category models
 */
export interface Sources {
  /** The first of these names that is set and not blank: all of the environment goes before all of `.env`. */
  readonly find: (...names: ReadonlyArray<string>) => Found | undefined
  /** The text of a file that a setting points to, trimmed; the left side says why it cannot be read. */
  readonly file: (path: string) => Either.Either<string, string>
  readonly profile: Profile | undefined
}

/**
 * What a profile of `~/.gc/config.toml` may hold.
 *
 * @since 0.1.0
 * @category models
 */
export interface Profile {
  readonly name: string
  readonly environment: string | undefined
  readonly clientId: string | undefined
  readonly clientSecret: string | undefined
  readonly accessToken: string | undefined
}

/**
 * The sources, and what is wrong with the profile: then they are without one.
 *
 * @since 0.1.0
 * @category models
 */
export interface Opened {
  readonly sources: Sources
  readonly problem: string | undefined
  /** The same of a profile that nobody asked for: the run goes on without it. */
  readonly warning: string | undefined
  /** Why `.env` is there and not used. */
  readonly unread: string | undefined
}

/**
 * Opens the sources. `profile` names a profile that must exist; without it the default one is used if there is one.
 *
 * @since 0.1.0
 * @category constructors
 */
export const open = (options: {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  readonly home: string
  readonly profile: string | undefined
}): Effect.Effect<Opened> =>
  Effect.gen(function* () {
    const dotenv = read(join(options.cwd, ".env"))
    const lists = [options.env, Either.isLeft(dotenv) ? {} : parseEnv(dotenv.right)]
    const unread =
      Either.isLeft(dotenv) && dotenv.left !== "ENOENT" ? `.env cannot be read (${dotenv.left})` : undefined
    const find = (...names: ReadonlyArray<string>): Found | undefined => {
      for (const list of lists) {
        for (const name of names) {
          const value = list[name]
          if (value !== undefined && value.trim() !== "") return { name, value: value.trim() }
        }
      }
      return undefined
    }
    const file = (path: string): Either.Either<string, string> => {
      const text = readIfThere(resolve(options.cwd, path))
      return text === undefined ? Either.left("cannot be read") : Either.right(text.trim())
    }
    const path = join(options.home, ".gc", "config.toml")
    const text = readIfThere(path)
    const plain: Sources = { find, file, profile: undefined }
    if (text === undefined) {
      return {
        sources: plain,
        problem:
          options.profile === undefined
            ? undefined
            : `There is no ${path} to read the profile "${options.profile}" from.`,
        warning: undefined,
        unread
      }
    }
    return Either.match(yield* readProfile(text, options.profile), {
      onLeft: (problem) =>
        options.profile === undefined
          ? { sources: plain, problem: undefined, warning: `${path} ${problem} It is not used.`, unread }
          : { sources: plain, problem: `${path} ${problem}`, warning: undefined, unread },
      onRight: (profile) => ({
        sources: { ...plain, profile },
        problem: undefined,
        warning: undefined,
        unread
      })
    })
  })

/** The text of a file, or the code of what is in the way (`ENOENT`). */
const read = (path: string): Either.Either<string, string> =>
  Either.try({
    try: () => readFileSync(path, "utf8"),
    catch: (error) => (error instanceof Error && "code" in error ? String(error.code) : "unknown")
  })

const readIfThere = (path: string): string | undefined => Either.getOrUndefined(read(path))

/** The official CLI writes the default profile as `[DEFAULT]`; names match as written, then without regard to case. */
const readProfile = (
  text: string,
  wanted: string | undefined
): Effect.Effect<Either.Either<Profile | undefined, string>> =>
  Effect.map(
    // Most runs have no such file and need no parser.
    Effect.promise(() => import("smol-toml")),
    (toml) => {
      const parsed = Either.try(() => toml.parse(text))
      if (Either.isLeft(parsed)) return Either.left("is not valid TOML.")
      const name = wanted ?? "DEFAULT"
      const key =
        Object.keys(parsed.right).find((each) => each === name) ??
        Object.keys(parsed.right).find((each) => each.toLowerCase() === name.toLowerCase())
      const section = key === undefined ? undefined : parsed.right[key]
      if (!Predicate.isRecord(section)) {
        const known = Object.entries(parsed.right).flatMap(([each, value]) =>
          Predicate.isRecord(value) ? [each] : []
        )
        return wanted === undefined
          ? Either.right(undefined)
          : Either.left(`has no profile "${wanted}". It has: ${known.join(", ") || "none"}.`)
      }
      const valueOf = (field: string): string | undefined => {
        const value = section[field]
        return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined
      }
      return Either.right({
        name: key ?? name,
        environment: valueOf("environment"),
        clientId: valueOf("client_credentials"),
        clientSecret: valueOf("client_secret"),
        accessToken: valueOf("access_token")
      })
    }
  )
