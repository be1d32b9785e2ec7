/**
 * What a reader of a job needs to be allowed, in words.
 *
 * @since 0.1.0
 */
import type { JobKind } from "./JobKind.js"

/**
 * What to do where the platform refuses to let the status or the failed records of a job be read and names no
 * permission itself; `undefined` where the kind names none either.
 *
 * @since 0.1.0
 * @category rendering
 */
export const advice = (kind: JobKind, reading: "status" | "failures"): string | undefined => {
  if (kind.submitterOnly) {
    return "Only the OAuth client that started the job may read it: use its credentials."
  }
  const names = kind.permissions[reading]
  if (names.length === 0) return undefined
  return names.length > most
    ? `Give the OAuth client a role with one of the permissions that genesys-jobs kinds ${kind.name} lists.`
    : `Give the OAuth client a role with ${names.join(", ").replace(/, (?=[^,]*$)/, " or ")}.`
}

const most = 3
