/**
 * The policies that every request to the API passes, in one order:
 * total deadline ▸ retry ▸ breaker ▸ limiter ▸ attempt timeout ▸ auth ▸ HttpClient.
 *
 * @since 0.1.0
 */
import type * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import type * as Scope from "effect/Scope"
import * as CircuitBreaker from "../resilience/CircuitBreaker.js"
import * as Limiter from "../resilience/Limiter.js"
import * as Monotonic from "../resilience/Monotonic.js"
import * as RetryAfter from "../resilience/RetryAfter.js"
import * as RetryBudget from "../resilience/RetryBudget.js"
import * as RetryPolicy from "../resilience/RetryPolicy.js"
import * as Alarm from "./Alarm.js"
import * as Answer from "./Answer.js"
import type { Auth, Token } from "./Auth.js"
import type * as Call from "./Call.js"
import * as ClientCredentialsGrant from "./ClientCredentialsGrant.js"
import * as DoorLog from "./DoorLog.js"
import * as DoorMetrics from "./DoorMetrics.js"
import { limitsOf } from "./DoorPolicy.js"
import type { GenesysConfig } from "./GenesysConfig.js"
import { type GenesysError, reasonOfStatus } from "./GenesysError.js"
import * as Guard from "./Guard.js"
import * as Hold from "./Hold.js"
import * as Ledger from "./Ledger.js"
import type { Reason } from "./Reason.js"
import * as Secrets from "./Secrets.js"
import * as Trip from "./Trip.js"

/**
 * @since 0.1.0
 * @category models
 */
export interface Pipe {
  readonly run: <T extends Answer.Answer, A>(errand: Call.Errand<T, A>) => Effect.Effect<A, GenesysError>
  readonly breaker: CircuitBreaker.CircuitBreaker
  readonly limiter: Limiter.Limiter
  readonly retryBudget: RetryBudget.RetryBudget
  /** How many attempts are under way. */
  readonly underWay: Effect.Effect<number>
}

