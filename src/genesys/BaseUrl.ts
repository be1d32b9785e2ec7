/**
 * Base URLs that people configure: gateway, private link, simulator.
 *
 * @since 0.1.0
 */
import * as Either from "effect/Either"

/**
 * Reads an absolute base URL and drops its trailing slash. `https` is required except on a loopback host; user names,
 * queries and fragments are refused. The left side is a sentence that says what to change and never echoes credentials.
 *
 * @since 0.1.0
 * @category constructors
 */
export const parse = (name: string, text: string): Either.Either<string, string> => {
  const url = parsed(text)
  if (url === undefined || (url.protocol !== "https:" && url.protocol !== "http:")) {
    return Either.left(`The ${name} is not an absolute URL. Write it as https://HOST.`)
  }
  if (url.username !== "" || url.password !== "") {
    return Either.left(`The ${name} contains a user name or a password. Remove them from the URL.`)
  }
  if (url.search !== "" || url.hash !== "") {
    return Either.left(`The ${name} contains a query or a fragment. Write only https://HOST[/PATH].`)
  }
  if (url.protocol === "http:" && !isLoopback(url.hostname)) {
    return Either.left(
      `The ${name} is http://${url.host}. Plain http is accepted for loopback hosts only: use https.`
    )
  }
  return Either.right(`${url.origin}${url.pathname.replace(/\/+$/, "")}`)
}

/**
 * Whether a host name stands for this machine: `localhost`, 127.0.0.0/8, `::1`.
 *
 * @since 0.1.0
 * @category predicates
 */
export const isLoopback = (hostname: string): boolean =>
  /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\]|::1)$/i.test(hostname)

const parsed = (text: string): URL | undefined => {
  try {
    return new URL(text.trim())
  } catch {
    return undefined
  }
}
