/**
 * Files that the platform points to: streamed, bounded in size, resumed after a fault.
 *
 * @since 0.1.0
 */
import type * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import type { HttpClientResponse } from "@effect/platform/HttpClientResponse"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Redacted from "effect/Redacted"
import * as Schedule from "effect/Schedule"
import * as Stream from "effect/Stream"
import * as Monotonic from "../resilience/Monotonic.js"
import * as RetryAfter from "../resilience/RetryAfter.js"
import * as RetryPolicy from "../resilience/RetryPolicy.js"
import * as Answer from "./Answer.js"
import * as ByteRange from "./ByteRange.js"
import type * as Call from "./Call.js"
import * as ClientCredentialsGrant from "./ClientCredentialsGrant.js"
import * as DoorMetrics from "./DoorMetrics.js"
import { limitsOf } from "./DoorPolicy.js"
import * as FileLink from "./FileLink.js"
import type { GenesysConfig } from "./GenesysConfig.js"
import { type GenesysError, reasonOfStatus } from "./GenesysError.js"
import * as Ledger from "./Ledger.js"
import type { Pipe } from "./Pipe.js"
import type { Reason } from "./Reason.js"

/** The head of an answer; its text is read only where it is an error. */
interface Opened extends Answer.Answer {
  readonly response: HttpClientResponse
}

