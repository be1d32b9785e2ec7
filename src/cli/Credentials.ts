/**
 * Who the program is at Genesys Cloud: a client, or a token given by hand.
 *
 * @since 0.1.0
 */
import * as Either from "effect/Either"
import * as Redacted from "effect/Redacted"
import * as GenesysConfig from "../genesys/GenesysConfig.js"
import type { Sources } from "./Sources.js"
import type { Fault } from "./Trouble.js"

/**
 * A setting, or its twin `NAME_FILE` that names a file with the secret in it. `undefined` with a fault where that file
 * cannot be used, without one where neither is set.
 *
 * @since 0.1.0
 * @category constructors
 */
export const secret = (
  sources: Sources,
  name: string,
  ...others: ReadonlyArray<string>
): {
  readonly name: string
  readonly value: string | undefined
  readonly faults: ReadonlyArray<Fault>
} => {
  const found = sources.find(name, `${name}_FILE`, ...others)
  const named = found?.name ?? name
  return found === undefined || found.name !== `${name}_FILE`
    ? { name: named, value: found?.value, faults: [] }
    : { name: named, ...ofFile(sources, `${name}_FILE names`, found.value) }
}

/**
 * The secret that a file holds. `who` begins the sentence that names a file which cannot be used.
 *
 * @since 0.1.0
 * @category constructors
 */
export const ofFile = (
  sources: Sources,
  who: string,
  path: string
): { readonly value: string | undefined; readonly faults: ReadonlyArray<Fault> } => {
  const text = sources.file(path)
  if (Either.isRight(text) && text.right !== "") return { value: text.right, faults: [] }
  return {
    value: undefined,
    faults: [
      {
        what: `${who} ${path}, which ${Either.isLeft(text) ? text.left : "is empty"}.`,
        fix: "Write the path of a readable file that holds nothing but the secret."
      }
    ]
  }
}

/**
 * The credentials, checked; `undefined` where they cannot be used, and what is wrong with them.
 *
 * @since 0.1.0
 * @category models
 */
export interface Read {
  readonly credentials: GenesysConfig.Credentials | undefined
  readonly faults: ReadonlyArray<Fault>
  readonly warnings: ReadonlyArray<string>
}

/**
 * Reads the credentials from the environment or the profile. A token goes before a client.
 *
 * @since 0.1.0
 * @category constructors
 */
export const read = (sources: Sources): Read => {
  const { profile } = sources
  const token = sources.find("GENESYSCLOUD_ACCESS_TOKEN")?.value
  const ownId = sources.find("GENESYS_CLIENT_ID", "GENESYSCLOUD_OAUTHCLIENT_ID")
  const ownSecret = secret(sources, "GENESYS_CLIENT_SECRET", "GENESYSCLOUD_OAUTHCLIENT_SECRET")
  // A client id of one place and the secret of another belong together only by accident.
  const own = ownId !== undefined || ownSecret.value !== undefined || ownSecret.faults.length > 0
  const clientId = own ? ownId?.value : profile?.clientId
  const clientSecret = own ? ownSecret.value : profile?.clientSecret
  const accessToken = token ?? (own ? undefined : profile?.accessToken)
  const ofProfile = `the profile ${profile?.name}`
  const passedOver =
    profile?.isNamed === true &&
    (profile.clientId ?? profile.accessToken) !== undefined &&
    (own || token !== undefined)
      ? [`The credentials of the environment are used, and not those of ${ofProfile}.`]
      : []
  if (accessToken !== undefined) {
    const name = token === undefined ? `The token of ${ofProfile}` : "GENESYSCLOUD_ACCESS_TOKEN"
    const isAlone = token === undefined ? clientSecret === undefined : !own
    const given = GenesysConfig.Credentials.AccessToken({ token: Redacted.make(accessToken) })
    return {
      ...checked(given, token === undefined ? ofProfile : name),
      warnings: [
        ...(isAlone ? [] : [`${name} is used; the client credentials beside it are ignored.`]),
        ...passedOver
      ]
    }
  }
  const faults = [
    ...(clientId === undefined
      ? [
          {
            what: "GENESYS_CLIENT_ID is not set.",
            fix: "Set it to the id of an OAuth client with the client-credentials grant (Admin > Integrations > OAuth)."
          }
        ]
      : []),
    ...ownSecret.faults,
    ...(clientSecret === undefined && ownSecret.faults.length === 0
      ? [
          {
            what: "GENESYS_CLIENT_SECRET is not set.",
            fix: "Set it to the secret of that OAuth client, or GENESYS_CLIENT_SECRET_FILE to a file that holds it."
          }
        ]
      : [])
  ]
  if (clientId === undefined || clientSecret === undefined) {
    return { credentials: undefined, faults, warnings: [] }
  }
  const client = GenesysConfig.Credentials.ClientCredentials({
    clientId,
    clientSecret: Redacted.make(clientSecret)
  })
  const from = own ? `${ownId?.name} and ${ownSecret.name}` : ofProfile
  return { ...checked(client, from), warnings: passedOver }
}

const checked = (
  credentials: GenesysConfig.Credentials,
  from: string
): Pick<Read, "credentials" | "faults"> => {
  const made = GenesysConfig.make({ credentials })
  return Either.isRight(made)
    ? { credentials, faults: [] }
    : {
        credentials: undefined,
        faults: made.left.problems.map((what) => ({ what, fix: `Look at ${from}.` }))
      }
}
