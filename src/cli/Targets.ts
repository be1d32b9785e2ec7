/**
 * The jobs that a command line names.
 *
 * @since 0.1.0
 */
import * as Either from "effect/Either"
import * as Job from "../jobs/Job.js"
import * as Kinds from "../jobs/Kinds.js"
import type { Target } from "../watch/Watch.js"
import type { Fault } from "./Trouble.js"

/**
 * Reads job references; a reference given twice is one job. Where none is given, `DATA_ACTION_ID` names one. What
 * cannot be used becomes a fault.
 *
 * @since 0.1.0
 * @category constructors
 */
export const parse = (
  kinds: Kinds.Kinds,
  references: ReadonlyArray<string>,
  dataActionId: string | undefined
): { readonly targets: ReadonlyArray<Target>; readonly faults: ReadonlyArray<Fault> } => {
  const faults: Array<Fault> = []
  const targets = new Map<string, Target>()
  const given =
    references.length > 0 ? references : dataActionId === undefined ? [] : [`data-action/${dataActionId}`]
  if (given.length === 0) {
    faults.push({
      what: "No job is given.",
      fix: "Name one as KIND/ID (data-action/a1b2), or set DATA_ACTION_ID. The kinds: genesys-jobs kinds."
    })
  }
  for (const reference of given) {
    if (reference.startsWith("-")) {
      faults.push({
        what: `${reference} is no option of this command, or its value is missing.`,
        fix: "The options of a command: genesys-jobs COMMAND --help."
      })
      continue
    }
    const parsed = Kinds.parse(kinds, reference)
    if (Either.isLeft(parsed)) {
      faults.push({ what: parsed.left.problem, fix: parsed.left.fix })
      continue
    }
    const kind = Kinds.find(kinds, parsed.right.kind)
    if (kind !== undefined) targets.set(Job.format(parsed.right), { kind, job: parsed.right })
  }
  return { targets: [...targets.values()], faults }
}
