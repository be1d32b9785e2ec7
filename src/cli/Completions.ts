/**
 * What `--completions` prints: a script by which a shell completes commands, options and the words that options take.
 *
 * @since 0.1.0
 */
import type * as Flags from "./Flags.js"
import type * as Help from "./Help.js"

type Pages = ReadonlyArray<Help.Page>

/**
 * The script for a shell, `undefined` where there is none for it.
 *
 * @since 0.1.0
 * @category rendering
 */
export const render = (shell: string, pages: Pages): string | undefined => scripts.get(shell)?.(pages)

const bash = (pages: Pages): string =>
  `_genesys_jobs() {
  local options=""
  if [ "$COMP_CWORD" -eq 1 ]; then
    options="${pages.map(({ name }) => name).join(" ")}"
  else
    case "\${COMP_WORDS[1]}" in
${lines(pages.map((page) => `      ${page.name}) options="${optionsOf(page).join(" ")}" ;;`))}
    esac
    case "\${COMP_WORDS[COMP_CWORD-1]}" in
${lines(choices(pages).map(([option, words]) => `      ${option}) options="${words.join(" ")}" ;;`))}
    esac
  fi
  COMPREPLY=($(compgen -W "$options" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _genesys_jobs genesys-jobs
`

const zsh = (pages: Pages): string =>
  `#compdef genesys-jobs
local -a options
if (( CURRENT == 2 )); then
  options=(${pages.map(({ name, summary }) => quoted(`${name}:${summary}`)).join(" ")})
else
  case "$words[2]" in
${lines(pages.map((page) => `    ${page.name}) options=(${Object.values(page.flags).map(described).join(" ")}) ;;`))}
  esac
  case "$words[CURRENT-1]" in
${lines(choices(pages).map(([option, words]) => `    ${option}) options=(${words.join(" ")}) ;;`))}
  esac
fi
_describe genesys-jobs options || _files
`

const fish = (pages: Pages): string =>
  pages
    .flatMap((page) => [
      `complete -c genesys-jobs -n __fish_use_subcommand -a ${page.name} -d ${quoted(page.summary)}`,
      ...Object.values(page.flags).map((flag) =>
        [
          `complete -c genesys-jobs -n '__fish_seen_subcommand_from ${page.name}' -l ${flag.name}`,
          ...(flag.value === undefined ? [] : ["-r"]),
          ...(flag.words.length === 0 ? [] : [`-f -a ${quoted(flag.words.join(" "))}`]),
          `-d ${quoted(flag.description)}`
        ].join(" ")
      )
    ])
    .map((line) => `${line}\n`)
    .join("")

const scripts = new Map([
  ["bash", bash],
  ["zsh", zsh],
  ["fish", fish]
])

/**
 * @since 0.1.0
 * @category constructors
 */
export const shells: ReadonlyArray<string> = [...scripts.keys()]

const lines = (texts: ReadonlyArray<string>): string => texts.join("\n")

const optionsOf = (page: Help.Page): ReadonlyArray<string> =>
  Object.values(page.flags).map(({ name }) => `--${name}`)

/** The options with few words, each with all the words that it takes in any command. */
const choices = (pages: Pages): ReadonlyArray<readonly [option: string, words: ReadonlyArray<string>]> => {
  const words = new Map<string, Set<string>>()
  for (const flag of pages.flatMap(({ flags }) => Object.values(flags))) {
    const known = words.get(`--${flag.name}`) ?? new Set()
    if (flag.words.length > 0) words.set(`--${flag.name}`, new Set([...known, ...flag.words]))
  }
  return Array.from(words, ([option, set]) => [option, [...set]])
}

const described = (flag: Flags.Flag<unknown>): string =>
  quoted(`--${flag.name}:${flag.description.replaceAll(":", "\\:")}`)

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`
