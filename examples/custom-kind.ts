// A kind of job that the library does not know, described as data. The same descriptor may stand in a configuration
// file.
import { Effect } from "effect"
import { KindConfig, Kinds, Watch } from "genesys-jobs"

const config = {
  kinds: {
    "billing-export": {
      title: "Billing export",
      parameters: ["exportId"],
      status: {
        path: "/gateway/v1/exports/{exportId}",
        state: "phase",
        processed: "rows.done",
        total: "rows.all",
        errors: "rows.bad"
      },
      states: { running: ["waiting", "working"], succeeded: ["done"], failed: ["broken"] },
      failures: {
        source: "pages",
        path: "/gateway/v1/exports/{exportId}/bad-rows",
        items: "rows",
        total: "count",
        maxPageSize: 200,
        record: { code: "why", message: "text", id: "row", key: "row" }
      }
    }
  }
}

/** Every problem of a descriptor is told at once, each with its place. */
export const main = (reference: string) =>
  Effect.gen(function* () {
    const kinds = Kinds.withCustom(Kinds.builtin, yield* KindConfig.decode(config))
    return yield* Watch.watch(yield* Watch.target(reference, kinds))
  })
