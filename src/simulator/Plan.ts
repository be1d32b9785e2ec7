/**
 * A scenario made ready to be served.
 *
 * @since 0.1.0
 */
import * as Paging from "./Paging.js"
import * as Records from "./Records.js"
import * as Route from "./Route.js"
import type * as Scenario from "./Scenario.js"

/**
 * A scenario with what is costly to compute done once.
 *
 * @since 0.1.0
 * @category models
 */
export interface Plan {
  readonly scenario: Scenario.Scenario
  /** The error codes of each data action, by job name. */
  readonly codes: Readonly<Record<string, ReadonlyArray<string>>>
  /** Every route of the scenario, with the job whose clock it follows and the list it pages. */
  readonly routes: ReadonlyArray<{
    readonly clock: string
    readonly name: string
    readonly route: Route.Route
    readonly items: ReadonlyArray<unknown>
  }>
}

/**
 * Prepares a scenario.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (scenario: Scenario.Scenario): Plan => {
  const jobs = Object.entries(scenario.jobs)
  const routed = [
    ...jobs.flatMap(([name, job]) => job.routes.map((route) => ({ clock: name, route }))),
    ...scenario.routes.map((route, index) => ({ clock: `route ${index}`, route }))
  ]
  return {
    scenario,
    codes: Object.fromEntries(
      jobs.map(([name, job]) => [
        name,
        Records.codes(job.codes, Math.max(job.errors, job.listed ?? 0) + (job.shift?.by ?? 0), scenario.seed)
      ])
    ),
    routes: routed.map(({ clock, route }, index) => ({
      clock,
      route,
      name: `route ${index}`,
      items:
        route.pages === undefined
          ? []
          : Paging.items(route.pages, (item, number) => Route.fill(item, { n: String(number) }))
    }))
  }
}
