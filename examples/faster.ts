// A clock that runs 60 times faster: an hour of a simulated job in a minute. Only the clock is another one, as in
// `genesys-jobs demo --speed 60`.
import { Effect } from "effect"
import { Watch } from "genesys-jobs"
import { FasterClock } from "genesys-jobs/testing"

export const main = (id: string, factor = 60) =>
  Watch.target(`data-action/${id}`).pipe(
    Effect.flatMap((target) => Watch.watch(target)),
    Effect.provide(FasterClock.layer(factor))
  )
