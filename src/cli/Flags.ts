/**
 * Options that several commands share, and the reading of their values. A value that cannot be used is a fault like any other
 * problem of the configuration, so that all of them are told at once.
 *
 * @since 0.1.0
 */
import * as Options from "@effect/cli/Options"
import * as Option from "effect/Option"
import type { Fault } from "./Trouble.js"

/**
 * An option's line in the help: how it is written, and what it means.
 *
 * @since 0.1.0
 * @category models
 */
export type Line = readonly [flag: string, description: string]

// The parser's options cannot carry a line of ours, and its own help is not fit to be read.
const lines = new WeakMap<object, Line>()

const described = <A>(option: Options.Options<A>, flag: string, description: string): Options.Options<A> => {
  lines.set(option, [flag, description])
  return option
}

/**
 * The line of an option of this module.
 *
 * @since 0.1.0
 * @category rendering
 */
export const line = (option: object): Line | undefined => lines.get(option)

/**
 * An option with a text as its value.
 *
 * @since 0.1.0
 * @category constructors
 */
export const text = (name: string, value: string, description: string): Options.Options<string | undefined> =>
  described(
    Options.text(name).pipe(Options.optional, Options.map(Option.getOrUndefined)),
    `--${name} ${value}`,
    description
  )

/**
 * A text that may be given several times.
 *
 * @since 0.1.0
 * @category constructors
 */
export const texts = (name: string, value: string, description: string): Options.Options<Array<string>> =>
  described(Options.repeated(Options.text(name)), `--${name} ${value}`, description)

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
): Options.Options<A> =>
  described(
    Options.choice(name, words).pipe(Options.withDefault(words[0])),
    `--${name} ${words.join("|")}`,
    `${description} Default: ${words[0]}.`
  )

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
): Options.Options<A | undefined> =>
  described(
    Options.choice(name, words).pipe(Options.optional, Options.map(Option.getOrUndefined)),
    `--${name} ${words.join("|")}`,
    `${description} Default: ${otherwise}.`
  )

/**
 * An option that is there or not.
 *
 * @since 0.1.0
 * @category constructors
 */
export const boolean = (name: string, description: string): Options.Options<boolean> =>
  described(Options.boolean(name), `--${name}`, description)

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
  /** A whole number of at least `least`. */
  readonly whole: (option: string, text: string | undefined, fallback: number, least: number) => number
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
    whole: (option, text, fallback, least) => {
      if (text === undefined) return fallback
      const value = /^\d{1,15}$/.test(text.trim()) ? Number(text) : Number.NaN
      if (value >= least) return value
      refuse(option, text, `Write a whole number of at least ${least}.`)
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
 * Milliseconds of `10s`, `5 minutes`, `250ms`, `1h30m`; `undefined` for anything else. A number without a unit is refused: nobody
 * knows what it means.
 *
 * @since 0.1.0
 * @category combinators
 */
export const durationMillis = (text: string): number | undefined => {
  const parts = [
    ...text
      .trim()
      .toLowerCase()
      .matchAll(/(\d{1,9}(?:\.\d{1,3})?)\s*([a-z]+)\s*/g)
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
