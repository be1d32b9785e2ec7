/**
 * Numbers as people read them: counts, shares, durations. Total for any number: what is not a sensible
 * quantity reads as "unknown".
 *
 * @since 0.1.0
 */

/**
 * A count with thousands separators: `10,000`.
 *
 * @since 0.1.0
 * @category rendering
 */
export const count = (value: number | null | undefined): string =>
  isQuantity(value) ? grouped(Math.round(value)) : "unknown"

/**
 * A count with its noun: `1 record`, `2 records`.
 *
 * @since 0.1.0
 * @category rendering
 */
export const counted = (value: number | null | undefined, one: string, many = `${one}s`): string =>
  isQuantity(value)
    ? `${count(value)} ${Math.round(value) === 1 ? one : many}`
    : `an unknown number of ${many}`

/**
 * A share (0..1) in percent. Rounded so that only nothing reads as `0 %` and only everything as `100 %`.
 *
 * @since 0.1.0
 * @category rendering
 */
export const percent = (share: number | null | undefined): string => {
  if (!isQuantity(share)) return "unknown"
  if (share === 0 || share >= 1) return `${share >= 1 ? 100 : 0} %`
  if (share < 0.001) return "under 0.1 %"
  return `${Math.min(99.9, Math.round(share * 1000) / 10)} %`
}

/**
 * A part of a whole in percent, from the counts: a share that was rounded before would read as nothing or as
 * everything.
 *
 * @since 0.1.0
 * @category rendering
 */
export const share = (part: number, whole: number): string => percent(whole > 0 ? part / whole : 0)

/**
 * A duration in its two greatest units: `850 ms`, `12 s`, `3 min 20 s`, `2 h 5 min`, `3 d 4 h`.
 *
 * @since 0.1.0
 * @category rendering
 */
export const duration = (millis: number | null | undefined): string => {
  if (!isQuantity(millis)) return "unknown"
  if (millis < 1000) return `${Math.round(millis)} ms`
  const seconds = Math.round(millis / 1000)
  const start = units.findIndex(([, size]) => seconds >= size)
  const [name, size] = units[start] ?? ["s", 1]
  const [nextName, nextSize] = units[start + 1] ?? ["s", 0]
  const rest = nextSize === 0 ? 0 : Math.floor((seconds % size) / nextSize)
  const whole = `${grouped(Math.floor(seconds / size))} ${name}`
  return rest === 0 ? whole : `${whole} ${rest} ${nextName}`
}

const units: ReadonlyArray<readonly [string, number]> = [
  ["d", 86_400],
  ["h", 3_600],
  ["min", 60],
  ["s", 1]
]

const isQuantity = (value: number | null | undefined): value is number =>
  typeof value === "number" && Number.isFinite(value) && value >= 0 && value <= Number.MAX_SAFE_INTEGER

const grouped = (whole: number): string => String(whole).replace(/\B(?=(?:\d{3})+$)/g, ",")
