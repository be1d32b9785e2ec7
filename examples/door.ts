// The door alone, for any API call: a typed GET, a POST with a key, and what to do when the platform says "later".
import { Clock, Duration, Effect, Option, Schema } from "effect"
import { Call, type GenesysError, GenesysHttp } from "genesys-jobs"

const Status = Schema.Struct({ status: Schema.String, errorCount: Schema.Number })

/** A typed GET: the id becomes one segment of the path, the answer is checked against the Schema. */
export const status = (id: string) =>
  Effect.flatMap(GenesysHttp.GenesysHttp, (http) =>
    http.get("/api/v2/data-actions/{id}/status", Status, { params: { id } })
  )

const Order = Schema.Struct({ evaluationFormId: Schema.String, due: Schema.Date })
const Evaluation = Schema.Struct({ id: Schema.String })

/**
 * A POST with a key: the same order has the same `Idempotency-Key`, however often and by whichever process it is sent.
 * `idempotent` declares that this operation honours the key; without it a POST is repeated only where it was certainly
 * not processed.
 */
export const evaluate = (orderNumber: string, conversationId: string, order: typeof Order.Type) =>
  Effect.flatMap(GenesysHttp.GenesysHttp, (http) =>
    http.post("/api/v2/quality/conversations/{conversationId}/evaluations", Evaluation, {
      params: { conversationId },
      body: Call.json(Order, order),
      operationId: orderNumber,
      idempotent: true
    })
  )

/** How long the door could not be passed, where waiting helps. Short waits and faults it has outlived itself. */
const untilLater = (error: GenesysError.GenesysError): Effect.Effect<Option.Option<Duration.Duration>> => {
  switch (error.reason._tag) {
    // The platform was unwell several times in a row. Nothing was sent, and nothing will be before that instant; it is
    // now while another call tries whether the platform is back.
    case "CircuitOpen": {
      const { until } = error.reason
      return Effect.map(Clock.currentTimeMillis, (now) =>
        Option.some(Duration.millis(Math.max(1_000, until - now)))
      )
    }
    // A limit of a day, say: the platform wants nobody of this token before then.
    case "RateLimited":
      return Effect.succeed(error.retryAfter)
    default:
      return Effect.succeedNone
  }
}

/** Waits for as long as the platform needs and asks again, until that would take longer than `patience` in all. */
export const patiently =
  (patience: Duration.DurationInput) =>
  <A, R>(
    call: Effect.Effect<A, GenesysError.GenesysError, R>
  ): Effect.Effect<A, GenesysError.GenesysError, R> =>
    Effect.catchAll(call, (error) =>
      Effect.flatMap(untilLater(error), (wait) =>
        Option.match(Option.filter(wait, Duration.lessThanOrEqualTo(patience)), {
          onNone: () => Effect.fail(error),
          onSome: (wait) => Effect.delay(patiently(Duration.subtract(patience, wait))(call), wait)
        })
      )
    )
