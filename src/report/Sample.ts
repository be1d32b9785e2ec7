/**
 * What a report keeps of one failed record: short, on one line, neutral, and without our secrets.
 *
 * @since 0.1.0
 */
import { type Failure, unknownCode } from "../jobs/Job.js"
import * as PlainText from "../text/PlainText.js"
import type { Sample } from "./Report.js"
import * as Template from "./Template.js"

/**
 * Takes secrets out of a text.
 *
 * @since 0.1.0
 * @category models
 */
export type Scrub = (text: string) => string

/**
 * The record as an example of its code.
 *
 * @since 0.1.0
 * @category constructors
 */
export const of = ({ id, message, recordId }: Failure, scrub: Scrub): Sample => ({
  id: id === undefined ? undefined : cleaned(id, 200, scrub),
  message: cleaned(message, 500, scrub),
  recordId: recordId === undefined ? undefined : cleaned(recordId, 200, scrub)
})

/**
 * The code as it is shown.
 *
 * @since 0.1.0
 * @category constructors
 */
export const code = (text: string, scrub: Scrub): string => cleaned(text, 100, scrub) || unknownCode

const cleaned = (text: string, max: number, scrub: Scrub): string =>
  PlainText.truncate(scrub(PlainText.oneLine(Template.bounded(text))), max)
