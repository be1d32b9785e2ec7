import { assert, describe, it } from "@effect/vitest"
import * as Cause from "effect/Cause"
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/TestClock"
import * as Notification from "../../src/report/Notification.js"
import * as Notifier from "../../src/watch/Notifier.js"
import * as Watch from "../../src/watch/Watch.js"
import type { WatchEvent } from "../../src/watch/WatchEvent.js"
import * as Platform from "./ScriptedPlatform.js"

const hour = 3_600_000

const follow = (script: Platform.Script, options: Watch.Options = {}, target = Platform.target()) => {
  const platform = Platform.make(script)
  const events: Array<WatchEvent> = []
  const run = Watch.watch(target, {
    pace: "fixed",
    interval: "10 seconds",
    ...options,
    onEvent: (event) => Effect.sync(() => events.push(event))
  }).pipe(Effect.provide(platform.layer))
  return { ...platform, events, run }
}

const ended = <A>(run: Effect.Effect<A>, millis: number) =>
  Effect.gen(function* () {
    const fiber = yield* Effect.fork(run)
    yield* TestClock.adjust(millis)
    const exit = yield* Fiber.poll(fiber)
    if (Option.isNone(exit)) return yield* Effect.dieMessage(`not ended after ${millis} ms`)
    return yield* exit.value
  })

const tags = (events: ReadonlyArray<WatchEvent>) => events.map(({ _tag }) => _tag)

