/**
 * The API of the simulated platform: who may ask, how often, and what the jobs and routes of the scenario answer.
 *
 * @since 0.1.0
 */
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Answer from "./Answer.js"
import * as DataAction from "./DataAction.js"
import * as FaultRule from "./FaultRule.js"
import * as Incoming from "./Incoming.js"
import * as JobScript from "./JobScript.js"
import * as Paging from "./Paging.js"
import type * as Plan from "./Plan.js"
import * as RateLimit from "./RateLimit.js"
import * as Route from "./Route.js"
import * as Token from "./Token.js"
import * as Visits from "./Visits.js"

/**
 * What the API remembers.
 *
 * @since 0.1.0
 * @category models
 */
export interface State {
  readonly login: Token.State
  readonly limits: RateLimit.State
  readonly visits: Visits.State
}

/**
 * The answer to an API request: token, rate limit, then the job or route that it asks for.
 *
 * @since 0.1.0
 * @category combinators
 */
export const answer = (
  plan: Plan.Plan,
  state: State,
  incoming: Incoming.Incoming,
  now: number
): readonly [Answer.Answer, State] => {
  const { scenario } = plan
  const planned = plan.routes.find(({ route }) => meets(route, incoming))
  if (planned?.route.anonymous === true) return routed(planned, state, incoming, now)
  const bearer = Token.bearerOf(incoming.headers["authorization"])
  const [admitted, login] = Token.admit(state.login, scenario.token, now, bearer)
  const counted = { ...state, login }
  if (Either.isLeft(admitted)) {
    return [Answer.error(incoming.correlationId, { status: 401, ...admitted.left }), counted]
  }
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
  plan: Plan.Plan,
  state: State,
  incoming: Incoming.Incoming,
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
  if (found === null || script === undefined || script.notFound || incoming.method !== "GET") {
    return [missing, state]
  }
  const what = found[2] === "status" ? "status" : "results"
  const [visits, seen] = Visits.add(state.visits, name, what, now)
  const next = { ...state, visits: seen }
  const createdAt = visits.since + script.visibleAfterMillis
  if (now < createdAt) return [missing, next]
  const permission = script.forbidden[what]
  if (permission !== undefined) return [forbidden(incoming, permission), next]
  const polls = Visits.count(visits, "status")
  const snapshot = JobScript.at(script, now - createdAt, polls)
  if (what === "status") {
    const answered = Answer.json(DataAction.status(id, script, snapshot, createdAt))
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
    pagesRead: Visits.count(visits, what) - 1
  }
  const page = DataAction.results(script, listing, incoming.path, incoming.query)
  return [page === undefined ? badPage(incoming) : Answer.json(page), next]
}

const routed = (
  { clock, name, route, items }: Plan.Plan["routes"][number],
  state: State,
  incoming: Incoming.Incoming,
  now: number
): readonly [Answer.Answer, State] => {
  const [visits, seen] = Visits.add(state.visits, clock, name, now)
  const next = { ...state, visits: seen }
  const step = Route.step(route, now - visits.since, Visits.count(visits, name))
  const base = Answer.document(step?.body, step?.status ?? 200)
  const listed =
    route.pages === undefined || base.status >= 300
      ? base
      : {
          ...base,
          json: Paging.page(route.pages, items, base.json, incoming.path, incoming.query),
          text: undefined
        }
  if (route.pages !== undefined && listed.json === undefined && base.status < 300) {
    return [badPage(incoming), next]
  }
  return [Incoming.fill(Answer.withHeaders(listed, step?.headers ?? {}), incoming, now), next]
}

const meets = (route: Route.Route, incoming: Incoming.Incoming): boolean =>
  route.method.toUpperCase() === incoming.method &&
  FaultRule.pathMatches(route.path, incoming.path) &&
  Object.entries(route.query).every(([name, value]) => incoming.query.get(name) === value)

const forbidden = (incoming: Incoming.Incoming, permission: string): Answer.Answer =>
  Answer.error(incoming.correlationId, {
    status: 403,
    code: "missing.permissions",
    message: `Unable to perform the requested action. You are missing the following permission(s): [${permission}]`,
    messageParams: { permissions: permission }
  })

const badPage = (incoming: Incoming.Incoming): Answer.Answer =>
  Answer.error(incoming.correlationId, {
    status: 400,
    code: "invalid.value",
    message: "pageSize, pageNumber or cursor is not a value that this list has given."
  })

const decoded = (segment: string): string =>
  Option.getOrElse(Option.liftThrowable(decodeURIComponent)(segment), () => segment)
