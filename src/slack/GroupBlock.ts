/**
 * One error code of a message as a block, in three sizes.
 *
 * @since 0.1.0
 */
import * as PlainText from "../text/PlainText.js"
import * as Quantity from "../text/Quantity.js"
import * as BlockKit from "./BlockKit.js"
import type { Group, Sample, Summary } from "./Summary.js"

/**
 * How much is shown of a code.
 *
 * @since 0.1.0
 * @category models
 */
export type Detail = "samples" | "templates" | "code"

/**
 * The block in each size with its bytes of JSON, and how many samples and templates there are to be left out.
 *
 * @since 0.1.0
 * @category models
 */
export interface GroupBlock {
  readonly sizes: Readonly<Record<Detail, { readonly block: BlockKit.RichText; readonly bytes: number }>>
  readonly samples: number
  readonly templates: number
}

/**
 * `clean` makes texts from outside neutral: it is the dear part, and is done once for all sizes.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (
  group: Group,
  { about, failures }: Pick<Summary, "about" | "failures">,
  options: { readonly clean: (text: string) => string; readonly maxSamples: number }
): GroupBlock => {
  const { maxSamples } = options
  const clean = (text: string) => options.clean(beginning(text))
  const shortened = (text: string, max: number) => PlainText.truncate(clean(text), max)
  const message = (text: string, max: number) => shortened(text, max) || "(no message)"
  const sampleOf = (sample: Sample): string => {
    const ids = [...new Set([sample.id, sample.recordId])].flatMap((id) =>
      id === null || id === "" ? [] : [shortened(id, 60)]
    )
    return `${ids.join(" / ") || "(no id)"}: ${message(sample.message, 160)}`
  }
  const title = BlockKit.line(BlockKit.literal(clean(group.code), 80, { bold: true, code: true }), {
    type: "text",
    text:
      about === "job"
        ? "  the job as a whole"
        : `  ${Quantity.counted(group.count, "record")}, ${Quantity.share(group.count, failures)}`
  })
  const shown = group.templates.slice(0, templatesShown)
  const more = group.templates.length - shown.length
  const lines = [
    ...shown.map(({ count, template }) => `${Quantity.count(count)} × ${message(template, 200)}`),
    ...(more === 0 ? [] : [`and ${Quantity.counted(more, "more template")}`])
  ]
  const samples = group.samples.slice(0, maxSamples).map(sampleOf)
  const templates = lines.length === 0 ? [] : [BlockKit.bullets(lines)]
  return {
    sizes: {
      code: sized([title]),
      templates: sized([title, ...templates]),
      samples: sized([title, ...templates, ...(samples.length === 0 ? [] : [BlockKit.preformatted(samples)])])
    },
    samples: samples.length,
    templates: group.templates.length
  }
}

/**
 * The bytes that a part of a message takes.
 *
 * @since 0.1.0
 * @category rendering
 */
export const bytesOf = (part: unknown): number => encoder.encode(JSON.stringify(part)).length

const templatesShown = 3

// No more than 200 characters are shown of a text, so that its end need not be made neutral. It is cut between words:
// of a word that is cut nobody could say any more whether it was an address.
const beginning = (text: string): string => {
  if (text.length <= 600) return text
  const end = text.slice(0, 600).search(/[\s,;<>()"'][^\s,;<>()"']*$/)
  return end < 0 ? text : text.slice(0, end)
}

const encoder = new TextEncoder()

const sized = (elements: BlockKit.RichText["elements"]) => {
  const block = BlockKit.richText(elements)
  // The comma in front of it counts too.
  return { block, bytes: bytesOf(block) + 1 }
}
