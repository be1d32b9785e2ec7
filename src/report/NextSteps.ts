/**
 * What a reader of a report does next.
 *
 * @since 0.1.0
 */
import { isTerminal } from "../jobs/Job.js"
import * as Outcome from "./Outcome.js"
import type * as Report from "./Report.js"
import * as Wording from "./Wording.js"

/**
 * What to do next, most pressing first. `failuresFile` is where the failed records were written.
 *
 * @since 0.1.0
 * @category constructors
 */
export const of = (job: Report.JobReport, failuresFile?: string | undefined): ReadonlyArray<string> => {
  const advice = job.error?.advice
  return [
    ...(advice === undefined ? [] : [Wording.safe(advice)]),
    ...fixes(job),
    ...afterwards(job, failuresFile)
  ]
}

/**
 * A step taken apart: the words before its command, the command (empty where there is none), and the words after it.
 *
 * @since 0.1.0
 * @category rendering
 */
export const parts = (step: string): readonly [before: string, command: string, after: string] => {
  const found = command.exec(step)
  return found === null
    ? [step, "", ""]
    : [step.slice(0, found.index), found[0], step.slice(found.index + found[0].length)]
}

const command = /\bgenesys-jobs (?:doctor|failures|status|watch) .*?(?=\.?$)/

/** What to do about the destinations that did not get the summary; what is the same for several is said once. */
const fixes = ({ notification, notifications }: Report.JobReport): ReadonlyArray<string> => {
  const all = notifications.length === 0 ? [notification] : notifications
  const byFix = new Map<string, ReadonlyArray<string>>()
  for (const { destination, fix, result } of all) {
    if (result !== "undelivered") continue
    const step = fix ?? "The summary did not arrive: pass this report on."
    byFix.set(step, [...(byFix.get(step) ?? []), destination])
  }
  return [...byFix].map(([step, names]) =>
    Wording.safe(all.length === 1 ? step : `${names.join(", ")}: ${step}`)
  )
}

const afterwards = (job: Report.JobReport, failuresFile: string | undefined): ReadonlyArray<string> => {
  const reference = quoted(Wording.name(job))
  const records =
    failuresFile === undefined
      ? `Get the records to correct: genesys-jobs failures ${reference} --failures failed.ndjson`
      : `Correct the records in ${Wording.safe(failuresFile)} and submit them again.`
  switch (job.outcome) {
    case "succeeded":
      return []
    case "partial":
      if (job.error !== undefined) return []
      return [
        job.failures.complete ? records : `Read the failed records again: genesys-jobs failures ${reference}`
      ]
    case "failed":
      return [
        "Cure what the platform complains about, then start the job again.",
        ...(Outcome.failed(job).count === 0 ? [] : [records])
      ]
    case "cancelled":
      return ["If nobody cancelled it on purpose, start the job again."]
    case "expired":
      return ["The results are gone: start the job again and watch it from its start."]
    case "timed-out":
      if (job.status?.hint !== undefined) return [asStep(job.status.hint)]
      return [
        job.status !== undefined && isTerminal(job.status.phase)
          ? `The job has ended. Read its failed records: genesys-jobs failures ${reference}`
          : `The job may still run. Watch it again with a longer --timeout: genesys-jobs watch ${reference}`
      ]
    case "unknown":
      if (job.error !== undefined) return []
      return [
        job.status?.hint === undefined
          ? `Look at the job: genesys-jobs status ${reference}`
          : asStep(job.status.hint)
      ]
  }
}

/** Without a full stop: it may end with a path. */
const asStep = (hint: string): string => {
  const words = Wording.safe(hint)
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`
}

/** As a shell takes it: people copy these commands. */
const quoted = (reference: string): string =>
  /^[\w./:-]+$/.test(reference) ? reference : `'${reference.replaceAll("'", "'\\''")}'`
