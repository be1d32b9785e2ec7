/**
 * Links to files, and where they lead.
 *
 * @since 0.1.0
 */
import * as BaseUrl from "./BaseUrl.js"

/**
 * The URL of a link that was found at `base`; `undefined` where it may not be followed. Only `https` may, or a loopback
 * host where `base` is none of `https`, and no user name that could hide where the link leads.
 *
 * @since 0.1.0
 * @category constructors
 */
export const parse = (text: string, base: string): URL | undefined => {
  try {
    const url = new URL(text, base)
    const plain = url.protocol === "http:" && BaseUrl.isLoopback(url.hostname) && !base.startsWith("https:")
    return (url.protocol === "https:" || plain) && url.username === "" ? url : undefined
  } catch {
    return undefined
  }
}

/**
 * Whether an answer leads elsewhere.
 *
 * @since 0.1.0
 * @category predicates
 */
export const isRedirect = ({ status }: { readonly status: number }): boolean =>
  status === 301 || status === 302 || status === 303 || status === 307 || status === 308
