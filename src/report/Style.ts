/**
 * What a terminal can show: colours or none, Unicode or ASCII.
 *
 * @since 0.1.0
 */

/**
 * @since 0.1.0
 * @category models
 */
export type Tone = "plain" | "strong" | "faint" | "good" | "warning" | "bad"

/**
 * - `paint`: colours a text whose width was settled before.
 * - `plain`: what the terminal's character set can show of a text; to be asked before its width is measured.
 * - `ellipsis`: the same for the mark that a cut leaves.
 *
 * @since 0.1.0
 * @category models
 */
export interface Style {
  readonly paint: (text: string, tone: Tone) => string
  readonly plain: (text: string) => string
  readonly ellipsis: (text: string) => string
}

/**
 * Without colour and with Unicode unless told otherwise.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (options: {
  readonly colour?: boolean | undefined
  readonly unicode?: boolean | undefined
}): Style => {
  const unicode = options.unicode ?? true
  return {
    paint: options.colour === true ? coloured : (text) => text,
    plain: unicode
      ? (text) => text
      : (text) => text.replaceAll("\u2026", "...").replaceAll("\u00d7", "x").replace(beyondAscii, "?"),
    ellipsis: unicode ? (text) => text : (text) => text.replaceAll("\u2026", "~")
  }
}

// ECMA-48, Select Graphic Rendition. Bold instead of bright colours: readable on dark and on light.
const codes: Readonly<Record<Tone, string>> = {
  plain: "",
  strong: "1",
  faint: "2",
  good: "1;32",
  warning: "1;33",
  bad: "1;31"
}

const coloured = (text: string, tone: Tone): string =>
  tone === "plain" || text.trim() === "" ? text : `\u001b[${codes[tone]}m${text}\u001b[0m`

const beyondAscii = /\P{ASCII}/gu
