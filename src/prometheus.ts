/**
 * Effect's metrics as Prometheus text, for applications that are scraped. Published as `genesys-jobs/prometheus`.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Metric from "effect/Metric"
import type * as MetricPair from "effect/MetricPair"
import * as MetricState from "effect/MetricState"
import * as Option from "effect/Option"

/**
 * Which metrics are shown.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  /** The metrics to show, by name. Default: all but those that Effect keeps of its fibers (`effect_fiber_*`). */
  readonly only?: ((name: string) => boolean) | undefined
}

/**
 * The content type to serve it with.
 *
 * @since 0.1.0
 * @category rendering
 */
export const contentType = "text/plain; version=0.0.4; charset=utf-8"

/**
 * All metrics of the process in the text format 0.0.4 (https://prometheus.io/docs/instrumenting/exposition_formats/):
 * counters, gauges, histograms, summaries, and frequencies as counters with the label `key`. Characters that a name may
 * not have become `_`, and a label whose name is taken gets `_` behind it; of two series that are the same then, the
 * first is told. Metrics come by name, those of one name by label.
 *
 * @since 0.1.0
 * @category rendering
 */
export const format = (options: Options = {}): Effect.Effect<string> =>
  Effect.map(Metric.snapshot, (pairs) => render(pairs, options))

/**
 * The same of a snapshot.
 *
 * @since 0.1.0
 * @category rendering
 */
export const render = (snapshot: Iterable<MetricPair.MetricPair.Untyped>, options: Options = {}): string => {
  const only = options.only ?? ((name: string) => !name.startsWith("effect_fiber_"))
  const families = new Map<string, Family>()
  for (const { metricKey, metricState } of snapshot) {
    if (!only(metricKey.name)) continue
    const name = metricKey.name.replace(/[^A-Za-z0-9_:]/g, "_").replace(/^(?=\d)/, "_")
    const labels = labelsOf(metricKey.tags, reserved(metricState))
    const read = familyOf(metricState, name, labels)
    if (read === undefined) continue
    const known = families.get(name)
    // Two metrics of one name and different types cannot both be told: the first stays.
    if (known !== undefined && known.type !== read.type) continue
    const order = text(labels)
    if (known?.series.some((each) => each.order === order) === true) continue
    families.set(name, {
      type: read.type,
      help: known?.help ?? Option.getOrUndefined(metricKey.description),
      series: [...(known?.series ?? []), { order, lines: read.lines }]
    })
  }
  return [...families]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { help, series, type }]) => {
      const head = [
        ...(help === undefined ? [] : [`# HELP ${name} ${escapedHelp(help)}`]),
        `# TYPE ${name} ${type}`
      ]
      const sorted = [...series].sort((a, b) => (a.order < b.order ? -1 : 1))
      return `${[...head, ...sorted.flatMap(({ lines }) => lines)].join("\n")}\n`
    })
    .join("")
}

type Label = readonly [name: string, value: string]

interface Family {
  readonly type: "counter" | "gauge" | "histogram" | "summary"
  readonly help: string | undefined
  readonly series: ReadonlyArray<{ readonly order: string; readonly lines: ReadonlyArray<string> }>
}

const familyOf = (
  state: MetricState.MetricState.Untyped,
  name: string,
  labels: ReadonlyArray<Label>
): { readonly type: Family["type"]; readonly lines: ReadonlyArray<string> } | undefined => {
  const line = (suffix: string, value: number | bigint, more: ReadonlyArray<Label> = []) =>
    `${name}${suffix}${text([...labels, ...more])} ${number(value)}`
  if (MetricState.isCounterState(state)) return { type: "counter", lines: [line("", state.count)] }
  if (MetricState.isGaugeState(state)) return { type: "gauge", lines: [line("", state.value)] }
  if (MetricState.isFrequencyState(state)) {
    const counted = [...state.occurrences].sort(([a], [b]) => (a < b ? -1 : 1))
    return { type: "counter", lines: counted.map(([key, count]) => line("", count, [["key", key]])) }
  }
  if (MetricState.isHistogramState(state)) {
    // Effect ends its boundaries with the greatest number there is; Prometheus demands infinity.
    const finite = state.buckets.filter(([bound]) => bound < Number.MAX_VALUE)
    return {
      type: "histogram",
      lines: [
        ...finite.map(([bound, count]) => line("_bucket", count, [["le", number(bound)]])),
        line("_bucket", state.count, [["le", "+Inf"]]),
        line("_sum", state.sum),
        line("_count", state.count)
      ]
    }
  }
  if (MetricState.isSummaryState(state)) {
    const known = state.quantiles.flatMap(([quantile, value]) =>
      Option.isSome(value) ? [line("", value.value, [["quantile", String(quantile)]])] : []
    )
    return { type: "summary", lines: [...known, line("_sum", state.sum), line("_count", state.count)] }
  }
  return undefined
}

/** The label that the format itself uses for such a state. */
const reserved = (state: MetricState.MetricState.Untyped): string | undefined => {
  if (MetricState.isHistogramState(state)) return "le"
  if (MetricState.isSummaryState(state)) return "quantile"
  return MetricState.isFrequencyState(state) ? "key" : undefined
}

const labelsOf = (
  tags: ReadonlyArray<{ readonly key: string; readonly value: string }>,
  taken: string | undefined
): ReadonlyArray<Label> => {
  const names = new Set(taken === undefined ? [] : [taken])
  return tags.map(({ key, value }): Label => {
    let name = key.replace(/\W/g, "_").replace(/^(?=\d|$)/, "_")
    while (names.has(name)) name += "_"
    names.add(name)
    return [name, value]
  })
}

const text = (labels: ReadonlyArray<Label>): string =>
  labels.length === 0
    ? ""
    : `{${labels.map(([name, value]) => `${name}="${escapedValue(value)}"`).join(",")}}`

const number = (value: number | bigint): string =>
  value === Number.POSITIVE_INFINITY ? "+Inf" : value === Number.NEGATIVE_INFINITY ? "-Inf" : String(value)

const escapedHelp = (help: string): string => help.replace(/\\/g, "\\\\").replace(/\n/g, "\\n")

const escapedValue = (value: string): string => escapedHelp(value).replace(/"/g, '\\"')
