/**
 * What the door needs to know: where the organisation lives, who we are, and the numbers of the policies.
 *
 * @since 0.1.0
 */
import * as Config from "effect/Config"
import type * as ConfigError from "effect/ConfigError"
import * as Context from "effect/Context"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as String from "effect/String"
import * as BaseUrl from "./BaseUrl.js"
import * as DoorPolicy from "./DoorPolicy.js"
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
 * The numbers of the policies.
 *
 * @since 0.1.0
 * @category models
 */
export type Policy = DoorPolicy.DoorPolicy

/**
 * What an application says of its organisation; all but the credentials has a default.
 *
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
  /** What else must not be shown, should the platform repeat it in a text: the URLs of webhooks, for example. */
  readonly secrets?: ReadonlyArray<Redacted.Redacted> | undefined
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
 * The checked configuration of one organisation, with every default filled in.
 *
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
    readonly secrets?: ReadonlyArray<Redacted.Redacted> | undefined
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
  const place = placeOf(options)
  const problems = [
    ...place.problems,
    ...problemsOfCredentials(options.credentials),
    ...(options.app === undefined || /^[\x20-\x7e]+$/.test(options.app)
      ? []
      : ["The name of the app is empty or contains characters that no header may carry."]),
    ...DoorPolicy.problems(options.policy ?? {})
  ]
  return problems.length > 0
    ? Either.left(new InvalidConfig({ problems }))
    : Either.right({
        credentials: options.credentials,
        ...place.found,
        app: options.app ?? "genesys-jobs",
        secrets: options.secrets,
        policy: options.policy ?? {}
      })
}

interface Place {
  readonly region: string
  readonly apiUrl: string
  readonly loginUrl: string
}

/** A wrong region does not also make wrong URLs of the two that are derived from it. */
const placeOf = (
  options: Pick<Options, "region" | "apiUrl" | "loginUrl">
): { readonly found: Place; readonly problems: ReadonlyArray<string> } => {
  const region = Region.parse(options.region ?? Region.defaultHost)
  const known = Either.getOrUndefined(region)
  const url = (name: string, given: string | undefined, derived: string | undefined) =>
    given === undefined ? Either.right(derived ?? "") : BaseUrl.parse(name, given)
  const apiUrl = url("API URL", options.apiUrl, known?.apiUrl)
  const loginUrl = url("login URL", options.loginUrl, known?.loginUrl)
  return {
    found: {
      region: known?.host ?? "",
      apiUrl: Either.getOrElse(apiUrl, () => ""),
      loginUrl: Either.getOrElse(loginUrl, () => "")
    },
    problems: [...leftOf(region), ...leftOf(apiUrl), ...leftOf(loginUrl)]
  }
}

const leftOf = (part: Either.Either<unknown, string>): ReadonlyArray<string> =>
  Either.isLeft(part) ? [part.left] : []

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

const firstOf = (head: string, ...tail: ReadonlyArray<string>): Config.Config<Option.Option<string>> =>
  tail
    .reduce(
      (config, name) => Config.orElse(config, () => Config.nonEmptyString(name)),
      Config.nonEmptyString(head)
    )
    .pipe(Config.map(String.trim), Config.option, Config.map(Option.filter(String.isNonEmpty)))

const settings = Config.all({
  region: firstOf("GENESYS_ENVIRONMENT", "GENESYSCLOUD_REGION"),
  apiUrl: firstOf("GENESYS_API_URL"),
  loginUrl: firstOf("GENESYS_LOGIN_URL"),
  token: firstOf("GENESYSCLOUD_ACCESS_TOKEN"),
  clientId: firstOf("GENESYS_CLIENT_ID", "GENESYSCLOUD_OAUTHCLIENT_ID"),
  clientSecret: firstOf("GENESYS_CLIENT_SECRET", "GENESYSCLOUD_OAUTHCLIENT_SECRET")
})

/**
 * Options from `Config`, the first name that is set wins: `GENESYS_ENVIRONMENT` or `GENESYSCLOUD_REGION`,
 * `GENESYS_CLIENT_ID` or `GENESYSCLOUD_OAUTHCLIENT_ID`, `GENESYS_CLIENT_SECRET` or `GENESYSCLOUD_OAUTHCLIENT_SECRET`,
 * `GENESYSCLOUD_ACCESS_TOKEN`, `GENESYS_API_URL`, `GENESYS_LOGIN_URL`. An access token wins over client credentials,
 * and a warning says so. Fails with everything that is missing or wrong at once.
 *
 * @since 0.1.0
 * @category constructors
 */
export const fromConfig: Effect.Effect<Options, ConfigError.ConfigError | InvalidConfig> = Effect.gen(
  function* () {
    const { apiUrl, clientId, clientSecret, loginUrl, region, token } = yield* settings
    const place = {
      region: Option.getOrUndefined(region),
      apiUrl: Option.getOrUndefined(apiUrl),
      loginUrl: Option.getOrUndefined(loginUrl)
    }
    if (Option.isSome(token)) {
      if (Option.isSome(clientId) || Option.isSome(clientSecret)) {
        yield* Effect.logWarning(
          "GENESYSCLOUD_ACCESS_TOKEN is used; the client credentials beside it are ignored."
        )
      }
      const credentials = Credentials.AccessToken({ token: Redacted.make(token.value) })
      return { ...place, credentials }
    }
    if (Option.isSome(clientId) && Option.isSome(clientSecret)) {
      const credentials = Credentials.ClientCredentials({
        clientId: clientId.value,
        clientSecret: Redacted.make(clientSecret.value)
      })
      return { ...place, credentials }
    }
    return yield* new InvalidConfig({
      problems: [
        ...(Option.isSome(clientId)
          ? []
          : ["GENESYS_CLIENT_ID is not set. Set it to the id of an OAuth client."]),
        ...(Option.isSome(clientSecret)
          ? []
          : ["GENESYS_CLIENT_SECRET is not set. Set it to the secret of that OAuth client."]),
        ...placeOf(place).problems
      ]
    })
  }
)

/**
 * The configuration from `Config`, see {@link fromConfig}, with the default policies.
 *
 * @since 0.1.0
 * @category layers
 */
export const layerConfig: Layer.Layer<GenesysConfig, ConfigError.ConfigError | InvalidConfig> = Layer.effect(
  GenesysConfig,
  Effect.flatMap(fromConfig, make)
)
