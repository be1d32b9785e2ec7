import { assert, describe, it } from "@effect/vitest"
import * as Duration from "effect/Duration"
import * as FastCheck from "effect/FastCheck"
import * as Option from "effect/Option"
import * as RetryAfter from "../../src/resilience/RetryAfter.js"

const now = Date.UTC(2026, 10, 22, 12, 0, 0)
const millis = (value: string | ReadonlyArray<string> | null | undefined, date?: string) =>
  Option.getOrNull(Option.map(RetryAfter.delay(RetryAfter.parse(value, { now, date })), Duration.toMillis))
const form = (value: string | ReadonlyArray<string> | null | undefined) =>
  RetryAfter.form(RetryAfter.parse(value, { now }))

const weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
const two = (n: number) => String(n).padStart(2, "0")

const render = (instant: number) => {
  const date = new Date(instant)
  const weekday = weekdays[date.getUTCDay()] ?? ""
  const month = months[date.getUTCMonth()]
  const [day, year] = [date.getUTCDate(), date.getUTCFullYear()]
  const time = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`
  return {
    imf: `${weekday.slice(0, 3)}, ${two(day)} ${month} ${year} ${time} GMT`,
    rfc850: `${weekday}, ${two(day)}-${month}-${two(year % 100)} ${time} GMT`,
    asctime: `${weekday.slice(0, 3)} ${month} ${String(day).padStart(2, " ")} ${time} ${year}`
  }
}

const seconds = (from: number, to: number) =>
  FastCheck.integer({ min: from / 1_000, max: to / 1_000 }).map((s) => s * 1_000)

describe("RetryAfter", () => {
  it("R2 tells the four forms apart", () => {
    assert.strictEqual(form("120"), "seconds")
    assert.strictEqual(form("Sun, 22 Nov 2026 12:05:00 GMT"), "date")
    assert.strictEqual(form("soon"), "garbage")
    assert.strictEqual(form(null), "absent")
    assert.strictEqual(form(undefined), "absent")
    assert.strictEqual(form([]), "absent")
    assert.strictEqual(form(" \t"), "absent")
  })

  it("R2 reads one header line, and takes several for garbage", () => {
    assert.strictEqual(millis(["120"]), 120_000)
    assert.strictEqual(form(["120", "120"]), "garbage")
    assert.strictEqual(form("120, 120"), "garbage")
  })

  it("R2 waits at least a second, for 0 and for the past too", () => {
    assert.strictEqual(millis("0"), 1_000)
    assert.strictEqual(millis("1"), 1_000)
    assert.strictEqual(millis("Sun, 22 Nov 2026 11:00:00 GMT"), 1_000)
  })

  it("R2 a number beyond all measure is a finite wait that a date can still be made of", () => {
    for (const value of ["9007199254740993", "9".repeat(400)]) {
      const wait = millis(value) ?? 0
      assert.isAbove(wait, 2 ** 31)
      assert.isTrue(Number.isFinite(new Date(now + wait).getTime()))
      assert.isString(Duration.format(Duration.millis(wait)))
    }
  })

  it("R2 measures a date on the clock of the server that sent it", () => {
    const field = "Sun, 22 Nov 2026 12:05:00 GMT"
    assert.strictEqual(millis(field, "Sun, 22 Nov 2026 12:04:00 GMT"), 60_000)
    assert.strictEqual(millis(field, "Sun, 22 Nov 2026 13:04:00 GMT"), 1_000)
    assert.strictEqual(millis(field, "nonsense"), 300_000)
    assert.strictEqual(millis("60", "Sun, 22 Nov 2026 13:04:00 GMT"), 60_000)
  })

  it("R2 takes nothing but the grammar", () => {
    for (const value of [
      ..."+5 -5 5.0 5e1 0x10 1_000 60s ５ NaN Infinity".split(" "),
      "1 2",
      '"5"',
      "5\u00a0",
      "\u00a05",
      "5\n",
      "Sun, 22 Nov 2026 12:05:00 UTC",
      "Sun, 22 Nov 2026 12:05:00 gmt",
      "sun, 22 Nov 2026 12:05:00 GMT",
      "Sun, 22 nov 2026 12:05:00 GMT",
      "Sunday, 22 Nov 2026 12:05:00 GMT",
      "Sun, 22-Nov-26 12:05:00 GMT",
      "Sun, 2 Nov 2036 12:05:00 GMT",
      "Sun, 22 Nov 2026 1:05:00 GMT",
      "Sun, 22 Nov 2026 12:05 GMT",
      "Sun, 22 Nov 2026 24:00:00 GMT",
      "Sun, 22 Nov 2026 12:60:00 GMT",
      "Sun, 22 Nov 2026 12:05:61 GMT",
      "Sun, 00 Nov 2026 12:05:00 GMT",
      "Sun, 31 Nov 2026 12:05:00 GMT",
      "Mon, 29 Feb 2027 12:05:00 GMT",
      "Sun Nov 22 12:05:00 2026 GMT",
      "2026-11-22T12:05:00Z",
      "Sun, 22 Nov 2026 12:05:00 GMT, 120"
    ])
      assert.strictEqual(form(value), "garbage", value)
  })

  it("R2 knows leap years and the leap second", () => {
    const at = (value: string) => Option.getOrNull(RetryAfter.parseDate(value, now))
    assert.strictEqual(at("Tue, 29 Feb 2028 12:05:00 GMT"), Date.UTC(2028, 1, 29, 12, 5, 0))
    assert.strictEqual(at("Tue, 29 Feb 2000 12:05:00 GMT"), Date.UTC(2000, 1, 29, 12, 5, 0))
    assert.isNull(at("Mon, 29 Feb 2100 12:05:00 GMT"))
    assert.strictEqual(at("Thu, 31 Dec 2026 23:59:60 GMT"), Date.UTC(2027, 0, 1))
  })

  it("R2 a two-digit year lies at most fifty years ahead", () => {
    const at = (value: string) => Option.getOrNull(RetryAfter.parseDate(value, now))
    assert.strictEqual(at("Sunday, 06-Nov-94 08:49:37 GMT"), Date.UTC(1994, 10, 6, 8, 49, 37))
    assert.strictEqual(at("Sunday, 22-Nov-76 12:00:00 GMT"), Date.UTC(2076, 10, 22, 12))
    assert.strictEqual(at("Sunday, 22-Nov-76 12:00:01 GMT"), Date.UTC(1976, 10, 22, 12, 0, 1))
    assert.strictEqual(at("Friday, 01-Jan-77 00:00:00 GMT"), Date.UTC(1977, 0, 1))
    const eve = Date.UTC(2099, 11, 31, 23, 59, 0)
    assert.deepStrictEqual(
      RetryAfter.parseDate("Friday, 01-Jan-00 00:00:00 GMT", eve),
      Option.some(Date.UTC(2100, 0, 1))
    )
  })

  it.prop(
    "R2 reads every date back in each of its forms",
    [seconds(Date.UTC(1900, 0, 1), Date.UTC(9999, 11, 31))],
    ([instant]) => {
      const { imf, asctime } = render(instant)
      assert.deepStrictEqual(RetryAfter.parseDate(imf, now), Option.some(instant))
      assert.deepStrictEqual(RetryAfter.parseDate(` ${asctime}\t`, now), Option.some(instant))
    }
  )

  it.prop(
    "R2 reads a short year back from anywhere within fifty years",
    [
      seconds(Date.UTC(1970, 0, 1), Date.UTC(2400, 0, 1)),
      FastCheck.integer({ min: -49 * 365 * 86_400, max: 49 * 365 * 86_400 })
    ],
    ([base, offset]) => {
      const instant = base + offset * 1_000
      assert.deepStrictEqual(RetryAfter.parseDate(render(instant).rfc850, base), Option.some(instant))
    }
  )

  it.prop(
    "R2 never throws, and every wait is finite and at least a second",
    [
      FastCheck.oneof(
        FastCheck.string(),
        FastCheck.nat().map(String),
        FastCheck.array(FastCheck.constantFrom(..."0123456789:, -GMTSunNov".split(""))).map((c) => c.join(""))
      ),
      FastCheck.option(FastCheck.string(), { nil: undefined })
    ],
    ([value, date]) => {
      const wait = millis(value, date)
      assert.isTrue(wait === null || (Number.isFinite(wait) && wait >= 1_000))
    }
  )

  it.prop("R2 whole seconds are exact", [FastCheck.integer({ min: 1, max: 1_000_000_000 })], ([wait]) => {
    assert.strictEqual(millis(` ${wait}\t`), wait * 1_000)
    assert.strictEqual(millis(`000${wait}`), wait * 1_000)
  })
})
