/**
 * The words of a command line, read by the options that a command has.
 *
 * Node's own `parseArgs` takes them apart: `@effect/cli` would cost a fifth of a start (docs/performance.md). What is
 * wrong with them is said here, all at once and with what was meant.
 *
 * @since 0.1.0
 */
import { type ParseArgsConfig, parseArgs } from "node:util"
import * as Either from "effect/Either"
import * as Spelling from "../text/Spelling.js"
import * as Flags from "./Flags.js"
import type * as Help from "./Help.js"
import type { Fault } from "./Trouble.js"

type Options = Readonly<Record<string, Flags.Flag<unknown>>>

/**
 * What a command line holds: the values of the options, and the words that are none.
 *
 * @since 0.1.0
 * @category models
 */
export interface Read<O extends Options> {
  readonly written: Flags.Values<O>
  readonly operands: ReadonlyArray<string>
}

/**
 * Reads the words after the name of a command: options wherever they stand, and the other words in order. The left side
 * holds everything that is wrong with them.
 *
 * @since 0.1.0
 * @category constructors
 */
export const read = <O extends Options>(
  args: ReadonlyArray<string>,
  page: Help.Page<O>
): Either.Either<Read<O>, ReadonlyArray<Fault>> => {
  const faults: Array<Fault> = []
  const operands: Array<string> = []
  const given = new Map<string, Array<string>>()
  const flags = Object.values(page.flags)
  const help = `See genesys-jobs ${page.name} --help.`

  const unknown = (name: string): Fault => {
    const meant = Spelling.nearest(
      name,
      flags.map((each) => `--${each.name}`)
    )
    return {
      what: `There is no option ${name} here.`,
      fix: meant === undefined ? help : `Did you mean ${meant}? ${help}`
    }
  }

  const strangers = new Set<string>()
  for (const token of tokensOf(args, flags)) {
    if (token.kind === "positional") operands.push(token.value)
    if (token.kind !== "option") continue
    const { index, inlineValue, rawName, value } = token
    const flag = flags.find((each) => rawName === `--${each.name}`)
    // There are no options of one letter, so that `-timeout` is one word and not seven of them.
    const name = rawName.startsWith("--") ? rawName : (args[index] ?? rawName)
    if (flag === undefined) {
      if (!strangers.has(name)) faults.push(unknown(name))
      strangers.add(name)
    } else if (flag.value === undefined && inlineValue === true) {
      faults.push({ what: `${name} takes no value.`, fix: help })
    } else if (
      flag.value !== undefined &&
      (value === undefined || (!inlineValue && value.startsWith("--")))
    ) {
      faults.push({ what: `${name} has no value.`, fix: `Write ${Flags.usage(flag)}. ${help}` })
    } else given.set(flag.name, [...(given.get(flag.name) ?? []), value ?? ""])
  }

  if (operands.length > most(page)) {
    faults.push({ what: `There is no argument ${operands[most(page)] ?? ""} here.`, fix: help })
  }
  const values = Object.entries(page.flags).map(([key, flag]) => {
    const texts = given.get(flag.name) ?? []
    if (texts.length > 1 && !flag.repeatable) {
      faults.push({ what: `--${flag.name} is given ${texts.length} times.`, fix: "Give it once." })
    }
    const value = flag.read(texts)
    if (Either.isLeft(value)) {
      faults.push({ what: `--${flag.name} takes one of ${value.left}.`, fix: help })
    }
    return [key, Either.getOrUndefined(value)] as const
  })
  return faults.length > 0
    ? Either.left(faults)
    : // Entries forget which name has which value.
      Either.right({ written: Object.fromEntries(values) as Flags.Values<O>, operands })
}

const tokensOf = (args: ReadonlyArray<string>, flags: ReadonlyArray<Flags.Flag<unknown>>) => {
  const options: NonNullable<ParseArgsConfig["options"]> = Object.fromEntries(
    flags.map(({ name, value }) => [name, { type: value === undefined ? "boolean" : "string" }])
  )
  return parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true }).tokens
}

const most = (page: Help.Page): number =>
  page.arguments.some(([name]) => name.includes("...")) ? Number.POSITIVE_INFINITY : page.arguments.length
