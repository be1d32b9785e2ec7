/**
 * Options that several commands share, and the reading of their values. A value that cannot be used is a fault like any
 * other problem of the configuration, so that all of them are told at once.
 *
 * @since 0.1.0
 */
import * as Either from "effect/Either"
import type { Fault } from "./Trouble.js"

/**
 * An option of a command: how it is written, what it means, and what its value is.
 *
 * @since 0.1.0
 * @category models
 */
export interface Flag<A> {
  /** Without the dashes. */
  readonly name: string
  /** What stands for its value in the help; `undefined` for an option that is there or not. */
  readonly value: string | undefined
  readonly description: string
  /** The words that its value may be, where they are few. */
  readonly words: ReadonlyArray<string>
  readonly repeatable: boolean
  /** The value of the texts given for it, none where it was left out; the left side says which values it takes. */
  readonly read: (given: ReadonlyArray<string>) => Either.Either<A, string>
}

/**
 * The values of a command's options, by the same names.
 *
 * @since 0.1.0
 * @category models
 */
export type Values<Flags extends Readonly<Record<string, Flag<unknown>>>> = {
  readonly [Name in keyof Flags]: Flags[Name] extends Flag<infer A> ? A : never
}

/**
 * An option as the help shows it.
 *
 * @since 0.1.0
 * @category rendering
 */
export const usage = ({ name, value }: Flag<unknown>): string =>
  value === undefined ? `--${name}` : `--${name} ${value}`

/**
 * An option with a text as its value.
 *
 * @since 0.1.0
 * @category constructors
 */
export const text = (name: string, value: string, description: string): Flag<string | undefined> => ({
  name,
  value,
  description,
  words: [],
  repeatable: false,
  read: ([given]) => Either.right(given)
})

/**
 * A text that may be given several times.
 *
 * @since 0.1.0
 * @category constructors
 */
export const texts = (name: string, value: string, description: string): Flag<ReadonlyArray<string>> => ({
  name,
  value,
  description,
  words: [],
  repeatable: true,
  read: Either.right
})

/**
 * One of a few words, or none where the option is left out. `otherwise` says what holds then.
 *
 * @since 0.1.0
 * @category constructors
 */
export const choiceOrNone = <A extends string>(
  name: string,
  words: readonly [A, ...Array<A>],
  description: string,
  otherwise: string
): Flag<A | undefined> => ({
  name,
  value: words.join("|"),
  description: `${description} Default: ${otherwise}.`,
  words,
  repeatable: false,
  read: ([given]) => {
    const word = words.find((each) => each === given)
    return given === undefined || word !== undefined ? Either.right(word) : Either.left(words.join(", "))
  }
})

/**
 * One of a few words; the first is the default.
 *
 * @since 0.1.0
 * @category constructors
 */
export const choice = <A extends string>(
  name: string,
  words: readonly [A, ...Array<A>],
  description: string
): Flag<A> => {
  const flag = choiceOrNone(name, words, description, words[0])
  return { ...flag, read: (given) => Either.map(flag.read(given), (word) => word ?? words[0]) }
}

/**
 * An option that is there or not.
 *
 * @since 0.1.0
 * @category constructors
 */
export const boolean = (name: string, description: string): Flag<boolean> => ({
  name,
  value: undefined,
  description,
  words: [],
  repeatable: true,
  read: (given) => Either.right(given.length > 0)
})

/**
 * @since 0.1.0
 * @category constructors
 */
export const environment = text(
  "environment",
  "REGION",
  "Host (mypurecloud.ie) or AWS region (eu-west-1) of the organisation."
)

/**
 * @since 0.1.0
 * @category constructors
 */
export const profile = text("profile", "NAME", "Profile of ~/.gc/config.toml.")

/**
 * @since 0.1.0
 * @category constructors
 */
export const config = text(
  "config",
  "FILE",
  "Own kinds and Slack destinations. Default: genesys-jobs.config.json, if there."
)

