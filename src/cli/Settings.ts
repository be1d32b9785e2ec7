/**
 * The settings of a run, checked before the first request: every problem at once, each with its fix.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Redacted from "effect/Redacted"
import * as BaseUrl from "../genesys/BaseUrl.js"
import * as GenesysConfig from "../genesys/GenesysConfig.js"
import * as Region from "../genesys/Region.js"
import type * as Kinds from "../jobs/Kinds.js"
import type { HttpOptions } from "../node.js"
import type { OnAmbiguous } from "../slack/SlackConfig.js"
import type { Webhook } from "../watch/Destination.js"
import type { Target } from "../watch/Watch.js"
import * as ConfigFile from "./ConfigFile.js"
import * as Credentials from "./Credentials.js"
import * as Proxy from "./Proxy.js"
import { Session } from "./Session.js"
import * as Sources from "./Sources.js"
import * as Targets from "./Targets.js"
import { type Fault, Trouble } from "./Trouble.js"
import * as Webhooks from "./Webhooks.js"

/**
 * @since 0.1.0
 * @category models
 */
export interface Settings {
  readonly genesys: GenesysConfig.Options
  readonly region: string
  /** None: nobody is told, and the report says so. */
  readonly webhooks: ReadonlyArray<Webhook>
  readonly http: HttpOptions
  readonly kinds: Kinds.Kinds
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
  readonly config?: string | undefined
  readonly onAmbiguous?: OnAmbiguous | undefined
  readonly faults?: ReadonlyArray<Fault> | undefined
  /** The jobs that the command line names; `undefined` for a command without jobs. */
  readonly jobs?: ReadonlyArray<string> | undefined
  /** For a command that needs no job, and looks at `DATA_ACTION_ID` where none is named. */
  readonly jobIsOptional?: boolean | undefined
  /** `false` for a command that tells nobody: destinations of the configuration file need no URL then. */
  readonly notifies?: boolean | undefined
}

/**
 * Where the platform is: the region, or the host of a gateway, as reports show it; the base URLs; and what was given to
 * find them.
 *
 * @since 0.1.0
 * @category models
 */
export interface Hosts {
  readonly region: string
  readonly apiUrl: string
  readonly loginUrl: string
  readonly given: Pick<GenesysConfig.Options, "region" | "apiUrl" | "loginUrl">
}

/**
 * What could be found out, and what is wrong, by the part of the settings that it belongs to. A part with faults is
 * `undefined` or empty; the others can be used.
 *
 * @since 0.1.0
 * @category models
 */
export interface Survey {
  readonly faults: {
    readonly command: ReadonlyArray<Fault>
    readonly profile: ReadonlyArray<Fault>
    readonly config: ReadonlyArray<Fault>
    readonly credentials: ReadonlyArray<Fault>
    readonly hosts: ReadonlyArray<Fault>
    readonly proxy: ReadonlyArray<Fault>
    readonly slack: ReadonlyArray<Fault>
  }
  readonly warnings: ReadonlyArray<string>
  /** Files that are there and not used: a fault only where something is missing. */
  readonly unread: ReadonlyArray<Fault>
  readonly credentials: GenesysConfig.Credentials | undefined
  readonly hosts: Hosts | undefined
  readonly http: HttpOptions
  readonly config: ConfigFile.ConfigFile
  readonly webhooks: ReadonlyArray<Webhook>
  readonly targets: ReadonlyArray<Target>
  /** Whether somebody named a job, known or not. */
  readonly isJobNamed: boolean
}

/**
 * Reads and checks all settings, and goes on after a fault. Precedence: flag, environment, `.env`, profile, default.
 *
 * @since 0.1.0
 * @category constructors
 */
export const survey = (flags: Flags): Effect.Effect<Survey, never, Session> =>
  Effect.gen(function* () {
    const session = yield* Session
    const opened = yield* Sources.open({ ...session, profile: flags.profile })
    const { sources, unread } = opened
    const file = yield* ConfigFile.read({ cwd: session.cwd, path: flags.config })
    const config = Either.getOrElse(file, () => ConfigFile.none)

    const ambient = sources.find("DATA_ACTION_ID")?.value
    const { jobIsOptional = false, jobs } = flags
    const isJobNamed = jobs !== undefined && (jobs.length > 0 || ambient !== undefined)
    const named =
      jobs === undefined || (jobIsOptional && !isJobNamed)
        ? { targets: [], faults: [] }
        : Targets.parse(config.kinds, jobs, ambient)
    const hosts = hostsOf(sources, flags.environment)
    const proxy = Proxy.read(sources.find)
    const credentials = Credentials.read(sources)
    const webhooks = Webhooks.read(
      sources,
      flags.notifies === false ? ConfigFile.none : config,
      flags.onAmbiguous
    )
    return {
      faults: {
        // Behind a broken file of kinds, nobody knows whether a kind exists.
        command: [...(flags.faults ?? []), ...(Either.isLeft(file) ? [] : named.faults)],
        profile: opened.faults,
        config: Either.isLeft(file) ? file.left : [],
        credentials: credentials.faults,
        hosts: hosts.faults,
        proxy: proxy.faults,
        slack: webhooks.faults
      },
      warnings: [...unread.map(({ what }) => what), ...hosts.warnings, ...credentials.warnings],
      unread,
      credentials: credentials.credentials,
      hosts: hosts.hosts,
      http: proxy.http,
      config,
      webhooks: webhooks.webhooks,
      targets: named.targets,
      isJobNamed
    }
  })