describe("Watch", () => {
  it.effect("W1 polls until the job ends, reads every failed record, tells once, and reports", () =>
    Effect.gen(function* () {
      const states = ["QUEUED", "RUNNING", "RUNNING"]
      let polls = 0
      const { events, requests, run, told } = follow(({ page, path }) =>
        path.endsWith("/status")
          ? Platform.status(states[polls++] ?? "COMPLETED", { errorCount: 250 })
          : Platform.page(250, page)
      )
      const report = yield* ended(run, 60_000)
      assert.strictEqual(report.outcome, "partial")
      assert.strictEqual(report.failures.total, 250)
      assert.isTrue(report.failures.complete)
      assert.isTrue(report.failures.reconciled)
      assert.strictEqual(report.polls, 4)
      assert.strictEqual(report.requests, requests.length)
      assert.strictEqual(told.length, 1)
      assert.deepStrictEqual(
        report.failures.groups.map(({ code, count }) => [code, count]),
        [
          ["EVEN", 125],
          ["ODD", 125]
        ]
      )
      assert.deepStrictEqual(tags(events).slice(-2), ["Notified", "Ended"])
    })
  )

  it.effect("W2 a completed job that counts failures is partial, one without is succeeded", () =>
    Effect.gen(function* () {
      const clean = follow(() => Platform.status("completed"))
      assert.strictEqual((yield* ended(clean.run, 0)).outcome, "succeeded")
      assert.strictEqual(clean.requests.length, 1)
      const failing = follow(({ page, path }) =>
        path.endsWith("/status") ? Platform.status("COMPLETED", { errorCount: 3 }) : Platform.page(3, page)
      )
      assert.strictEqual((yield* ended(failing.run, 0)).outcome, "partial")
    })
  )

  it.effect("W3 at the deadline, and not before, what is known is reported and told", () =>
    Effect.gen(function* () {
      const { run, told } = follow(() => Platform.status("RUNNING", { processedCount: 4 }), {
        timeout: "1 hour",
        interval: "7 minutes"
      })
      const fiber = yield* Effect.fork(run)
      yield* TestClock.adjust(hour - 1)
      assert.isTrue(Option.isNone(yield* Fiber.poll(fiber)))
      yield* TestClock.adjust(1)
      const report = yield* Fiber.join(fiber)
      assert.strictEqual(report.outcome, "timed-out")
      assert.strictEqual(report.status?.processed, 4)
      assert.isFalse(report.failures.complete)
      assert.strictEqual(told.length, 1)
    })
  )

  it.effect("W3 the deadline also ends the reading of failed records, and keeps what was read", () =>
    Effect.gen(function* () {
      const { run } = follow(
        ({ page, path }) =>
          path.endsWith("/status")
            ? Platform.status("COMPLETED", { errorCount: 1000 })
            : page <= 2
              ? Platform.page(1000, page)
              : Platform.unavailable(),
        { timeout: "30 seconds", pageConcurrency: 1 }
      )
      const report = yield* ended(run, 30_000)
      assert.strictEqual(report.outcome, "timed-out")
      assert.strictEqual(report.failures.total, 200)
      assert.isFalse(report.failures.complete)
    })
  )

  it.effect("W4 an unknown state is tolerated for ten minutes and then ends the watch", () =>
    Effect.gen(function* () {
      const { run } = follow(() => Platform.status("PONDERING"))
      const fiber = yield* Effect.fork(run)
      yield* TestClock.adjust("9 minutes")
      assert.isTrue(Option.isNone(yield* Fiber.poll(fiber)))
      yield* TestClock.adjust("2 minutes")
      const report = yield* Fiber.join(fiber)
      assert.strictEqual(report.outcome, "unknown")
      assert.strictEqual(report.error?.reason, "UnknownState")
      assert.include(report.error?.message ?? "", "PONDERING")
    })
  )

  it.effect("W4 an unknown state that passes does no harm", () =>
    Effect.gen(function* () {
      const { requests, run } = follow((_, n) =>
        Platform.status(n < 30 ? "PONDERING" : n < 90 ? "running" : "Completed")
      )
      const report = yield* ended(run, hour)
      assert.strictEqual(report.outcome, "succeeded")
      assert.strictEqual(requests.length, 90)
    })
  )

  it.effect(
    "W5 an outage of two hours is outlived: one probe per cool-down, told once, right when it is back",
    () =>
      Effect.gen(function* () {
        const from = 60_000
        const until = from + 2 * hour
        const { events, requests, run } = follow(({ at }) =>
          at >= from && at < until
            ? Platform.unavailable()
            : Platform.status(at < until ? "RUNNING" : "COMPLETED")
        )
        const report = yield* ended(run, 3 * hour)
        assert.strictEqual(report.outcome, "succeeded")
        const during = requests.filter(({ at }) => at >= from && at < until)
        // The failures that open the circuit, then a probe at 1, 2, 4 and every 5 minutes.
        assert.isAtMost(during.length, 5 + 3 + Math.ceil((2 * hour) / 300_000))
        const afterTrip = during.slice(5).map(({ at }) => at)
        for (const [i, at] of afterTrip.entries()) {
          assert.isAtLeast(at - (afterTrip[i - 1] ?? 0), 60_000)
        }
        assert.strictEqual(tags(events).filter((tag) => tag === "Troubled").length, 1)
        assert.strictEqual(tags(events).filter((tag) => tag === "Recovered").length, 1)
        const back = requests.find(({ at }) => at >= until)
        assert.isAtMost((back?.at ?? Number.POSITIVE_INFINITY) - until, 300_000)
      })
  )

  it.effect("W5 401 and 403 that cannot be cured end the watch at once", () =>
    Effect.gen(function* () {
      const { requests, run, told } = follow(() =>
        Platform.json(
          { code: "missing.permissions", message: "missing integrations:action:view" },
          { status: 403 }
        )
      )
      const report = yield* ended(run, 0)
      assert.strictEqual(report.error?.reason, "Forbidden")
      assert.strictEqual(requests.length, 1)
      // The notifier decides whom to tell; the watch always asks it.
      assert.strictEqual(told.length, 1)
    })
  )

  it.effect("W5 a job that is not there is asked for during five seconds", () =>
    Effect.gen(function* () {
      const { requests, run } = follow(() => Platform.json({ code: "not.found" }, { status: 404 }))
      const report = yield* ended(run, 5_000)
      assert.strictEqual(report.error?.reason, "NotFound")
      assert.deepStrictEqual(
        requests.map(({ at }) => at),
        [0, 1_000, 2_000, 3_000, 4_000, 5_000]
      )
    })
  )

  it.effect("W5 answers that stay undecodable end the watch", () =>
    Effect.gen(function* () {
      const { run } = follow(() => Platform.json({ hello: "world" }))
      const report = yield* ended(run, hour)
      assert.strictEqual(report.error?.reason, "Undecodable")
    })
  )

  it.effect("W5 a daily limit of hours is slept out", () =>
    Effect.gen(function* () {
      const { requests, run } = follow((_, n) =>
        n === 2
          ? Platform.json({ code: "too.many.requests" }, { status: 429, headers: { "retry-after": "14400" } })
          : Platform.status(n === 1 ? "RUNNING" : "COMPLETED")
      )
      const report = yield* ended(run, 5 * hour)
      assert.strictEqual(report.outcome, "succeeded")
      const [, refused, next] = requests
      assert.strictEqual((next?.at ?? 0) - (refused?.at ?? 0), 14_400_000)
    })
  )

  it.effect("W6 one job's fault does not disturb another, and they share one token", () =>
    Effect.gen(function* () {
      const platform = Platform.make(({ at, path }) =>
        path.includes("/gone/")
          ? Platform.json({}, { status: 404 })
          : Platform.status(at < 60_000 ? "RUNNING" : "COMPLETED")
      )
      const run = Watch.watchAll([Platform.target("gone"), Platform.target("a"), Platform.target("b")], {
        pace: "fixed"
      }).pipe(Effect.provide(platform.layer))
      const reports = yield* ended(run, 120_000)
      assert.deepStrictEqual(
        reports.map(({ error, outcome }) => error?.reason ?? outcome),
        ["NotFound", "succeeded", "succeeded"]
      )
      assert.strictEqual(platform.logins.length, 1)
    })
  )

  it.effect("W6 a defect while one job is watched is that job's alone", () =>
    Effect.gen(function* () {
      const platform = Platform.make(() => Platform.status("COMPLETED"))
      const run = Watch.watchAll([Platform.target("a"), Platform.target("b")], {
        onEvent: (event) =>
          event._tag === "Polled" && event.job.ids[0] === "a"
            ? Effect.die(new RangeError("boom"))
            : Effect.void
      }).pipe(Effect.provide(platform.layer))
      const [broken, well] = yield* ended(run, 0)
      assert.strictEqual(broken?.error?.reason, "Defect")
      assert.strictEqual(well?.outcome, "succeeded")
    })
  )

  it.effect("W8 an interrupted watch knows what it knew, and nothing more is sent", () =>
    Effect.gen(function* () {
      const platform = Platform.make(() => Platform.status("RUNNING", { processedCount: 7 }))
      const watch = yield* Watch.make(Platform.target(), { pace: "fixed" })
      const fiber = yield* Effect.fork(Effect.provide(watch.run, platform.layer))
      yield* TestClock.adjust(25_000)
      yield* Fiber.interrupt(fiber)
      const sent = platform.requests.length
      yield* TestClock.adjust(hour)
      assert.strictEqual(platform.requests.length, sent)
      const report = yield* watch.interrupted
      assert.strictEqual(report.error?.reason, "Interrupted")
      assert.match(report.error?.advice ?? "", /^The job itself goes on/)
      assert.isUndefined((yield* watch.snapshot).error)
      assert.strictEqual(report.status?.processed, 7)
      assert.strictEqual(report.polls, sent)
      assert.strictEqual(platform.told.length, 0)
    })
  )

  it.effect("W8 a watch that is interrupted while it reads says that the job has ended", () =>
    Effect.gen(function* () {
      const platform = Platform.make(({ page, path }) =>
        path.endsWith("/status")
          ? Platform.status("COMPLETED", { errorCount: 500 })
          : page === 2
            ? Platform.unavailable()
            : Platform.page(500, page)
      )
      const watch = yield* Watch.make(Platform.target(), { pageConcurrency: 1 })
      const fiber = yield* Effect.fork(Effect.provide(watch.run, platform.layer))
      yield* TestClock.adjust(1_000)
      yield* Fiber.interrupt(fiber)
      const report = yield* watch.interrupted
      assert.strictEqual(report.failures.total, 100)
      assert.match(report.error?.advice ?? "", /^The job has ended/)
    })
  )

  it.effect("C2 what a record repeats of our secrets is told nobody", () =>
    Effect.gen(function* () {
      const { run, told } = follow(({ path }) =>
        path.endsWith("/status")
          ? Platform.status("COMPLETED", { errorCount: 2 })
          : Platform.json({
              total: 2,
              entities: [1, 2].map((id) => ({
                id: `r${id} ${Platform.secret}`,
                errorCode: `CODE ${Platform.secret}`,
                errorMessage: `row ${id}: login with ${Platform.secret} refused`
              }))
            })
      )
      const report = yield* ended(run, 0)
      assert.strictEqual(report.failures.total, 2)
      assert.notInclude(JSON.stringify([report, told]), Platform.secret)
    })
  )

  it.effect("F6 a fault on page k keeps pages 1 to k-1, marked as incomplete", () =>
    Effect.gen(function* () {
      const { run, told } = follow(
        ({ page, path }) =>
          path.endsWith("/status")
            ? Platform.status("COMPLETED", { errorCount: 500 })
            : page <= 3
              ? Platform.page(500, page)
              : Platform.json({ code: "not.authorized" }, { status: 403 }),
        { pageConcurrency: 1 }
      )
      const report = yield* ended(run, 0)
      assert.strictEqual(report.failures.total, 300)
      assert.isFalse(report.failures.complete)
      assert.isNull(report.failures.reconciled ?? null)
      assert.strictEqual(report.outcome, "partial")
      assert.strictEqual(report.error?.reason, "Forbidden")
      assert.strictEqual(told.length, 1)
    })
  )

  it.effect("W5 an outage while the failed records are read is outlived, and nothing is lost", () =>
    Effect.gen(function* () {
      const { requests, run } = follow(
        ({ at, page, path }) =>
          path.endsWith("/status")
            ? Platform.status("COMPLETED", { errorCount: 500 })
            : page === 3 && at < 600_000
              ? Platform.unavailable()
              : Platform.page(500, page),
        { pageConcurrency: 1 }
      )
      const report = yield* ended(run, hour)
      assert.strictEqual(report.failures.total, 500)
      assert.isTrue(report.failures.complete)
      assert.strictEqual(report.outcome, "partial")
      assert.isUndefined(report.error)
      assert.strictEqual(report.requests, requests.length)
    })
  )

  it.effect("W8 a watch that has ended keeps its report, whatever is asked of it later", () =>
    Effect.gen(function* () {
      const platform = Platform.make(() => Platform.status("COMPLETED"))
      const watch = yield* Watch.make(Platform.target())
      const report = yield* Effect.provide(watch.run, platform.layer)
      yield* TestClock.adjust(hour)
      assert.deepStrictEqual(yield* watch.snapshot, report)
      assert.deepStrictEqual(yield* watch.interrupted, report)
      assert.strictEqual(report.notification.result, "delivered")
    })
  )

  it.effect("W6 a defect of the notifier, or of who follows, is told and disturbs no other job", () =>
    Effect.gen(function* () {
      const platform = Platform.make(() => Platform.status("COMPLETED"))
      for (const at of ["Notified", "Ended"] as const) {
        const reports = yield* Watch.watchAll([Platform.target("a"), Platform.target("b")], {
          onEvent: ({ _tag, job }) => (_tag === at && job.ids[0] === "a" ? Effect.die("boom") : Effect.void)
        }).pipe(Effect.provide(platform.layer))
        assert.deepStrictEqual(
          reports.map(({ notification, outcome }) => `${outcome} ${notification.result}`),
          ["succeeded delivered", "succeeded delivered"]
        )
      }
      const [broken, fine] = yield* Watch.watchAll([Platform.target("a"), Platform.target("b")]).pipe(
        Effect.provideService(Notifier.Notifier, {
          notify: ({ job }) =>
            job.id === "a" ? Effect.die("boom") : Effect.succeed([Notification.delivered("test")])
        }),
        Effect.provide(platform.layer)
      )
      assert.strictEqual(broken?.notification.result, "undelivered")
      assert.strictEqual(broken?.error?.reason, "Defect")
      assert.strictEqual(fine?.notification.result, "delivered")
    })
  )

  it.effect("C3 a watch with options that make no sense is not made", () =>
    Effect.map(Effect.exit(Watch.make(Platform.target(), { interval: 0 })), (exit) =>
      assert.include(String(Exit.isFailure(exit) ? Cause.squash(exit.cause) : ""), "interval")
    )
  )

  it.effect(
    "E1 the events of a watch are a stream that ends with its report, and whose end ends the watch",
    () =>
      Effect.gen(function* () {
        const platform = Platform.make(({ at }) => Platform.status(at < hour ? "RUNNING" : "COMPLETED"))
        const follow = (take: number) =>
          Watch.events(Platform.target(), { pace: "fixed" }).pipe(
            Stream.take(take),
            Stream.runCollect,
            Effect.provide(platform.layer)
          )
        const all = yield* ended(follow(10_000), 2 * hour)
        const last = Chunk.unsafeLast(all)
        assert.strictEqual(last._tag === "Ended" ? last.report.outcome : "", "succeeded")
        assert.isAbove(all.length, 300)
        const asked = platform.requests.length
        yield* TestClock.setTime(0)
        assert.deepStrictEqual(tags(Chunk.toReadonlyArray(yield* ended(follow(2), 0))), ["Started", "Polled"])
        yield* TestClock.adjust(hour)
        assert.strictEqual(platform.requests.length, asked + 1)
      })
  )

  it.effect("E3 the same seed gives the same trace, to the millisecond", () =>
    Effect.gen(function* () {
      const once = Effect.gen(function* () {
        const { events, requests, run } = follow(({ at, page, path }, n) =>
          n % 7 === 3
            ? Platform.unavailable()
            : path.endsWith("/status")
              ? Platform.status(at < 600_000 ? "RUNNING" : "COMPLETED", { errorCount: 120 })
              : Platform.page(120, page)
        )
        yield* ended(run, 2 * hour)
        return JSON.stringify([events.map((event) => [event._tag, event.at]), requests])
      })
      const first = yield* once
      const start = yield* Effect.clockWith((clock) => clock.currentTimeMillis)
      yield* TestClock.setTime(0)
      assert.isAbove(start, 0)
      assert.strictEqual(yield* once, first)
    })
  )
})
