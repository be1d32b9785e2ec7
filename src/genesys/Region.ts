/**
 * Where an organisation lives. Genesys Cloud has one host per region; the API is at `api.HOST`, logins at
 * `login.HOST`.
 *
 * @since 0.1.0
 */
import * as Either from "effect/Either"

/**
 * AWS region name to Genesys Cloud host, the complete list of the official SDK.
 *
 * @since 0.1.0
 * @category constructors
 */
export const hosts: Readonly<Record<string, string>> = {
  "us-east-1": "mypurecloud.com",
  "us-east-2": "use2.us-gov-pure.cloud",
  "us-west-2": "usw2.pure.cloud",
  "ca-central-1": "cac1.pure.cloud",
  "eu-west-1": "mypurecloud.ie",
  "eu-west-2": "euw2.pure.cloud",
  "eu-central-1": "mypurecloud.de",
  "eu-central-2": "euc2.pure.cloud",
  "eusc-de-east-1": "edee1.eusc-pure.cloud",
  "ap-southeast-1": "apse1.pure.cloud",
  "ap-southeast-2": "mypurecloud.com.au",
  "ap-northeast-1": "mypurecloud.jp",
  "ap-northeast-2": "apne2.pure.cloud",
  "ap-northeast-3": "apne3.pure.cloud",
  "ap-south-1": "aps1.pure.cloud",
  "sa-east-1": "sae1.pure.cloud",
  "me-central-1": "mec1.pure.cloud",
  "mx-central-1": "mxc1.pure.cloud"
}

/**
 * A region of Genesys Cloud: its name at AWS, and the domain of its hosts.
 *
 * @since 0.1.0
 * @category models
 */
export interface Region {
  /** `mypurecloud.ie` */
  readonly host: string
  readonly apiUrl: string
  readonly loginUrl: string
  /** Whether the host is one of the known ones; a private gateway may be right all the same. */
  readonly known: boolean
}

/**
 * The region of an organisation that names none.
 *
 * @since 0.1.0
 * @category constructors
 */
export const defaultHost = "mypurecloud.com"

/**
 * Reads an AWS region name (`eu-west-1`) or a host in any of the spellings people paste (`mypurecloud.ie`,
 * `https://api.mypurecloud.ie/`, `apps.mypurecloud.ie`). The left side is a sentence that says what to write.
 *
 * @since 0.1.0
 * @category constructors
 */
export const parse = (text: string): Either.Either<Region, string> => {
  const name = text.trim().toLowerCase()
  const byName = Object.hasOwn(hosts, name) ? hosts[name] : undefined
  if (byName !== undefined) return Either.right(ofHost(byName))
  const host = name
    .replace(/^https?:\/\//, "")
    .replace(/[/?#].*$/, "")
    .replace(/^(api|login|apps)\./, "")
  if (!/^(?=.{4,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$/.test(host)) {
    const close = closest(name)
    // Somebody may have pasted a URL with a password, or a secret, into the wrong setting.
    const shown = /^[a-z0-9.-]{1,40}$/.test(name) ? `"${name}"` : "The region"
    return Either.left(
      `${shown} is neither a Genesys Cloud host (mypurecloud.ie) nor an AWS region (eu-west-1).${
        close === undefined ? "" : ` Did you mean ${close}?`
      }`
    )
  }
  return Either.right(ofHost(host))
}

/**
 * The known host or region that a mistyped one resembles.
 *
 * @since 0.1.0
 * @category combinators
 */
export const closest = (text: string): string | undefined => {
  const candidates = [...Object.keys(hosts), ...Object.values(hosts)]
  const ranked = candidates
    .map((candidate) => [distance(text, candidate), candidate] as const)
    .sort(([a], [b]) => a - b)[0]
  return ranked !== undefined && ranked[0] > 0 && ranked[0] <= 2 ? ranked[1] : undefined
}

const known: ReadonlySet<string> = new Set(Object.values(hosts))

const ofHost = (host: string): Region => ({
  host,
  apiUrl: `https://api.${host}`,
  loginUrl: `https://login.${host}`,
  known: known.has(host)
})

/** Levenshtein distance, cut off for words that are too different in length to matter. */
const distance = (a: string, b: string): number => {
  if (Math.abs(a.length - b.length) > 2) return 3
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      row.push(
        Math.min(
          (previous[j] ?? 0) + 1,
          (row[j - 1] ?? 0) + 1,
          (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
        )
      )
    }
    previous = row
  }
  return previous[b.length] ?? 3
}
