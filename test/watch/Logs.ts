import * as Effect from "effect/Effect"
import type { OutcomeLog } from "../../src/watch/OutcomeLog.js"

/** A memory of one run. */
export const memory = (): OutcomeLog => {
  const kept = new Map<string, string>()
  return {
    last: (key) => Effect.sync(() => kept.get(key)),
    add: (key, digest) => Effect.sync(() => void kept.set(key, digest))
  }
}
