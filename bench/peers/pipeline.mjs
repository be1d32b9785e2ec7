// The policies of cockatiel around a call that succeeds at once: retry, circuit breaker, bulkhead, timeout. Prints
// microseconds a call.
import * as c from "cockatiel"

const policy = c.wrap(
  c.retry(c.handleAll, { maxAttempts: 5, backoff: new c.ExponentialBackoff() }),
  c.circuitBreaker(c.handleAll, {
    halfOpenAfter: 10_000,
    breaker: new c.SamplingBreaker({ threshold: 0.5, duration: 30_000 })
  }),
  c.bulkhead(8, 100),
  c.timeout(20_000, c.TimeoutStrategy.Cooperative)
)
const call = () => Promise.resolve(1)
const run = async (times) => {
  for (let index = 0; index < times; index++) await policy.execute(call)
}
await run(20_000)
const times = 100_000
const cpu = process.cpuUsage()
await run(times)
const { system, user } = process.cpuUsage(cpu)
console.log(JSON.stringify({ micros: (user + system) / times }))