/**
 * @since 0.1.0
 * @category constructors
 */
export const output = choice(
  "output",
  ["text", "json", "ndjson"],
  "Text, one JSON document, or one JSON line an event."
)

/**
 * @since 0.1.0
 * @category constructors
 */
export const quiet = boolean("quiet", "No progress on stderr; warnings and errors stay.")

/**
 * @since 0.1.0
 * @category constructors
 */
export const noProgress = boolean("no-progress", "Plain lines instead of the live view.")

/**
 * A collector of faults: reads values, notes what is wrong with them, and goes on.
 *
 * @since 0.1.0
 * @category models
 */
export interface Reader {
  readonly faults: Array<Fault>
  /** Milliseconds of `10s`, `5 minutes`, `250ms`; more than zero. */
  readonly duration: (option: string, text: string | undefined, fallback: string) => number
  /** A whole number of at least `least`, and of at most `most` where there is a bound. */
  readonly whole: (
    option: string,
    text: string | undefined,
    fallback: number,
    least: number,
    most?: number
  ) => number
  /** 0..1 of `2%` or `0.02`. */
  readonly rate: (option: string, text: string | undefined) => number | undefined
}

/**
 * @since 0.1.0
 * @category constructors
 */
export const reader = (): Reader => {
  const faults: Array<Fault> = []
  const refuse = (option: string, text: string, fix: string): void => {
    faults.push({ what: `--${option} ${text} cannot be read.`, fix })
  }
  return {
    faults,
    duration: (option, text, fallback) => {
      const millis = durationMillis(text ?? fallback)
      if (millis !== undefined && millis > 0) return millis
      refuse(option, text ?? fallback, "Write a time above zero, such as 250ms, 10s, 5 minutes or 2h.")
      return 1
    },
    whole: (option, text, fallback, least, most = Number.MAX_SAFE_INTEGER) => {
      if (text === undefined) return fallback
      const value = /^\d{1,15}$/.test(text.trim()) ? Number(text) : Number.NaN
      if (value >= least && value <= most) return value
      const bounds = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`
      refuse(option, text, `Write a whole number ${bounds}.`)
      return fallback
    },
    rate: (option, text) => {
      if (text === undefined) return undefined
      const match = /^(\d{1,3}(?:\.\d{1,6})?)(%?)$/.exec(text.trim())
      const value = match === null ? Number.NaN : Number(match[1]) / (match[2] === "%" ? 100 : 1)
      if (value >= 0 && value <= 1) return value
      refuse(option, text, "Write a share such as 2% or 0.02.")
      return undefined
    }
  }
}

const units: ReadonlyArray<readonly [pattern: RegExp, millis: number]> = [
  [/^(?:ms|millis|milliseconds?)$/, 1],
  [/^(?:s|secs?|seconds?)$/, 1_000],
  [/^(?:m|mins?|minutes?)$/, 60_000],
  [/^(?:h|hours?)$/, 3_600_000],
  [/^(?:d|days?)$/, 86_400_000]
]

/**
 * Milliseconds of `10s`, `5 minutes`, `250ms`, `1h30m`; `undefined` for anything else. A number without a unit is
 * refused: nobody knows what it means.
 *
 * @since 0.1.0
 * @category combinators
 */
export const durationMillis = (text: string): number | undefined => {
  const parts = [
    ...text
      .trim()
      .toLowerCase()
      .matchAll(/(\d{1,12}(?:\.\d{1,3})?)\s*([a-z]+)\s*/g)
  ]
  if (
    parts.length === 0 ||
    parts
      .map(([part]) => part)
      .join("")
      .trim() !== text.trim().toLowerCase()
  )
    return undefined
  let total = 0
  for (const [, amount, unit] of parts) {
    const millis = units.find(([pattern]) => pattern.test(unit ?? ""))?.[1]
    if (millis === undefined) return undefined
    total += Number(amount) * millis
  }
  return total
}
