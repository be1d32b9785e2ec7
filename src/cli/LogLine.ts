/**
 * A log entry as lines on stderr. What people should know reads like the program's own words; the rest has its time.
 *
 * @since 0.1.0
 */
import * as Arr from "effect/Array"
import * as Cause from "effect/Cause"
import * as FiberRef from "effect/FiberRef"
import * as FiberRefs from "effect/FiberRefs"
import type * as Logger from "effect/Logger"
import * as LogLevel from "effect/LogLevel"
import * as Predicate from "effect/Predicate"
import * as PlainText from "../text/PlainText.js"
import * as LocalTime from "./LocalTime.js"

/**
 * `warning: The log could not be written. path=/x`, or below that level
 * `14:02:11 debug: request answered operation="GET /x" status=200`. A cause follows, indented, where
 * the program is asked for all it knows: it has a stack. Ends with a line feed.
 *
 * @since 0.1.0
 * @category rendering
 */
export const render = (entry: Logger.Logger.Options<unknown>): string => {
  const { cause, date, logLevel } = entry
  const isUrgent = LogLevel.greaterThanEqual(logLevel, LogLevel.Warning)
  const head = `${isUrgent ? "" : `${LocalTime.seconds(date.getTime())} `}${logLevel._tag.toLowerCase()}:`
  const words = Arr.ensure(entry.message).flatMap((part) =>
    Predicate.isRecord(part) ? Object.entries(part).flatMap(pair) : [PlainText.oneLine(String(part))]
  )
  const isDetailed = LogLevel.lessThanEqual(
    FiberRefs.getOrDefault(entry.context, FiberRef.currentMinimumLogLevel),
    LogLevel.Debug
  )
  const why =
    isDetailed && !Cause.isEmpty(cause) ? Cause.pretty(cause, { renderErrorCause: true }).split("\n") : []
  return [[head, ...words].join(" "), ...why.map((line) => `       ${PlainText.oneLine(line)}`)]
    .map((line) => `${line}\n`)
    .join("")
}

const pair = ([name, value]: readonly [string, unknown]): ReadonlyArray<string> => {
  if (value === undefined) return []
  const text = PlainText.oneLine(typeof value === "string" ? value : (JSON.stringify(value) ?? ""))
  return [`${name}=${/[\s"=]/.test(text) ? JSON.stringify(text) : text}`]
}