/**
 * Makes the download method of the door. A transient fault, in the middle of the file too, is repeated under the retry
 * policy; bytes that were already delivered are asked for no more or skipped, and a file that changed meanwhile is an
 * error. A fault that outlasts the policy is put to `onFault`. On the API's own host the request passes the pipe; any
 * other host never receives the token, nor does whoever it leads to. Redirects are followed under the same rule, five
 * at most. The URL appears in no error and no span.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (door: {
  readonly client: HttpClient.HttpClient
  readonly config: GenesysConfig["Type"]
  readonly pipe: Pipe
}): ((download: Call.Download) => Stream.Stream<Uint8Array, GenesysError>) => {
  const { client, config, pipe } = door
  const { attemptTimeout, deadline: defaultDeadline } = limitsOf(config.policy)
  const retryPolicy = RetryPolicy.make(config.policy.retry)
  const apiOrigin = new URL(config.apiUrl).origin

  const head = (
    url: URL,
    progress: ByteRange.Progress,
    token?: Redacted.Redacted
  ): Effect.Effect<Opened, Reason> => {
    const plain = HttpClientRequest.get(url.href, { headers: ByteRange.headers(progress) })
    const request = token === undefined ? plain : HttpClientRequest.bearerToken(plain, token)
    return Effect.flatMap(Effect.mapError(client.execute(request), Answer.reasonOfClient), (response) => {
      const { headers, status } = response
      return accepts(progress)({ status })
        ? Effect.succeed({ status, headers, text: "", response })
        : Effect.mapBoth(response.text, {
            onSuccess: (text) => ({ status, headers, text, response }),
            onFailure: Answer.reasonOfClient
          })
    })
  }

  /** A file server may repeat the signed URL in its errors; only its codes are kept, and only what looks like one. */
  const foreign = (
    ledger: Ledger.Ledger,
    url: URL,
    progress: ByteRange.Progress
  ): Effect.Effect<Opened, GenesysError> =>
    Effect.gen(function* () {
      Ledger.sending(ledger, undefined)
      const answer = yield* head(url, progress).pipe(
        Effect.timeoutFail({ duration: attemptTimeout, onTimeout: () => Ledger.timedOut(attemptTimeout) }),
        Effect.mapError((reason) => Ledger.error(ledger, reason))
      )
      if (accepts(progress)(answer)) return answer
      const now = yield* Clock.currentTimeMillis
      const asked = RetryAfter.parse(answer.headers["retry-after"], { now, date: answer.headers["date"] })
      const codes = Answer.errorBody(answer, []).codes.filter((code) => /^[A-Za-z0-9._-]{1,60}$/.test(code))
      const retryAfter = RetryAfter.delay(asked)
      const { status } = answer
      return yield* Ledger.error(
        ledger,
        reasonOfStatus({ status, body: { codes }, retryAfter, possiblyApplied: false })
      )
    })

  const own = (
    ledger: Ledger.Ledger,
    url: URL,
    progress: ByteRange.Progress,
    left: Duration.Duration
  ): Effect.Effect<Opened, GenesysError> =>
    pipe
      .run<Opened, Opened>({
        operation: ledger.operation,
        idempotent: true,
        deadline: left,
        // The stream repeats: it knows what is here already.
        retry: false,
        secrets: [url.href, url.search.slice(1), ...url.searchParams.values()],
        send: (token) =>
          Effect.suspend(() => {
            Ledger.sending(ledger, token)
            return head(url, progress, token.value)
          }),
        accepts: accepts(progress),
        read: (answer) => Either.right(answer)
      })
      .pipe(
        Effect.mapError((error) =>
          ofLogin(error) ? error : Ledger.error(ledger, error.reason, error.correlationId)
        )
      )

  return (download) =>
    Stream.suspend(() => {
      const ledger = Ledger.make({ operation: download.operation, idempotent: true })
      const total = download.deadline === undefined ? defaultDeadline : Duration.decode(download.deadline)
      const url = FileLink.parse(Redacted.value(download.url), apiOrigin)
      if (url === undefined) return Stream.fail(Ledger.error(ledger, unusable))
      let progress = ByteRange.start

      const follow = (
        to: URL,
        deadline: number,
        hops: number,
        abroad = false
      ): Effect.Effect<Opened, GenesysError> =>
        Effect.gen(function* () {
          const left = Duration.millis(deadline - (yield* Monotonic.now))
          const isOwn = to.origin === apiOrigin && !abroad
          const opened = yield* isOwn ? own(ledger, to, progress, left) : foreign(ledger, to, progress)
          if (!FileLink.isRedirect(opened)) return opened
          const { location } = opened.headers
          const next = location === undefined ? undefined : FileLink.parse(location, to.href)
          return next === undefined || hops === 0
            ? yield* Ledger.error(ledger, unusable)
            : yield* follow(next, deadline, hops - 1, !isOwn)
        })

      const bytes = (
        response: HttpClientResponse,
        found: Extract<ByteRange.Part, { readonly _tag: "Bytes" }>
      ): Stream.Stream<Uint8Array, GenesysError> => {
        let skip = found.skip
        progress = { ...progress, validator: progress.validator ?? found.validator }
        const size = found.size ?? Number.POSITIVE_INFINITY
        const wrong = (detail: string) => Ledger.error(ledger, undecodable(detail, response.status))
        const tooLarge = () => wrong(`the file is larger than ${download.maxBytes} bytes`)
        if (found.size !== undefined && size > download.maxBytes) return Stream.fail(tooLarge())
        return response.stream.pipe(
          // An answer without a body is an empty file.
          Stream.catchAll((error) =>
            error.reason === "EmptyBody"
              ? Stream.empty
              : Stream.fail(Ledger.error(ledger, Answer.reasonOfClient(error)))
          ),
          Stream.timeoutFail(() => Ledger.error(ledger, Ledger.timedOut(attemptTimeout)), attemptTimeout),
          Stream.map((chunk) => {
            const fresh = chunk.subarray(Math.min(skip, chunk.length))
            skip -= chunk.length - fresh.length
            return fresh
          }),
          Stream.filter((chunk) => chunk.length > 0),
          Stream.mapEffect((chunk) => {
            const delivered = progress.delivered + chunk.length
            if (delivered > download.maxBytes) return Effect.fail(tooLarge())
            if (delivered > size) return Effect.fail(wrong("the file is longer than it said"))
            progress = { ...progress, delivered }
            return Effect.succeed(chunk)
          }),
          // Not every client notices that an answer is shorter than it said.
          Stream.concat(
            Stream.suspend(() =>
              found.size !== undefined && progress.delivered < found.size
                ? Stream.fail(Ledger.error(ledger, cutOff))
                : Stream.empty
            )
          )
        )
      }

      const open = (deadline: number): Effect.Effect<Stream.Stream<Uint8Array, GenesysError>, GenesysError> =>
        Effect.map(follow(url, deadline, maxRedirects), ({ headers, response, status }) =>
          ByteRange.Part.$match(ByteRange.part(progress, { status, headers }), {
            Bytes: (found) => bytes(response, found),
            Complete: () => Stream.empty,
            Changed: () =>
              Stream.fail(Ledger.error(ledger, undecodable("the file changed while it was read", status))),
            Misplaced: () =>
              Stream.fail(
                Ledger.error(ledger, undecodable("another part of the file came than was asked for", status))
              )
          })
        )

      return Stream.unwrap(
        Effect.map(Monotonic.now, (now) => {
          const deadline = now + Duration.toMillis(total)
          const schedule = RetryPolicy.schedule(retryPolicy, advice, {
            deadline,
            retryBudget: pipe.retryBudget,
            onRetry: (_, { budget, delay }) =>
              Effect.suspend(() => {
                Ledger.retrying(ledger)
                return DoorMetrics.retried(budget, delay)
              })
          })
          // One driver for the whole file: what a server delivers between its faults gives it no new retries.
          const driven = (driver: Driver): Bytes =>
            Stream.catchAll(Stream.unwrap(open(deadline)), (error) =>
              Stream.unwrap(
                Effect.matchEffect(driver.next(error), {
                  onSuccess: () => Effect.succeed(driven(driver)),
                  onFailure: () => Effect.flatMap(Effect.orDie(driver.last), (last) => stopped(error, last))
                })
              )
            )
          const stopped = (
            error: GenesysError,
            last: RetryPolicy.Decision
          ): Effect.Effect<Bytes, GenesysError> => {
            const final = last._tag === "Stop" ? Ledger.final(ledger, error, last.reason) : error
            return download.onFault === undefined
              ? Effect.fail(final)
              : Effect.zipRight(download.onFault(final), going)
          }
          const going = Effect.map(Schedule.driver(schedule), driven)
          return Stream.interruptWhen(
            Stream.unwrap(going),
            Effect.zipRight(
              Effect.sleep(total),
              Effect.suspend(() => Effect.fail(Ledger.error(ledger, Ledger.outOfTime(total))))
            )
          )
        })
      ).pipe(
        Stream.ensuring(
          Effect.suspend(() => {
            const { attempts, retries } = ledger
            return download.onEnd?.({ attempts, retries }) ?? Effect.void
          })
        ),
        Stream.withSpan("GenesysHttp.download", {
          kind: "client",
          captureStackTrace: false,
          attributes: { operation: download.operation, "server.foreign": url.origin !== apiOrigin }
        })
      )
    })
}

const maxRedirects = 5

const accepts =
  (progress: ByteRange.Progress) =>
  (answer: { readonly status: number }): boolean =>
    ByteRange.isPart(answer.status, progress) || FileLink.isRedirect(answer)

type Bytes = Stream.Stream<Uint8Array, GenesysError>
type Driver = Schedule.ScheduleDriver<RetryPolicy.Decision, GenesysError>

const undecodable = (detail: string, status?: number): Reason => ({
  _tag: "Undecodable",
  detail,
  ...(status === undefined ? {} : { status })
})

const unusable = undecodable("the link to the file is not a usable URL")

const cutOff: Reason = { _tag: "Transport", kind: "network", sent: "maybe" }

const ofLogin = (error: GenesysError): boolean => error.operation === ClientCredentialsGrant.operation

/** What is wrong with the file itself stays wrong, and a login has its own repetitions. */
const advice: RetryPolicy.Advice<GenesysError> = {
  budget: (error) => (error.reason._tag === "Undecodable" || ofLogin(error) ? "none" : error.budget),
  retryAfter: (error) => error.retryAfter
}
