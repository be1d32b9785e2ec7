// A clock that runs 60 times faster: an hour of a simulated job in a minute. Only the clock is another one.
import { Effect } from "effect"
import { Kinds, Watch } from "genesys-jobs"
import { FasterClock } from "genesys-jobs/testing"

export const main = (id: string, factor = 60) =>
  Effect.gen(function* () {
    const kind = yield* Effect.fromNullable(Kinds.find(Kinds.builtin, "data-action"))
    return yield* Watch.watch({ kind, job: { kind: kind.name, ids: [id] } })
  }).pipe(Effect.provide(FasterClock.layer(factor)))
