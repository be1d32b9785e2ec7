/**
 * The simulated platform itself: a pure function from (scenario, state, request, time) to an answer and the next state.
 *
 * @since 0.1.0
 */
import * as DateTime from "effect/DateTime"
import * as Either from "effect/Either"
import * as HashMap from "effect/HashMap"
import * as Option from "effect/Option"
import * as Answer from "./Answer.js"
import * as DataAction from "./DataAction.js"
import * as Fault from "./Fault.js"
import * as FaultRule from "./FaultRule.js"
import * as JobScript from "./JobScript.js"
import * as Login from "./Login.js"
import * as Paging from "./Paging.js"
import * as RateLimit from "./RateLimit.js"
import * as Records from "./Records.js"
import * as Route from "./Route.js"
import type * as Scenario from "./Scenario.js"
import * as SlackInbox from "./SlackInbox.js"

/**
 * A request, as far as the platform looks at it. Header names are in lower case.
 *
 * @since 0.1.0
 * @category models
 */
export interface Incoming {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: string
  readonly correlationId: string
  /** The base address of the file host. */
  readonly filesUrl: string
}

/**
 * The part of the platform that a request is meant for.
 *
 * @since 0.1.0
 * @category models
 */
export type Target = "login" | "api" | "files" | "slack"

/** When a job or a route was first asked for (epoch milliseconds) and how often each of its documents was. */
interface Visits {
  readonly since: number
  readonly counts: HashMap.HashMap<string, number>
}

/**
 * All that the platform remembers.
 *
 * @since 0.1.0
 * @category models
 */
export interface State {
  readonly login: Login.State
  readonly limits: RateLimit.State
  readonly visits: HashMap.HashMap<string, Visits>
  readonly inbox: SlackInbox.State
}

/**
 * A scenario with what is costly to compute done once.
 *
 * @since 0.1.0
 * @category models
 */
export interface Plan {
  readonly scenario: Scenario.Scenario
  /** The error codes of each data action, by job name. */
  readonly codes: Readonly<Record<string, ReadonlyArray<string>>>
  /** Every route of the scenario, with the job whose clock it follows and the list it pages. */
  readonly routes: ReadonlyArray<{
    readonly clock: string
    readonly name: string
    readonly route: Route.Route
    readonly items: ReadonlyArray<unknown>
  }>
}

/**
 * Prepares a scenario.
 *
 * @since 0.1.0
 * @category constructors
 */
export const plan = (scenario: Scenario.Scenario): Plan => {
  const jobs = Object.entries(scenario.jobs)
  const routed = [
    ...jobs.flatMap(([name, job]) => job.routes.map((route) => ({ clock: name, route }))),
    ...scenario.routes.map((route, index) => ({ clock: `route ${index}`, route }))
  ]
  return {
    scenario,
    codes: Object.fromEntries(
      jobs.map(([name, job]) => [
        name,
        Records.codes(job.codes, Math.max(job.errors, job.listed ?? 0) + (job.shift?.by ?? 0), scenario.seed)
      ])
    ),
    routes: routed.map(({ clock, route }, index) => ({
      clock,
      route,
      name: `route ${index}`,
      items:
        route.pages === undefined
          ? []
          : Paging.items(route.pages, (item, number) => Route.fill(item, { n: String(number) }))
    }))
  }
}

/**
 * Nothing was asked yet.
 *
 * @since 0.1.0
 * @category constructors
 */
export const empty = (scenario: Scenario.Scenario): State => ({
  login: Login.empty(scenario.token),
  limits: HashMap.empty(),
  visits: HashMap.empty(),
  inbox: []
})

/**
 * Which part of the platform a path belongs to.
 *
 * @since 0.1.0
 * @category combinators
 */
export const target = (path: string): Target => {
  if (path.startsWith("/oauth/")) return "login"
  if (path.startsWith("/services/")) return "slack"
  return path.startsWith("/__files/") ? "files" : "api"
}

/**
 * The token of an `Authorization` header, when the platform knows it (dead or alive).
 *
 * @since 0.1.0
 * @category combinators
 */
export const tokenOf = (state: State, authorization: string | undefined): Login.Token | undefined => {
  const bearer = Login.bearerOf(authorization)
  return bearer === undefined ? undefined : Option.getOrUndefined(HashMap.get(state.login.tokens, bearer))
}

/**
 * The answer to a request that meets these faults.
 *
 * @since 0.1.0
 * @category combinators
 */
