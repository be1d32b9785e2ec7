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
import type { Fault } from "./Trouble.js"

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
  /** Whether somebody asked for it by its name. */
  readonly isNamed: boolean
  readonly environment: string | undefined
  readonly clientId: string | undefined
  readonly clientSecret: string | undefined
  readonly accessToken: string | undefined
}

/**
 * The sources, what is wrong with the profile that somebody asked for, and which files are there of which nothing is
 * used. A run goes on without the latter where nothing is missing.
 *
 * @since 0.1.0
 * @category models
 */
export interface Opened {
  readonly sources: Sources
  readonly faults: ReadonlyArray<Fault>
  readonly unread: ReadonlyArray<Fault>
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
    const find = (...names: ReadonlyArray<string>): Found | undefined => {
      for (const list of lists) {
        for (const name of names) {
          const value = list[name]
          if (value !== undefined && value.trim() !== "") return { name, value: value.trim() }
        }
      }
      return undefined
    }
    const file = (path: string): Either.Either<string, string> =>
      Either.mapBoth(read(resolve(options.cwd, path)), {
        onLeft: (code) => `cannot be read (${code})`,
        onRight: (text) => text.trim()
      })
    const profile = yield* profileOf(join(options.home, ".gc", "config.toml"), options.profile)
    return {
      sources: { find, file, profile: Either.getOrUndefined(profile) },
      faults: Either.isLeft(profile) && options.profile !== undefined ? [profile.left] : [],
      unread: [
        ...(Either.isLeft(dotenv) && dotenv.left !== absent
          ? [unused(`.env cannot be read (${dotenv.left})`, "Let this user read it")]
          : []),
        ...(Either.isLeft(profile) && options.profile === undefined ? [profile.left] : [])
      ]
    }
  })

const absent = "ENOENT"

const unused = (why: string, cure: string): Fault => ({
  what: `${why}, so nothing of it is used.`,
  fix: `${cure}, or give the settings another way.`
})

/** The text of a file, or the code of what is in the way (`ENOENT`). */
const read = (path: string): Either.Either<string, string> =>
  Either.try({
    // Some editors write a byte-order mark, which would become a part of the first name.
    try: () => readFileSync(path, "utf8").replace(/^\uFEFF/, ""),
    catch: (error) => (error instanceof Error && "code" in error ? String(error.code) : "unknown")
  })

/**
 * The profile that is wanted, else the default one where there is one. The official CLI writes that as `[DEFAULT]`;
 * names match as written, then without regard to case.
 */
const profileOf = (
  path: string,
  wanted: string | undefined
): Effect.Effect<Either.Either<Profile | undefined, Fault>> => {
  const broken = (why: string, cure: string): Either.Either<never, Fault> =>
    Either.left(
      wanted === undefined
        ? unused(`${path} ${why}`, cure)
        : { what: `${path} ${why}.`, fix: `${cure}, or leave --profile out.` }
    )
  const text = read(path)
  if (Either.isLeft(text) && text.left === absent) {
    return Effect.succeed(
      wanted === undefined
        ? Either.right(undefined)
        : Either.left({
            what: `There is no ${path} to read the profile "${wanted}" from.`,
            fix: "Leave --profile out, or put the file of the official CLI there."
          })
    )
  }
  if (Either.isLeft(text))
    return Effect.succeed(broken(`cannot be read (${text.left})`, "Let this user read it"))
  // Most runs have no such file and need no parser.
  return Effect.map(
    Effect.promise(() => import("smol-toml")),
    (toml) => {
      const parsed = Either.try(() => toml.parse(text.right))
      return Either.isLeft(parsed)
        ? broken("is not valid TOML", "Correct it")
        : profileIn(path, parsed.right, wanted)
    }
  )
}

const profileIn = (
  path: string,
  profiles: Readonly<Record<string, unknown>>,
  wanted: string | undefined
): Either.Either<Profile | undefined, Fault> => {
  const name = wanted ?? "DEFAULT"
  const key =
    Object.keys(profiles).find((each) => each === name) ??
    Object.keys(profiles).find((each) => each.toLowerCase() === name.toLowerCase())
  const section = key === undefined ? undefined : profiles[key]
  if (!Predicate.isRecord(section)) {
    const known = Object.entries(profiles).flatMap(([each, value]) =>
      Predicate.isRecord(value) ? [each] : []
    )
    return wanted === undefined
      ? Either.right(undefined)
      : Either.left({
          what: `${path} has no profile "${wanted}". It has: ${known.join(", ") || "none"}.`,
          fix: "Write the name of a profile of that file, or leave --profile out."
        })
  }
  const valueOf = (field: string): string | undefined => {
    const value = section[field]
    return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined
  }
  return Either.right({
    name: key ?? name,
    isNamed: wanted !== undefined,
    environment: valueOf("environment"),
    clientId: valueOf("client_credentials"),
    clientSecret: valueOf("client_secret"),
    accessToken: valueOf("access_token")
  })
}
