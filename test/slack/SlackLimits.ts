/**
 * What Slack takes and what must not be in a message, written down a second time from Slack's reference
 * pages and from nothing of the builder: https://docs.slack.dev/reference/block-kit/blocks,
 * .../composition-objects/text-object, .../messaging/formatting-message-text.
 */

type Json = { readonly [key: string]: unknown }

const isObject = (u: unknown): u is Json => typeof u === "object" && u !== null && !Array.isArray(u)

/**
 * Every breach in a payload, each with its place. Empty for a good one. `mention` is the one live mention that is
 * allowed.
 */
export const breaches = (payload: unknown, mention?: string): ReadonlyArray<string> => {
  const found: Array<string> = []
  const breach = (place: string, what: string): void => {
    found.push(`${place}: ${what}`)
  }

  const keys = (
    place: string,
    u: Json,
    required: ReadonlyArray<string>,
    optional: ReadonlyArray<string> = []
  ) => {
    for (const key of Object.keys(u))
      if (![...required, ...optional].includes(key)) breach(place, `unknown key ${key}`)
    for (const key of required) if (!(key in u)) breach(place, `no ${key}`)
  }
  const list = (place: string, u: unknown, most: number, each: (place: string, u: unknown) => void) => {
    if (!Array.isArray(u)) return breach(place, "not a list")
    if (u.length < 1 || u.length > most) breach(place, `${u.length} elements, at most ${most}`)
    for (const [index, element] of u.entries()) each(`${place}/${index}`, element)
  }
  const text = (place: string, u: unknown, most: number): u is string => {
    if (typeof u !== "string") {
      breach(place, "not a text")
      return false
    }
    // UTF-16 units are at least as many as code points, whichever Slack counts.
    if (u.length < 1 || u.length > most) breach(place, `${u.length} characters, 1 to ${most}`)
    if (/\p{Surrogate}/u.test(u)) breach(place, "lone surrogate")
    if (/(?!\n)\p{Cc}/u.test(u)) breach(place, "control character")
    if (/[\u202a-\u202e\u2066-\u2069]/.test(u)) breach(place, "direction control")
    return true
  }
  const markup = (place: string, u: unknown, most: number) => {
    if (!text(place, u, most)) return
    const withoutMention = mention === undefined ? u : u.replaceAll(mention, "")
    if (/[<>]/.test(withoutMention)) breach(place, "bracket that is not escaped")
    if (/&(?!(?:amp|lt|gt);)/.test(u)) breach(place, "ampersand that is not escaped, or a cut entity")
    if ((u.match(/`/g) ?? []).length % 2 === 1) breach(place, "code span that is not closed")
    for (const outside of u.split(/`[^`\n]*`/)) {
      if (/https?:|www\./.test(outside)) breach(place, "URL outside a code span")
    }
  }
  const textObject = (place: string, u: unknown, most: number, types: ReadonlyArray<string>) => {
    if (!isObject(u)) return breach(place, "not an object")
    if (!types.includes(String(u["type"]))) return breach(place, `type ${u["type"]}`)
    if (u["type"] === "plain_text") {
      keys(place, u, ["type", "text"], ["emoji"])
      text(`${place}/text`, u["text"], most)
    } else {
      keys(place, u, ["type", "text"], ["verbatim"])
      if (u["verbatim"] !== true) breach(place, "not verbatim")
      markup(`${place}/text`, u["text"], most)
    }
  }
  const richText = (place: string, u: unknown) => {
    if (!isObject(u)) return breach(place, "not an object")
    keys(place, u, ["type", "text"], ["style"])
    if (u["type"] !== "text") breach(place, `type ${u["type"]}`)
    text(`${place}/text`, u["text"], 1000)
    if ("style" in u) {
      if (!isObject(u["style"])) breach(place, "style")
      else keys(`${place}/style`, u["style"], [], ["bold", "italic", "strike", "code"])
    }
  }
  const richElement = (place: string, u: unknown, nested = false) => {
    if (!isObject(u)) return breach(place, "not an object")
    switch (u["type"]) {
      case "rich_text_section":
        keys(place, u, ["type", "elements"])
        return list(`${place}/elements`, u["elements"], 100, richText)
      case "rich_text_preformatted":
        if (nested) breach(place, "preformatted in a list")
        keys(place, u, ["type", "elements"], ["border"])
        return list(`${place}/elements`, u["elements"], 100, richText)
      case "rich_text_list":
        if (nested) breach(place, "list in a list")
        keys(place, u, ["type", "elements", "style"], ["indent", "border", "offset"])
        if (u["style"] !== "bullet" && u["style"] !== "ordered") breach(place, "style")
        return list(`${place}/elements`, u["elements"], 100, (inner, e) => richElement(inner, e, true))
      default:
        return breach(place, `type ${u["type"]}`)
    }
  }
  const block = (place: string, u: unknown) => {
    if (!isObject(u)) return breach(place, "not an object")
    switch (u["type"]) {
      case "header":
        keys(place, u, ["type", "text"], ["block_id"])
        return textObject(`${place}/text`, u["text"], 150, ["plain_text"])
      case "section":
        keys(place, u, ["type"], ["text", "fields", "block_id"])
        if (!("text" in u) && !("fields" in u)) breach(place, "neither text nor fields")
        if ("text" in u) textObject(`${place}/text`, u["text"], 3000, ["plain_text", "mrkdwn"])
        if ("fields" in u) {
          list(`${place}/fields`, u["fields"], 10, (inner, f) =>
            textObject(inner, f, 2000, ["plain_text", "mrkdwn"])
          )
        }
        return
      case "context":
        keys(place, u, ["type", "elements"], ["block_id"])
        return list(`${place}/elements`, u["elements"], 10, (inner, e) =>
          textObject(inner, e, 3000, ["plain_text", "mrkdwn"])
        )
      case "rich_text":
        keys(place, u, ["type", "elements"], ["block_id"])
        return list(`${place}/elements`, u["elements"], 100, richElement)
      case "divider":
        return keys(place, u, ["type"], ["block_id"])
      default:
        return breach(place, `type ${u["type"]}`)
    }
  }

  if (!isObject(payload)) return ["not an object"]
  const json = JSON.stringify(payload)
  keys("payload", payload, ["text"], ["blocks", "unfurl_links", "unfurl_media", "thread_ts"])
  markup("text", payload["text"], 4000)
  if ("blocks" in payload) list("blocks", payload["blocks"], 50, block)
  const size = new TextEncoder().encode(json).length
  if (size > 12_000) breach("payload", `${size} bytes`)
  const live = (mention === undefined ? json : json.replaceAll(mention, "")).match(/<[!@#]/g)
  if (live !== null) breach("payload", `${live.length} live mentions`)
  return found
}
