/**
 * What must never be shown, not even where the platform's own error text repeats it.
 *
 * @since 0.1.0
 */
import * as Encoding from "effect/Encoding"
import * as Redacted from "effect/Redacted"
import type { Credentials } from "./GenesysConfig.js"

/**
 * All that is secret in a configuration, in every form in which it is sent: the credentials, and what else the
 * application named.
 *
 * @since 0.1.0
 * @category constructors
 */
export const ofConfig = (config: {
  readonly credentials: Credentials
  readonly secrets?: ReadonlyArray<Redacted.Redacted> | undefined
}): ReadonlyArray<string> => [
  ...ofCredentials(config.credentials),
  ...(config.secrets ?? []).map(Redacted.value).flatMap((secret) => [secret, ...pathOf(secret)])
]

/**
 * The secrets of the credentials in every form in which they are sent.
 *
 * @since 0.1.0
 * @category constructors
 */
export const ofCredentials = (credentials: Credentials): ReadonlyArray<string> => {
  if (credentials._tag === "AccessToken") return [Redacted.value(credentials.token)]
  const secret = Redacted.value(credentials.clientSecret)
  return [secret, Encoding.encodeBase64(`${credentials.clientId}:${secret}`)]
}

/**
 * A function that replaces secrets in a text, plain and percent-encoded, and the signatures of signed URLs. A secret of
 * fewer than 8 characters is left alone: no real one is that short, and replacing it would garble the text.
 *
 * @since 0.1.0
 * @category combinators
 */
export const scrubber = (secrets: ReadonlyArray<string>): ((text: string) => string) => {
  const forms = secrets
    .filter((secret) => secret.length >= shortest)
    .flatMap(formsOf)
    // the longest first: one secret may be a part of another
    .sort((a, b) => b.length - a.length)
  return (text) =>
    forms.reduce((clean, form) => clean.replaceAll(form, "<secret>"), text).replace(signature, "$1<secret>")
}

const shortest = 8

/** As it is, in a URL, in JSON, and in a web page: whoever repeats a secret may have written it so. */
const formsOf = (secret: string): ReadonlyArray<string> => {
  const encoded = encodeURIComponent(secret)
  const json = JSON.stringify(secret).slice(1, -1)
  return Array.from(
    new Set([
      secret,
      encoded,
      encoded.replace(/%[0-9A-F]{2}/g, (hex) => hex.toLowerCase()),
      json,
      json.replaceAll("/", "\\/"),
      secret
        .replaceAll("&", "&amp;")
        .replaceAll("<", "&lt;")
        .replaceAll(">", "&gt;")
        .replaceAll('"', "&quot;")
    ])
  )
}

/** Of Amazon, Azure and Google; whoever knows them can read the file. */
const signature =
  /([?&](?:X-(?:Amz|Goog)-(?:Signature|Credential|Security-Token)|Signature|sig|access_token)=)[^&\s"'<>]+/gi

/** Whoever knows the path of a webhook knows all of it. */
const pathOf = (secret: string): ReadonlyArray<string> => {
  try {
    const { pathname, search } = new URL(secret)
    return [pathname + search]
  } catch {
    return []
  }
}
