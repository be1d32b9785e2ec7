/**
 * All checks of `doctor`, one after the other.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as GenesysHttp from "../genesys/GenesysHttp.js"
import * as Node from "../node.js"
import * as Check from "./Check.js"
import * as NetworkChecks from "./NetworkChecks.js"
import * as PlatformChecks from "./PlatformChecks.js"
import * as Proxy from "./Proxy.js"
import type { Session } from "./Session.js"
import * as Settings from "./Settings.js"
import * as SlackChecks from "./SlackChecks.js"

/**
 * - `sendTest`: post a test message to every destination.
 * - `tell`: hears of each check as soon as it is done.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  readonly sendTest: boolean
  readonly tell: Tell
}

type Tell = (check: Check.Check) => Effect.Effect<void>

/**
 * Checks settings, network, token, job and Slack, in this order. It goes on after a failed check wherever it can: what
 * cannot be checked any more is told as skipped.
 *
 * @since 0.1.0
 * @category combinators
 */
export const run = (
  flags: Settings.Flags,
  { sendTest, tell }: Options
): Effect.Effect<void, never, Session> =>
  Effect.gen(function* () {
    const survey = yield* Settings.survey(flags)
    yield* Effect.forEach(settings(survey), tell, { discard: true })
    if (survey.faults.proxy.length > 0) {
      // Nothing can be sent: the HTTP client would read the same variable.
      yield* Effect.forEach(unsent(survey, sendTest), tell, { discard: true })
      return yield* unasked(survey, tell, "the proxy cannot be used")
    }
    yield* Effect.zipRight(platform(survey, tell), slack(survey, sendTest, tell)).pipe(
      Effect.provide(Node.layerHttpClient(survey.http))
    )
  })

/** What can be said without a request. */
const settings = (survey: Settings.Survey): ReadonlyArray<Check.Check> => {
  const { config, credentials, faults, hosts } = survey
  const general = [
    ...faults.command,
    ...faults.profile,
    ...faults.config,
    ...faults.hosts,
    ...faults.credentials
  ].map((fault) => Check.ofFault("configuration", fault))
  const what = [
    hosts === undefined ? "" : `region ${hosts.region}`,
    credentials?._tag === "AccessToken" ? "an access token" : "an OAuth client",
    config.path === undefined ? "no configuration file" : config.path
  ].filter((part) => part !== "")
  return [
    ...(general.length === 0 ? [Check.ok("configuration", what.join(", "))] : general),
    ...survey.warnings.map((text) => Check.warning("configuration", text)),
    ...faults.proxy.map((fault) => Check.ofFault("proxy", fault))
  ]
}

const unsent = (survey: Settings.Survey, sendTest: boolean): ReadonlyArray<Check.Check> => {
  const { faults, webhooks } = survey
  return [
    ...["api", "login", "token"].map((name) => Check.skipped(name, "the proxy cannot be used")),
    ...faults.slack.map((fault) => Check.ofFault("slack", fault)),
    ...(sendTest ? [Check.skipped("slack", "no message was posted: the proxy cannot be used")] : []),
    ...(faults.slack.length === 0 && !sendTest ? SlackChecks.shape(webhooks, false) : [])
  ]
}

const platform = (survey: Settings.Survey, tell: Tell) =>
  Effect.gen(function* () {
    const { credentials, hosts, http } = survey
    if (hosts === undefined) {
      yield* tell(Check.skipped("api", "its host is not known"))
      return yield* unasked(survey, tell, "the host of the API is not known")
    }
    yield* tell(NetworkChecks.proxy(http, hosts))
    const urls = [...new Set([hosts.apiUrl, hosts.loginUrl])]
    // One line a name that is looked up: behind a proxy that is the proxy's, for both.
    const names = new Map(urls.map((url) => [Proxy.of(http, url) ?? new URL(url).hostname, url]))
    for (const url of names.values()) yield* Effect.flatMap(NetworkChecks.dns(http, url), tell)
    const api = yield* NetworkChecks.reach("api", hosts.apiUrl)
    yield* tell(api.check)
    const login = yield* NetworkChecks.reach("login", hosts.loginUrl)
    yield* tell(login.check)
    yield* tell(NetworkChecks.clock(api.skewMillis ?? login.skewMillis))

    const [target] = survey.targets
    const needed = credentials?._tag === "AccessToken" ? [api] : [api, login]
    const inTheWay =
      credentials === undefined
        ? "there are no credentials to try"
        : needed.some(({ check }) => check.result === "failed")
          ? "a host that it needs does not answer"
          : undefined
    if (credentials === undefined || inTheWay !== undefined) {
      yield* tell(Check.skipped("token", inTheWay ?? ""))
      return yield* unasked(survey, tell, "there is no token")
    }
    // Settings were checked before; a configuration refused here is a fault of this program.
    const door = Layer.orDie(
      GenesysHttp.layerOptions(PlatformChecks.impatient({ ...hosts.given, credentials }))
    )
    yield* Effect.gen(function* () {
      const token = yield* PlatformChecks.token(credentials)
      yield* tell(token)
      if (target === undefined) return yield* unasked(survey, tell, "the job that was named is not known")
      if (token.result === "failed") return yield* unasked(survey, tell, "there is no token")
      yield* Effect.flatMap(PlatformChecks.job(target), (checks) =>
        Effect.forEach(checks, tell, { discard: true })
      )
    }).pipe(Effect.provide(door))
  })

/** The job that somebody named and that cannot be asked about. */
const unasked = (survey: Settings.Survey, tell: Tell, why: string): Effect.Effect<void> =>
  survey.isJobNamed ? tell(Check.skipped("job status", why)) : Effect.void

const slack = (survey: Settings.Survey, sendTest: boolean, tell: Tell) =>
  Effect.gen(function* () {
    const { faults, webhooks } = survey
    yield* Effect.forEach(faults.slack, (fault) => tell(Check.ofFault("slack", fault)), { discard: true })
    if (sendTest && webhooks.length > 0) {
      yield* Effect.forEach(webhooks, (webhook) => Effect.flatMap(SlackChecks.sendTest(webhook), tell), {
        discard: true
      })
    } else if (webhooks.length > 0 || faults.slack.length === 0) {
      yield* Effect.forEach(SlackChecks.shape(webhooks, sendTest), tell, { discard: true })
    }
  })
