/**
 * What the door needs to know: where the organisation lives, who we are, and the numbers of the policies.
 *
 * @since 0.1.0
 */
import * as Config from "effect/Config"
import * as ConfigError from "effect/ConfigError"
import * as Context from "effect/Context"
import * as Data from "effect/Data"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import type * as CircuitBreaker from "../resilience/CircuitBreaker.js"
import type * as RetryBudget from "../resilience/RetryBudget.js"
import type * as RetryPolicy from "../resilience/RetryPolicy.js"
import * as BaseUrl from "./BaseUrl.js"
import * as Region from "./Region.js"

/**
 * How the door proves who it is: the client-credentials grant, or a token that somebody else obtained and that is
 * never refreshed.
 *
 * @since 0.1.0
 * @category models
 */
export type Credentials = Data.TaggedEnum<{
  ClientCredentials: { readonly clientId: string; readonly clientSecret: Redacted.Redacted }
  AccessToken: { readonly token: Redacted.Redacted }
}>

/**
 * @since 0.1.0
 * @category constructors
 */
export const Credentials = Data.taggedEnum<Credentials>()

/**
 * The numbers of the policies. Every one has a default; `false` switches a policy off.
 *
 * @since 0.1.0
 * @category models
 */
export interface Policy {
  /** Time for one attempt, from sending the request to the last byte of the answer. Default: 15 seconds. */
  readonly attemptTimeout?: Duration.DurationInput | undefined
  /** Total time for a call that names no deadline; `Infinity` for none. Default: 5 minutes. */
  readonly deadline?: Duration.DurationInput | undefined
  /** Repetitions, delays and the longest `Retry-After` that is waited for. */
  readonly retry?: RetryPolicy.Options | undefined
  /** Circuit breaker of the API host. */
  readonly breaker?: CircuitBreaker.Options | false | undefined
  /** Bound on repetitions across calls. */
  readonly retryBudget?: RetryBudget.Options | false | undefined
  /** Client-side rate limiter and the shared wait after `Retry-After`. */
  readonly limiter?: boolean | undefined
}

/**
 * @since 0.1.0
 * @category models
 */
export interface Options {
  readonly credentials: Credentials
  /** `mypurecloud.ie`, `eu-west-1`; used where no URL is given, and in reports. Default: `mypurecloud.com`. */
  readonly region?: string | undefined
  /** Base URL of the API where it is not `https://api.REGION`: gateway, private link, simulator. */
  readonly apiUrl?: string | undefined
  /** Base URL of the login host where it is not `https://login.REGION`. */
  readonly loginUrl?: string | undefined
  /** Sent as `Genesys-App`, the vendor's way to identify an application. Default: `genesys-jobs`. */
  readonly app?: string | undefined
  readonly policy?: Policy | undefined
}

/**
 * A configuration that cannot be used, with everything that is wrong with it.
 *
 * @since 0.1.0
 * @category errors
 */
export class InvalidConfig extends Data.TaggedError("InvalidConfig")<{
  readonly problems: ReadonlyArray<string>
}> {
  override get message(): string {
    return this.problems.join("\n")
  }
}

/**
 * @since 0.1.0
 * @category tags
 */
export class GenesysConfig extends Context.Tag("genesys-jobs/GenesysConfig")<
  GenesysConfig,
  {
    readonly credentials: Credentials
    readonly region: string
    readonly apiUrl: string
    readonly loginUrl: string
    readonly app: string
    readonly policy: Policy
  }
>() {}