export const answer = (
  plan: Plan,
  state: State,
  incoming: Incoming,
  now: number,
  faults: ReadonlyArray<Fault.Fault>
): readonly [Answer.Answer, State] => {
  const [truth, next] = replaced(state, incoming, now, faults) ?? trueAnswer(plan, state, incoming, now)
  const spoiled = faults.reduce(Fault.spoil, truth)
  return [Answer.withHeaders(spoiled, { "inin-correlation-id": incoming.correlationId }), next]
}

const replaced = (
  state: State,
  incoming: Incoming,
  now: number,
  faults: ReadonlyArray<Fault.Fault>
): readonly [Answer.Answer, State] | undefined => {
  for (const fault of faults) {
    const answered = Fault.replacement(fault, incoming.correlationId, now)
    if (answered === undefined) continue
    const bearer = Login.bearerOf(incoming.headers["authorization"])
    const kept = fault.type === "revokeToken" && bearer !== undefined
    const login = kept ? Login.revoke(state.login, bearer) : state.login
    return [filled(answered, incoming, now), { ...state, login }]
  }
  return undefined
}

const trueAnswer = (
  plan: Plan,
  state: State,
  incoming: Incoming,
  now: number
): readonly [Answer.Answer, State] => {
  const { scenario } = plan
  switch (target(incoming.path)) {
    case "login": {
      const [answered, login] = Login.grant(
        state.login,
        scenario.token,
        scenario.clients,
        scenario.seed,
        now,
        {
          method: incoming.method,
          authorization: incoming.headers["authorization"],
          contentType: incoming.headers["content-type"],
          body: incoming.body
        }
      )
      return [answered, { ...state, login }]
    }
    case "slack": {
      const [answered, inbox] = SlackInbox.receive(state.inbox, scenario.slack, now, {
        method: incoming.method,
        path: incoming.path,
        contentType: incoming.headers["content-type"],
        body: incoming.body
      })
      return [answered, { ...state, inbox }]
    }
    case "files":
      return [file(scenario, incoming, now), state]
    case "api":
      return api(plan, state, incoming, now)
  }
}

const file = (scenario: Scenario.Scenario, incoming: Incoming, now: number): Answer.Answer => {
  const found = scenario.files[incoming.path.slice("/__files/".length)]
  if (found === undefined) return Answer.text("<Error><Code>NoSuchKey</Code></Error>", "application/xml", 404)
  if (found.signature !== undefined && incoming.query.get("sig") !== found.signature) {
    return Answer.text("<Error><Code>AccessDenied</Code></Error>", "application/xml", 403)
  }
  return filled(
    { ...document(found.body, 200), headers: { "content-type": found.contentType } },
    incoming,
    now
  )
}

const api = (plan: Plan, state: State, incoming: Incoming, now: number): readonly [Answer.Answer, State] => {
  const { scenario } = plan
  const planned = plan.routes.find(({ route }) => meets(route, incoming))
  if (planned?.route.anonymous === true) return routed(planned, state, incoming, now)
  const bearer = Login.bearerOf(incoming.headers["authorization"])
  const [admitted, login] = Login.admit(state.login, scenario.token, now, bearer)
  const counted = { ...state, login }
  if (Either.isLeft(admitted))
    return [Answer.error(incoming.correlationId, { status: 401, ...admitted.left }), counted]
  const served = (from: State) =>
    planned === undefined ? dataAction(plan, from, incoming, now) : routed(planned, from, incoming, now)
  if (scenario.rateLimit === undefined) return served(counted)
  const caller = `token ${admitted.right.generation}`
  const [verdict, limits] = RateLimit.take(state.limits, scenario.rateLimit, caller, now)
  const limited = { ...counted, limits }
  const [answered, next] = verdict.allowed
    ? served(limited)
    : ([RateLimit.refusal(scenario.rateLimit, verdict, incoming.correlationId, now), limited] as const)
  return [Answer.withHeaders(answered, RateLimit.headers(scenario.rateLimit, verdict)), next]
}

