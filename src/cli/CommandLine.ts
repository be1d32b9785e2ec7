/**
 * The words of a command line, read by the options that a command has.
 *
 * It does what `@effect/cli` does for this program, at a fifth of the cost of a start; see docs/performance.md.
 *
 * @since 0.1.0
 */
import * as Either from "effect/Either"
import * as Flags from "./Flags.js"
import type * as Help from "./Help.js"
import * as Spelling from "./Spelling.js"
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
 * Reads the words after the name of a command: `--name VALUE`, `--name=VALUE`, `--name`, anything else, and after `--` anything at
 * all. The left side holds everything that is wrong with them.
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

  const words = args[Symbol.iterator]()
  for (const word of words) {
    if (word === "--") {
      operands.push(...words)
      break
    }
    if (!word.startsWith("-") || word === "-") {
      operands.push(word)
      continue
    }
    const [name = "", inline] = halves(word)
    const flag = flags.find((each) => name === `--${each.name}`)
    if (flag === undefined) {
      const meant = Spelling.nearest(
        name,
        flags.map((each) => `--${each.name}`)
      )
      faults.push({
        what: `There is no option ${name} here.`,
        fix: meant === undefined ? help : `Did you mean ${meant}? ${help}`
      })
      continue
    }
    const value = flag.value === undefined ? "" : (inline ?? words.next().value)
    if (value === undefined || (inline === undefined && value.startsWith("--"))) {
      faults.push({ what: `${name} has no value.`, fix: `Write ${Flags.usage(flag)}. ${help}` })
    } else if (flag.value === undefined && inline !== undefined) {
      faults.push({ what: `${name} takes no value.`, fix: help })
    } else given.set(flag.name, [...(given.get(flag.name) ?? []), value])
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

/** `--name=VALUE` is one word. */
const halves = (word: string): ReadonlyArray<string> => {
  const at = word.indexOf("=")
  return at < 0 ? [word] : [word.slice(0, at), word.slice(at + 1)]
}

const most = (page: Help.Page): number =>
  page.arguments.some(([name]) => name.includes("...")) ? Number.POSITIVE_INFINITY : page.arguments.length
