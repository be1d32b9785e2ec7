/**
 * The simulated platform itself: a pure function from (scenario, state, request, time) to an answer and the next state.
 *
 * @since 0.1.0
 */
import * as HashMap from "effect/HashMap"
import * as Option from "effect/Option"
import * as Record from "effect/Record"
import * as Answer from "./Answer.js"
import * as Api from "./Api.js"
import * as Fault from "./Fault.js"
import * as Incoming from "./Incoming.js"
import * as Login from "./Login.js"
import type * as Plan from "./Plan.js"
import type * as Scenario from "./Scenario.js"
import * as SlackInbox from "./SlackInbox.js"
import * as Token from "./Token.js"

/**
 * The part of the platform that a request is meant for.
 *
 * @since 0.1.0
 * @category models
 */
export type Target = "login" | "api" | "files" | "slack"

/**
 * All that the platform remembers.
 *
 * @since 0.1.0
 * @category models
 */
export interface State {
  readonly api: Api.State
  readonly inbox: SlackInbox.State
}

/**
 * Nothing was asked yet.
 *
 * @since 0.1.0
 * @category constructors
 */
export const empty = (scenario: Scenario.Scenario): State => ({
  api: { login: Token.empty(scenario.token), limits: HashMap.empty(), visits: HashMap.empty() },
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
 * The answer to a request that meets these faults.
 *
 * @since 0.1.0
 * @category combinators
 */
export const answer = (
  plan: Plan.Plan,
  state: State,
  incoming: Incoming.Incoming,
  now: number,
  faults: ReadonlyArray<Fault.Fault>
): readonly [Answer.Answer, State] => {
  const [truth, next] = replaced(state, incoming, now, faults) ?? trueAnswer(plan, state, incoming, now)
  const spoiled = faults.reduce(Fault.spoil, truth)
  return [Answer.withHeaders(spoiled, { "inin-correlation-id": incoming.correlationId }), next]
}

const replaced = (
  state: State,
  incoming: Incoming.Incoming,
  now: number,
  faults: ReadonlyArray<Fault.Fault>
): readonly [Answer.Answer, State] | undefined => {
  for (const fault of faults) {
    const answered = Fault.replacement(fault, incoming.correlationId, now)
    if (answered === undefined) continue
    const bearer = Token.bearerOf(incoming.headers["authorization"])
    const kept = fault.type === "revokeToken" && bearer !== undefined
    const login = kept ? Token.revoke(state.api.login, bearer) : state.api.login
    return [Incoming.fill(answered, incoming, now), { ...state, api: { ...state.api, login } }]
  }
  return undefined
}

const trueAnswer = (
  plan: Plan.Plan,
  state: State,
  incoming: Incoming.Incoming,
  now: number
): readonly [Answer.Answer, State] => {
  const { scenario } = plan
  switch (target(incoming.path)) {
    case "login": {
      const [answered, login] = Login.grant(
        state.api.login,
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
      return [answered, { ...state, api: { ...state.api, login } }]
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
    case "api": {
      const [answered, api] = Api.answer(plan, state.api, incoming, now)
      return [answered, { ...state, api }]
    }
  }
}

const file = (scenario: Scenario.Scenario, incoming: Incoming.Incoming, now: number): Answer.Answer => {
  const found = Option.getOrUndefined(Record.get(scenario.files, incoming.path.slice("/__files/".length)))
  if (found === undefined) return Answer.text("<Error><Code>NoSuchKey</Code></Error>", "application/xml", 404)
  if (found.signature !== undefined && incoming.query.get("sig") !== found.signature) {
    return Answer.text("<Error><Code>AccessDenied</Code></Error>", "application/xml", 403)
  }
  return Incoming.fill(
    { ...Answer.document(found.body, 200), headers: { "content-type": found.contentType } },
    incoming,
    now
  )
}
