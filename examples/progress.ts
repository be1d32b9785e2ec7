// Progress for a page, a socket or a log: every event goes into a queue, and whoever shows it takes it from there.
import { Effect, Fiber, Queue, Stream } from "effect"
import { Watch, type WatchEvent } from "genesys-jobs"

export const main = (id: string, show: (line: string) => Effect.Effect<void>) =>
  Effect.gen(function* () {
    const target = yield* Watch.target(`data-action/${id}`)
    // Sliding: a reader that is slow misses old events, and never holds the watch up.
    const events = yield* Queue.sliding<WatchEvent.WatchEvent>(100)
    const shown = yield* Stream.fromQueue(events).pipe(
      Stream.takeUntil((event) => event._tag === "Ended"),
      Stream.runForEach((event) => show(line(event))),
      Effect.fork
    )
    const report = yield* Watch.watch(target, { onEvent: (event) => Queue.offer(events, event) })
    yield* Fiber.join(shown)
    return report
  })

const line = (event: WatchEvent.WatchEvent): string => {
  switch (event._tag) {
    case "Polled":
      return `${event.status.state}: ${event.status.processed ?? "?"} of ${event.status.total ?? "?"}`
    case "Reading":
      return `${event.failures} failed records read`
    case "Troubled":
      return `trouble: ${event.error.message}`
    case "Ended":
      return `ended: ${event.report.outcome}`
    default:
      return event._tag
  }
}
