/**
 * Many watches in one process, over loopback HTTP: heap of each, memory of all, CPU of a poll.
 *
 *     node --expose-gc Watches.mjs URL JOBS GAP_MILLIS MILLIS
 */
import * as Effect from "effect/Effect"
import * as Ref from "effect/Ref"
import * as Watch from "../../src/watch/Watch.js"
import * as Platform from "./Platform.js"

const [, , url = "", jobs = "", gap = "", millis = ""] = process.argv

const collected = Effect.sync(() => {
  globalThis.gc?.()
  globalThis.gc?.()
  return process.memoryUsage().heapUsed
})

const program = Effect.gen(function* () {
  const polls = yield* Ref.make(0)
  const target = Platform.target("running")
  const options: Watch.Options = {
    interval: Number(gap),
    pace: "fixed",
    onEvent: (event) => (event._tag === "Polled" ? Ref.update(polls, (count) => count + 1) : Effect.void)
  }
  // The first call of all makes what all watches share.
  yield* Effect.fork(Watch.watch(target, options))
  yield* Effect.sleep(1_000)
  const before = yield* collected
  for (let index = 0; index < Number(jobs); index++) {
    yield* Effect.fork(Effect.delay(Watch.watch(target, options), (index / Number(jobs)) * Number(gap)))
  }
  yield* Effect.sleep(Number(gap) * 1.2)
  const heap = (yield* collected) - before
  const [cpu, from] = [process.cpuUsage(), yield* Ref.get(polls)]
  yield* Effect.sleep(Number(millis))
  const { system, user } = process.cpuUsage(cpu)
  const told = (yield* Ref.get(polls)) - from
  return {
    polls: told,
    microsPerPoll: (user + system) / told,
    heapKiB: heap / 1024 / Number(jobs),
    rssMiB: process.resourceUsage().maxRSS / 1024
  }
})

Effect.runPromise(Effect.provide(program, Platform.layer(url))).then((measured) => {
  console.log(JSON.stringify(measured))
  process.exit(0)
})