/**
 * The settings, or all that is wrong with them.
 *
 * @since 0.1.0
 * @category constructors
 */
export const read = (flags: Flags): Effect.Effect<Settings, Trouble, Session> =>
  Effect.flatMap(survey(flags), ({ credentials, hosts, ...found }) => {
    const problems = Object.values(found.faults).flat()
    // What is missing may stand in a file of which nothing is used.
    const faults = problems.length === 0 ? [] : [...problems, ...found.unread]
    return faults.length > 0 || credentials === undefined || hosts === undefined
      ? Effect.fail(
          new Trouble({
            headline: faults.length === 1 ? undefined : `${faults.length} settings need attention:`,
            faults,
            exitCode: 2
          })
        )
      : Effect.succeed({
          genesys: {
            ...hosts.given,
            credentials,
            secrets: found.webhooks.map(({ slack }) => slack.webhookUrl)
          },
          region: hosts.region,
          webhooks: found.webhooks,
          http: found.http,
          kinds: found.config.kinds,
          warnings: found.warnings,
          targets: found.targets
        })
  })

// Any credentials do to have the hosts checked; the real ones are checked apart.
const anybody = GenesysConfig.Credentials.AccessToken({ token: Redacted.make("-") })

const hostsOf = (
  sources: Sources.Sources,
  flag: string | undefined
): {
  readonly hosts: Hosts | undefined
  readonly faults: ReadonlyArray<Fault>
  readonly warnings: ReadonlyArray<string>
} => {
  const region = regionOf(sources, flag)
  const given = {
    region: region?.value,
    apiUrl: sources.find("GENESYS_API_URL")?.value,
    loginUrl: sources.find("GENESYS_LOGIN_URL")?.value
  }
  const checked = GenesysConfig.make({ credentials: anybody, ...given })
  if (Either.isLeft(checked)) {
    const faultsOf = (part: Partial<typeof given>, name: string | undefined): ReadonlyArray<Fault> =>
      Either.match(GenesysConfig.make({ credentials: anybody, ...part }), {
        onLeft: ({ problems }) => problems.map((what) => ({ what, fix: `Look at ${name}.` })),
        onRight: () => []
      })
    return {
      hosts: undefined,
      faults: [
        ...faultsOf({ region: given.region }, region?.name),
        ...faultsOf({ apiUrl: given.apiUrl }, "GENESYS_API_URL"),
        ...faultsOf({ loginUrl: given.loginUrl }, "GENESYS_LOGIN_URL")
      ],
      warnings: []
    }
  }
  const { right: made } = checked
  const api = new URL(made.apiUrl)
  return {
    hosts: {
      // Behind a gateway the region may not be known, and a simulator has none: the host tells more.
      region:
        given.apiUrl !== undefined && (region === undefined || BaseUrl.isLoopback(api.hostname))
          ? api.host
          : made.region,
      apiUrl: made.apiUrl,
      loginUrl: made.loginUrl,
      given
    },
    faults: [],
    warnings: [
      ...(given.apiUrl === undefined || given.loginUrl === undefined ? misspelt(made.region) : []),
      ...passedOver(sources.profile, region)
    ]
  }
}

const regionOf = (sources: Sources.Sources, flag: string | undefined): Sources.Found | undefined => {
  if (flag !== undefined) return { name: "--environment", value: flag }
  const { profile } = sources
  const found = sources.find("GENESYS_ENVIRONMENT", "GENESYSCLOUD_REGION")
  return found !== undefined || profile?.environment === undefined
    ? found
    : { name: `the profile ${profile.name}`, value: profile.environment }
}

/** Who names a profile may not think of the variable that goes before it. */
const passedOver = (
  profile: Sources.Profile | undefined,
  region: Sources.Found | undefined
): ReadonlyArray<string> =>
  profile?.isNamed === true &&
  region?.name.startsWith("GENESYS") === true &&
  profile.environment !== undefined &&
  profile.environment !== region.value
    ? [`${region.name} (${region.value}) is used, and not the region of the profile ${profile.name}.`]
    : []

/** A host that is not known may be a private one. One that is nearly a known one may be a slip. */
const misspelt = (host: string): ReadonlyArray<string> => {
  const near = Object.values(Region.hosts).includes(host) ? undefined : Region.closest(host)
  return near === undefined ? [] : [`The region ${host} is none that is known. Did you mean ${near}?`]
}
