import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Metric from "effect/Metric"
import * as MetricBoundaries from "effect/MetricBoundaries"
import parse from "parse-prometheus-text-format"
import * as DoorMetrics from "../src/genesys/DoorMetrics.js"
import * as Prometheus from "../src/prometheus.js"

const only = (...names: ReadonlyArray<string>): Prometheus.Options => ({
  only: (name) => names.includes(name)
})

describe("prometheus", () => {
  it.effect("E6 shows counters, gauges and frequencies as another parser reads them", () =>
    Effect.gen(function* () {
      const counter = Metric.counter("prom.requests", { description: "Requests\nby \\ outcome" })
      yield* Metric.update(Metric.tagged(counter, "outcome", 'the "good" one\\\n'), 3)
      yield* Metric.update(Metric.tagged(counter, "outcome", "bad"), 1)
      yield* Metric.set(Metric.gauge("prom_depth"), -1.5)
      yield* Metric.update(Metric.frequency("prom_colours"), "red")
      yield* Metric.update(Metric.frequency("prom_colours"), "red")
      const text = yield* Prometheus.format(only("prom.requests", "prom_depth", "prom_colours"))
      assert.deepStrictEqual(parse(text), [
        {
          name: "prom_colours",
          help: "",
          type: "COUNTER",
          metrics: [{ value: "2", labels: { key: "red" } }]
        },
        { name: "prom_depth", help: "", type: "GAUGE", metrics: [{ value: "-1.5" }] },
        {
          name: "prom_requests",
          help: "Requests\nby \\ outcome",
          type: "COUNTER",
          metrics: [
            { value: "1", labels: { outcome: "bad" } },
            { value: "3", labels: { outcome: 'the "good" one\\\n' } }
          ]
        }
      ])
    })
  )

  it.effect("E6 mends label names, keeps them apart, and tells no series twice", () =>
    Effect.gen(function* () {
      const counter = Metric.counter("prom_labels")
      const odd = counter.pipe(
        Metric.tagged("1a", "x"),
        Metric.tagged("k.x", "1"),
        Metric.tagged("k_x", "2"),
        Metric.tagged("", "y")
      )
      yield* Metric.update(odd, 1)
      const text = yield* Prometheus.format(only("prom_labels"))
      const names = Array.from(text.matchAll(/(\w*)="/g), ([, name = ""]) => name)
      assert.sameMembers(names, ["_", "_1a", "k_x", "k_x_"])

      const waits = Metric.histogram("prom_le", MetricBoundaries.fromIterable([1]))
      yield* Metric.update(Metric.tagged(waits, "le", "mine"), 1)
      assert.include(yield* Prometheus.format(only("prom_le")), 'prom_le_bucket{le_="mine",le="1"} 1')

      for (const name of ["prom.same", "prom_same"]) yield* Metric.update(Metric.counter(name), 1)
      const same = yield* Prometheus.format(only("prom.same", "prom_same"))
      assert.strictEqual(same.match(/^prom_same 1$/gm)?.length, 1)
    })
  )

  it.effect("shows histograms with cumulative buckets that end at infinity", () =>
    Effect.gen(function* () {
      const waits = Metric.histogram("prom_waits", MetricBoundaries.fromIterable([1, 10]))
      for (const value of [0.5, 5, 5, 50]) yield* Metric.update(waits, value)
      const [family] = parse(yield* Prometheus.format(only("prom_waits")))
      assert.deepStrictEqual(family, {
        name: "prom_waits",
        help: "",
        type: "HISTOGRAM",
        metrics: [{ buckets: { "1": "1", "10": "3", "+Inf": "4" }, count: "4", sum: "60.5" }]
      })
    })
  )

  it.effect("shows summaries with the quantiles that are known", () =>
    Effect.gen(function* () {
      const sizes = Metric.summary({
        name: "prom_sizes",
        maxAge: "1 hour",
        maxSize: 10,
        error: 0,
        quantiles: [0.5]
      })
      yield* Metric.update(sizes, 7)
      const [family] = parse(yield* Prometheus.format(only("prom_sizes")))
      assert.deepStrictEqual(family, {
        name: "prom_sizes",
        help: "",
        type: "SUMMARY",
        metrics: [{ quantiles: { "0.5": "7" }, count: "1", sum: "7" }]
      })
    })
  )

  it.effect("shows what the door counts, and leaves out what Effect keeps of its fibers", () =>
    Effect.gen(function* () {
      yield* DoorMetrics.requested("success")
      const text = yield* Prometheus.format()
      assert.match(text, /^genesys_jobs_requests_total\{outcome="success"\} \d+$/m)
      assert.notInclude(text, "effect_fiber_")
      assert.isTrue(text.endsWith("\n"))
      assert.isAbove(parse(text).length, 0)
    })
  )

  it.effect("writes infinity as Prometheus does, and mends a name that begins with a digit", () =>
    Effect.gen(function* () {
      yield* Metric.set(Metric.gauge("1st.depth"), Number.POSITIVE_INFINITY)
      assert.strictEqual(
        yield* Prometheus.format(only("1st.depth")),
        "# TYPE _1st_depth gauge\n_1st_depth +Inf\n"
      )
    })
  )

  it.effect("tells one type of a name that two metrics share", () =>
    Effect.gen(function* () {
      yield* Metric.update(Metric.counter("prom.shared"), 1)
      yield* Metric.set(Metric.gauge("prom_shared"), 2)
      const text = yield* Prometheus.format(only("prom.shared", "prom_shared"))
      assert.lengthOf(text.match(/^# TYPE/gm) ?? [], 1)
      assert.lengthOf(text.match(/^prom_shared /gm) ?? [], 1)
    })
  )

  it("says how to serve it", () => {
    assert.strictEqual(Prometheus.contentType, "text/plain; version=0.0.4; charset=utf-8")
  })
})