const dataAction = (
  plan: Plan,
  state: State,
  incoming: Incoming,
  now: number
): readonly [Answer.Answer, State] => {
  const found = /^\/api\/v2\/data-actions\/([^/]+)\/(status|results)$/.exec(incoming.path)
  const id = decoded(found?.[1] ?? "")
  const name = `data-action/${id}`
  const script = plan.scenario.jobs[name]
  const missing = Answer.error(incoming.correlationId, {
    status: 404,
    code: "not.found",
    message: `The requested resource was not found: ${incoming.path}`
  })
  if (found === null || script === undefined || script.notFound || incoming.method !== "GET")
    return [missing, state]
  const what = found[2] === "status" ? "status" : "results"
  const [visits, next] = visit(state, name, what, now)
  const elapsed = now - visits.since
  if (elapsed < script.visibleAfterMillis) return [missing, next]
  const permission = script.forbidden[what]
  if (permission !== undefined) return [forbidden(incoming, permission), next]
  const polls = visited(visits, "status")
  const snapshot = JobScript.at(script, elapsed - script.visibleAfterMillis, polls)
  if (what === "status") {
    const answered = Answer.json(DataAction.status(id, script, snapshot, visits.since))
    const hint = snapshot.ended ? undefined : script.pollHintSeconds
    return [
      hint === undefined ? answered : Answer.withHeaders(answered, { "retry-after": String(hint) }),
      next
    ]
  }
  const listing = {
    seed: plan.scenario.seed,
    codes: plan.codes[name] ?? [],
    snapshot,
    pagesRead: visited(visits, what) - 1
  }
  const page = DataAction.results(script, listing, incoming.path, incoming.query)
  return [page === undefined ? badPage(incoming) : Answer.json(page), next]
}

const routed = (
  { clock, name, route, items }: Plan["routes"][number],
  state: State,
  incoming: Incoming,
  now: number
): readonly [Answer.Answer, State] => {
  const [visits, next] = visit(state, clock, name, now)
  const step = Route.step(route, now - visits.since, visited(visits, name))
  const base = document(step?.body, step?.status ?? 200)
  const listed =
    route.pages === undefined || base.status >= 300
      ? base
      : {
          ...base,
          json: Paging.page(route.pages, items, base.json, incoming.path, incoming.query),
          text: undefined
        }
  if (route.pages !== undefined && listed.json === undefined && base.status < 300)
    return [badPage(incoming), next]
  return [filled(Answer.withHeaders(listed, lowerCase(step?.headers ?? {})), incoming, now), next]
}

const meets = (route: Route.Route, incoming: Incoming): boolean =>
  route.method.toUpperCase() === incoming.method &&
  FaultRule.pathMatches(route.path, incoming.path) &&
  Object.entries(route.query).every(([name, value]) => incoming.query.get(name) === value)

const visit = (state: State, clock: string, what: string, now: number): readonly [Visits, State] => {
  const known = Option.getOrElse(HashMap.get(state.visits, clock), () => ({
    since: now,
    counts: HashMap.empty<string, number>()
  }))
  const visits = { since: known.since, counts: HashMap.set(known.counts, what, visited(known, what) + 1) }
  return [visits, { ...state, visits: HashMap.set(state.visits, clock, visits) }]
}

const visited = (visits: Visits, what: string): number =>
  Option.getOrElse(HashMap.get(visits.counts, what), () => 0)

const document = (body: unknown, status: number): Answer.Answer => {
  if (typeof body === "string") return Answer.text(body, "text/plain; charset=utf-8", status)
  return body === undefined ? Answer.text("", "application/json", status) : Answer.json(body, status)
}

const filled = (answered: Answer.Answer, incoming: Incoming, now: number): Answer.Answer => {
  const values = {
    api: `http://${incoming.headers["host"] ?? "127.0.0.1"}`,
    files: incoming.filesUrl,
    now: DateTime.formatIso(DateTime.unsafeMake(now)),
    token: Login.bearerOf(incoming.headers["authorization"]) ?? ""
  }
  const fill = (text: string) => String(Route.fill(text, values))
  return {
    ...answered,
    headers: Object.fromEntries(Object.entries(answered.headers).map(([name, value]) => [name, fill(value)])),
    json: Route.fill(answered.json, values),
    text: answered.text === undefined ? undefined : fill(answered.text)
  }
}

const forbidden = (incoming: Incoming, permission: string): Answer.Answer =>
  Answer.error(incoming.correlationId, {
    status: 403,
    code: "missing.permissions",
    message: `Unable to perform the requested action. You are missing the following permission(s): [${permission}]`,
    messageParams: { permissions: permission }
  })

const badPage = (incoming: Incoming): Answer.Answer =>
  Answer.error(incoming.correlationId, {
    status: 400,
    code: "invalid.value",
    message: "pageSize, pageNumber or cursor is not a value that this list has given."
  })

const decoded = (segment: string): string =>
  Option.getOrElse(Option.liftThrowable(decodeURIComponent)(segment), () => segment)

const lowerCase = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