/**
 * Checks options and fills the defaults in. Every problem is reported, not only the first. URLs must be `https`, or
 * `http` on a loopback host; they may carry a path prefix, but no credentials and no query.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (options: Options): Either.Either<GenesysConfig["Type"], InvalidConfig> => {
  const region = Region.parse(options.region ?? Region.defaultHost)
  const fallback = Either.getOrElse(region, () => ({ host: "", apiUrl: "", loginUrl: "" }))
  const apiUrl = BaseUrl.parse("API URL", options.apiUrl ?? fallback.apiUrl)
  const loginUrl = BaseUrl.parse("login URL", options.loginUrl ?? fallback.loginUrl)
  const needsRegion = options.apiUrl === undefined || options.loginUrl === undefined
  const problems = [
    ...(Either.isLeft(region) && (needsRegion || options.region !== undefined) ? [region.left] : []),
    ...(Either.isLeft(apiUrl) && (options.apiUrl !== undefined || Either.isRight(region))
      ? [apiUrl.left]
      : []),
    ...(Either.isLeft(loginUrl) && (options.loginUrl !== undefined || Either.isRight(region))
      ? [loginUrl.left]
      : []),
    ...problemsOfCredentials(options.credentials)
  ]
  if (problems.length > 0 || Either.isLeft(apiUrl) || Either.isLeft(loginUrl)) {
    return Either.left(new InvalidConfig({ problems }))
  }
  return Either.right({
    credentials: options.credentials,
    region: fallback.host,
    apiUrl: apiUrl.right,
    loginUrl: loginUrl.right,
    app: options.app ?? "genesys-jobs",
    policy: options.policy ?? {}
  })
}

const headerSafe = /^[\x21-\x7e]+$/

const problemsOfCredentials = (credentials: Credentials): ReadonlyArray<string> =>
  Credentials.$match(credentials, {
    AccessToken: ({ token }) =>
      headerSafe.test(Redacted.value(token))
        ? []
        : ["The access token is empty or contains characters that no token has. Copy it again."],
    ClientCredentials: ({ clientId, clientSecret }) => [
      ...(headerSafe.test(clientId) && !clientId.includes(":")
        ? []
        : ["The client id is empty or contains characters that no client id has. Copy it again."]),
      ...(headerSafe.test(Redacted.value(clientSecret))
        ? []
        : ["The client secret is empty or contains characters that no secret has. Copy it again."])
    ]
  })

/**
 * The configuration from a value.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (options: Options): Layer.Layer<GenesysConfig, InvalidConfig> =>
  Layer.effect(
    GenesysConfig,
    Effect.suspend(() => make(options))
  )

const firstOf = (...names: readonly [string, ...Array<string>]): Config.Config<Option.Option<string>> => {
  const [head, ...tail] = names
  return tail
    .reduce(
      (config, name) => Config.orElse(config, () => Config.nonEmptyString(name)),
      Config.nonEmptyString(head)
    )
    .pipe(Config.option)
}

/**
 * Options from `Config`: `GENESYS_ENVIRONMENT`/`GENESYSCLOUD_REGION`, `GENESYS_CLIENT_ID`/`GENESYSCLOUD_OAUTHCLIENT_ID`,
 * `GENESYS_CLIENT_SECRET`/`GENESYSCLOUD_OAUTHCLIENT_SECRET`, `GENESYSCLOUD_ACCESS_TOKEN`, `GENESYS_API_URL`, `GENESYS_LOGIN_URL`.
 * An access token wins over client credentials.
 *
 * @since 0.1.0
 * @category constructors
 */
export const config: Config.Config<Options> = Config.all({
  region: firstOf("GENESYS_ENVIRONMENT", "GENESYSCLOUD_REGION"),
  token: firstOf("GENESYSCLOUD_ACCESS_TOKEN"),
  apiUrl: firstOf("GENESYS_API_URL"),
  loginUrl: firstOf("GENESYS_LOGIN_URL")
}).pipe(
  Config.zip(
    Config.all({
      clientId: firstOf("GENESYS_CLIENT_ID", "GENESYSCLOUD_OAUTHCLIENT_ID"),
      clientSecret: firstOf("GENESYS_CLIENT_SECRET", "GENESYSCLOUD_OAUTHCLIENT_SECRET")
    })
  ),
  Config.mapOrFail(([where, who]): Either.Either<Options, ConfigError.ConfigError> => {
    const place = {
      region: Option.getOrUndefined(where.region),
      apiUrl: Option.getOrUndefined(where.apiUrl),
      loginUrl: Option.getOrUndefined(where.loginUrl)
    }
    if (Option.isSome(where.token)) {
      return Either.right({
        ...place,
        credentials: Credentials.AccessToken({ token: Redacted.make(where.token.value) })
      })
    }
    const missing = [
      ...(Option.isNone(who.clientId) ? ["GENESYS_CLIENT_ID"] : []),
      ...(Option.isNone(who.clientSecret) ? ["GENESYS_CLIENT_SECRET"] : [])
    ]
    return Option.isSome(who.clientId) && Option.isSome(who.clientSecret)
      ? Either.right({
          ...place,
          credentials: Credentials.ClientCredentials({
            clientId: who.clientId.value,
            clientSecret: Redacted.make(who.clientSecret.value)
          })
        })
      : Either.left(ConfigError.MissingData(missing, `Set ${missing.join(" and ")}.`))
  })
)

/**
 * The configuration from `Config`, with `policy` as code.
 *
 * @since 0.1.0
 * @category layers
 */
export const layerConfig: Layer.Layer<GenesysConfig, ConfigError.ConfigError | InvalidConfig> = Layer.effect(
  GenesysConfig,
  Effect.flatMap(config, make)
)
