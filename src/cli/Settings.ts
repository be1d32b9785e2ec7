/**
 * The settings of a run, checked before the first request: every problem at once, each with its fix.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Redacted from "effect/Redacted"
import * as GenesysConfig from "../genesys/GenesysConfig.js"
import type * as Kinds from "../jobs/Kinds.js"
import type { HttpOptions } from "../node.js"
import * as SlackConfig from "../slack/SlackConfig.js"
import type { Target } from "../watch/Watch.js"
import { Session } from "./Session.js"
import * as Sources from "./Sources.js"
import * as Targets from "./Targets.js"
import { type Fault, Trouble } from "./Trouble.js"

/**
 * @since 0.1.0
 * @category models
 */
export interface Settings {
  readonly genesys: GenesysConfig.Options
  readonly region: string
  /** Absent: nobody is told, and the report says so. */
  readonly slack: SlackConfig.Options | undefined
  readonly http: HttpOptions
  readonly warnings: ReadonlyArray<string>
  readonly targets: ReadonlyArray<Target>
}

/**
 * The flags that settings depend on, and problems that the command found already.
 *
 * @since 0.1.0
 * @category models
 */
export interface Flags {
  readonly environment: string | undefined
  readonly profile: string | undefined
  readonly onAmbiguous?: SlackConfig.OnAmbiguous | undefined
  readonly faults?: ReadonlyArray<Fault> | undefined
  /** The jobs that the command line names; `undefined` for a command without jobs. */
  readonly jobs?: { readonly kinds: Kinds.Kinds; readonly references: ReadonlyArray<string> } | undefined
}

/**
 * Reads and checks all settings. Precedence: flag, environment, `.env`, profile, default.
 *
 * @since 0.1.0
 * @category constructors
 */
export const read = (flags: Flags): Effect.Effect<Settings, Trouble, Session> =>
  Effect.gen(function* () {
    const session = yield* Session
    const opened = yield* Sources.open({ ...session, profile: flags.profile })
    const faults: Array<Fault> = [...(flags.faults ?? [])]
    const warnings: Array<string> = []
    const sources = Either.getOrElse(opened, (problem) => {
      faults.push({ what: problem, fix: "Write the name of a profile of that file, or leave --profile out." })
      return undefined
    })
    const find = sources?.find ?? (() => undefined)
    const secret = (name: string, ...others: ReadonlyArray<string>): string | undefined => {
      const found = find(name, `${name}_FILE`, ...others)
      if (found === undefined || found.name !== `${name}_FILE`) return found?.value
      const text = sources?.file(found.value) ?? Either.left("cannot be read")
      if (Either.isRight(text) && text.right !== "") return text.right
      faults.push({
        what: `${name}_FILE names ${found.value}, which ${Either.isLeft(text) ? text.left : "is empty"}.`,
        fix: "Write the path of a readable file that holds nothing but the secret."
      })
      return undefined
    }

    const { targets, faults: jobFaults } =
      flags.jobs === undefined
        ? { targets: [], faults: [] }
        : Targets.parse(flags.jobs.kinds, flags.jobs.references, find("DATA_ACTION_ID")?.value)
    faults.push(...jobFaults)

    const profile = sources?.profile
    const region =
      flags.environment ?? find("GENESYS_ENVIRONMENT", "GENESYSCLOUD_REGION")?.value ?? profile?.environment
    const token = find("GENESYSCLOUD_ACCESS_TOKEN")?.value
    const ownId = find("GENESYS_CLIENT_ID", "GENESYSCLOUD_OAUTHCLIENT_ID")?.value
    const ownSecret = secret("GENESYS_CLIENT_SECRET", "GENESYSCLOUD_OAUTHCLIENT_SECRET")
    const fileFault = faults.some(({ what }) => what.startsWith("GENESYS_CLIENT_SECRET_FILE"))
    // A client id of one place and the secret of another belong together only by accident.
    const own = ownId !== undefined || ownSecret !== undefined || fileFault
    const clientId = own ? ownId : profile?.clientId
    const clientSecret = own ? ownSecret : profile?.clientSecret
    const accessToken = token ?? (own || clientId !== undefined ? undefined : profile?.accessToken)

    if (accessToken !== undefined && own) {
      warnings.push("GENESYSCLOUD_ACCESS_TOKEN is used; the client credentials beside it are ignored.")
    }
    if (accessToken === undefined) {
      if (clientId === undefined) {
        faults.push({
          what: "GENESYS_CLIENT_ID is not set.",
          fix: "Set it to the id of an OAuth client with the client-credentials grant (Admin > Integrations > OAuth)."
        })
      }
      if (clientSecret === undefined && !fileFault) {
        faults.push({
          what: "GENESYS_CLIENT_SECRET is not set.",
          fix: "Set it to the secret of that OAuth client, or GENESYS_CLIENT_SECRET_FILE to a file that holds it."
        })
      }
    }

    const genesys: GenesysConfig.Options = {
      credentials:
        accessToken === undefined
          ? GenesysConfig.Credentials.ClientCredentials({
              clientId: clientId ?? "-",
              clientSecret: Redacted.make(clientSecret ?? "-")
            })
          : GenesysConfig.Credentials.AccessToken({ token: Redacted.make(accessToken) }),
      region,
      apiUrl: find("GENESYS_API_URL")?.value,
      loginUrl: find("GENESYS_LOGIN_URL")?.value
    }
    const checked = GenesysConfig.make(genesys)
    if (Either.isLeft(checked)) {
      for (const what of checked.left.problems) faults.push({ what, fix: undefined })
    }

    const webhook = secret("SLACK_WEBHOOK_URL")
    const slack: SlackConfig.Options | undefined =
      webhook === undefined
        ? undefined
        : {
            webhookUrl: Redacted.make(webhook),
            allowedHosts: (find("SLACK_WEBHOOK_HOST")?.value ?? "")
              .split(",")
              .map((host) => host.trim())
              .filter((host) => host !== ""),
            onAmbiguous: flags.onAmbiguous
          }
    const checkedSlack = slack === undefined ? undefined : SlackConfig.make(slack)
    if (checkedSlack !== undefined && Either.isLeft(checkedSlack)) {
      for (const problem of checkedSlack.left.problems) {
        faults.push({ what: `SLACK_WEBHOOK_URL: ${problem}`, fix: undefined })
      }
    }

    if (faults.length > 0 || Either.isLeft(checked)) {
      return yield* new Trouble({
        headline: faults.length === 1 ? undefined : `${faults.length} settings need attention:`,
        faults,
        exitCode: 2
      })
    }
    return {
      genesys,
      region:
        region === undefined && genesys.apiUrl !== undefined
          ? new URL(checked.right.apiUrl).host
          : checked.right.region,
      slack,
      http: {
        httpProxy: find("HTTP_PROXY", "http_proxy")?.value,
        httpsProxy: find("HTTPS_PROXY", "https_proxy")?.value,
        noProxy: find("NO_PROXY", "no_proxy")?.value
      },
      warnings,
      targets
    }
  })