/**
 * Makes the pipe of one token to one API host. Its state (circuit, limit, shared waits, retry budget) belongs to what
 * it is made in: made per call it would protect nothing.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (
  config: GenesysConfig["Type"],
  auth: Auth["Type"]
): Effect.Effect<Pipe, never, Scope.Scope> =>
  Effect.gen(function* () {
    const { policy } = config
    const limits = limitsOf(policy)
    const retryPolicy = RetryPolicy.make(policy.retry)
    const noRetry = RetryPolicy.make({ ...policy.retry, maxRetries: 0, networkMaxRetries: 0 })
    const attemptMillis = Duration.toMillis(limits.attemptTimeout)
    const secrets = Secrets.ofConfig(config)
    const alarm = yield* Alarm.make
    const circuit = policy.breaker === false ? {} : (policy.breaker ?? {})
    const breaker = yield* CircuitBreaker.make({
      name: new URL(config.apiUrl).host,
      // A probe may have to wait for a token and for a hold; another one beside it would be one too many.
      ...circuit,
      probeLease:
        circuit.probeLease ??
        attemptMillis + retryPolicy.maxRetryAfter + Duration.toMillis(ClientCredentialsGrant.totalTimeout)
    })
    const limiter = policy.limiter === false ? Limiter.unlimited : yield* Limiter.make
    const hold = Hold.make(limiter, retryPolicy.maxRetryAfter)
    const guard = policy.breaker === false ? Guard.none(breaker) : Guard.make(breaker, hold)
    const retryBudget =
      policy.retryBudget === false ? RetryBudget.unlimited : yield* RetryBudget.make(policy.retryBudget)

    const run = <T extends Answer.Answer, A>(errand: Call.Errand<T, A>): Effect.Effect<A, GenesysError> =>
      Effect.clockWith((clock) => {
        const total = errand.deadline === undefined ? limits.deadline : Duration.decode(errand.deadline)
        const trip = Trip.begin(errand, { alarm, auth, clock, total })
        const attempt = exchange(errand, trip).pipe(
          // Waiting for a turn is not an attempt timing out; nor is waiting for a token, which has a timeout of its
          // own. The total deadline cuts whatever of this it meets: the login, the queue, the request (`waited`,
          // `sent`).
          inTurn(trip),
          // Nobody takes a place in the queue while there is no token to send with.
          withToken(trip),
          Effect.tapError((error) => Trip.missed(trip, error)),
          // An open circuit takes no place in the queue and asks for no token.
          guard.protect(trip.ledger)
        )
        return attempt.pipe(
          // A new token and the one replay belong to the same attempt: they cost no retry and no delay.
          replayed(trip, attempt),
          // Each attempt asks the breaker again. No wait is begun that would reach the deadline.
          RetryPolicy.retry({
            policy: errand.retry === false ? noRetry : retryPolicy,
            advice,
            call: {
              deadline: trip.limit,
              retryBudget,
              onRetry: (error, retry) => Trip.retrying(trip, error, retry, clock)
            },
            onStop: (error, stop) => Effect.fail(Ledger.final(trip.ledger, error, stop.reason))
          })
        )
      })

    /** A wait that the platform asked for and that is too long ends at once, any other one at the deadline. */
    const waited =
      (trip: Trip.Trip) =>
      <A>(wait: Effect.Effect<A, GenesysError>) =>
        hold.admit(trip)(trip.timer.within(wait))

    const inTurn =
      (trip: Trip.Trip) =>
      <A>(sending: Effect.Effect<A, GenesysError>) =>
        limiter.protect(
          (observe) => {
            trip.observe = observe
            return sending
          },
          { waiting: waited(trip), isCut: (error) => error.isCut || error.countsAgainstBreaker }
        )

    const withToken =
      (trip: Trip.Trip) =>
      <A>(sending: Effect.Effect<A, GenesysError>) =>
        Effect.clockWith((clock) =>
          auth.atHand(clock) === undefined ? Effect.zipRight(waited(trip)(auth.token), sending) : sending
        )

    const replayed =
      <A>(trip: Trip.Trip, attempt: Effect.Effect<A, GenesysError>) =>
      (first: Effect.Effect<A, GenesysError>) =>
        Effect.catchIf(
          first,
          (error) => error.wantsFreshToken && !trip.ledger.replayed,
          (error) => {
            trip.ledger.replayed = true
            const { token } = trip.ledger
            if (token === undefined) return Effect.fail(error)
            return Effect.flatMap(
              trip.timer.within(auth.refresh(token)),
              Option.match({
                onNone: () => Effect.fail(error),
                onSome: (fresh) => Effect.tapError(attempt, (again) => spoiled(again, fresh))
              })
            )
          }
        )

    /** To renew a token that is refused as soon as it is there would help nobody. */
    const spoiled = (error: GenesysError, fresh: Token): Effect.Effect<void> =>
      error.wantsFreshToken ? auth.reject(fresh) : Effect.void

    const exchange = <T extends Answer.Answer, A>(
      errand: Call.Errand<T, A>,
      trip: Trip.Trip
    ): Effect.Effect<A, GenesysError> =>
      Effect.clockWith((clock) => {
        const token = auth.atHand(clock)
        const answered =
          token !== undefined && !limiter.isHeld(clock)
            ? sent(errand, trip, token, clock)
            : waited(trip)(auth.token).pipe(
                // To get it may have taken time, in which the platform may have asked to wait.
                Effect.zipLeft(waited(trip)(limiter.held)),
                Effect.flatMap((token) => sent(errand, trip, token, clock))
              )
        return Effect.flatMap(answered, (answer) => understood(errand, trip, answer, clock))
      })

    const sent = <T extends Answer.Answer, A>(
      errand: Call.Errand<T, A>,
      trip: Trip.Trip,
      token: Token,
      clock: Clock.Clock
    ): Effect.Effect<T, GenesysError> => {
      const { ledger, timer } = trip
      const limit = {
        at: Monotonic.unsafeNow(clock) + attemptMillis,
        late: () => Ledger.error(ledger, Ledger.timedOut(limits.attemptTimeout))
      }
      const failed = (reason: Reason) => Ledger.error(ledger, reason)
      if (errand.begin === undefined) {
        const sending = Effect.suspend(() => {
          Ledger.sending(ledger, token)
          // The timer gives it a fiber of its own.
          return Effect.zipRight(Answer.quietFiber, Effect.mapError(errand.send(token), failed))
        })
        return timer.within(sending, limit)
      }
      const begin = errand.begin(token)
      return timer.exchange((done) => {
        Ledger.sending(ledger, token)
        return begin((result) => done(Effect.mapError(result, failed)))
      }, limit)
    }

    const understood = <T extends Answer.Answer, A>(
      errand: Call.Errand<T, A>,
      trip: Trip.Trip,
      answer: T,
      clock: Clock.Clock
    ): Effect.Effect<A, GenesysError> => {
      const asked = RetryAfter.parse(answer.headers["retry-after"], {
        now: clock.unsafeCurrentTimeMillis(),
        date: answer.headers["date"]
      })
      const seen = Answer.rateLimit(answer)
      const told = Option.isNone(seen) ? Effect.void : trip.observe(seen.value)
      if (!errand.accepts(answer)) return refused(errand, trip, answer, asked, told)
      const { attempts, retries } = trip.ledger
      const value = errand.read(answer, { retryAfter: RetryAfter.delay(asked), attempts, retries })
      const read = Either.isRight(value)
        ? Effect.as(
            Effect.zipRight(DoorMetrics.requested("success"), DoorLog.answered(trip.ledger, answer)),
            value.right
          )
        : Effect.fail(Ledger.error(trip.ledger, value.left, Answer.correlationId(answer)))
      return Option.isNone(seen) ? read : Effect.zipRight(told, read)
    }

    const refused = <T extends Answer.Answer, A>(
      errand: Call.Errand<T, A>,
      trip: Trip.Trip,
      answer: T,
      asked: RetryAfter.RetryAfter,
      told: Effect.Effect<void>
    ): Effect.Effect<never, GenesysError> =>
      Effect.gen(function* () {
        const { ledger } = trip
        const retryAfter = RetryAfter.delay(asked)
        const token = ledger.token === undefined ? [] : [Redacted.value(ledger.token.value)]
        const body = Answer.errorBody(answer, [...secrets, ...token, ...(errand.secrets ?? [])])
        const { possiblyApplied } = ledger
        const reason = reasonOfStatus({ status: answer.status, body, retryAfter, possiblyApplied })
        const error = Ledger.error(ledger, reason, Answer.correlationId(answer, body))
        if (reason._tag === "RateLimited" || reason._tag === "Unavailable") {
          yield* DoorMetrics.asked(RetryAfter.form(asked))
          // Before the limiter hears of the answer and lets the next request go.
          const holds = policy.limiter !== false && Option.isSome(retryAfter)
          if (holds) yield* hold.begin(error, Duration.toMillis(retryAfter.value))
        }
        yield* told
        return yield* error
      })

    return {
      run,
      breaker: guard.breaker,
      limiter: { ...limiter, release: hold.release },
      retryBudget,
      underWay: alarm.guarded
    }
  })

/** A fault of the login host is not the API's: it spends none of this call's retries. */
const advice: RetryPolicy.Advice<GenesysError> = {
  budget: (error) => (error.operation === ClientCredentialsGrant.operation ? "none" : error.budget),
  retryAfter: (error) => error.retryAfter
}
