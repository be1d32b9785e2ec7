/** The raw bodies of the kinds' fixtures as scenarios of the simulator: one job of every kind, all in one process. */
import { readdirSync } from "node:fs"
import type * as Scenario from "../../src/simulator/Scenario.js"
import { fixture } from "../jobs/ScriptedDoor.js"

type Told = ReturnType<typeof fixture>["scenarios"][string]
type Route = Told["routes"][number]

/** One job of one kind that ends in one way, and what its fixture says must come out of it. */
export interface Case extends Told {
  readonly kind: string
  readonly reference: string
  /** The status of the job while it has not ended, and what comes of that. */
  readonly before: Route
  readonly beforehand: Told["expect"]
}

const fixtures = readdirSync(new URL("../fixtures/kinds/", import.meta.url)).map(fixture)

/**
 * A job of every kind whose fixture tells of such an ending, and of such a status before it; of several, the first that
 * it knows.
 */
export const all = (
  endings: ReadonlyArray<string>,
  beginnings: ReadonlyArray<string> = ["running"]
): ReadonlyArray<Case> =>
  fixtures.flatMap(({ kind, reference, scenarios }) => {
    const first = (names: ReadonlyArray<string>) =>
      names.map((name) => scenarios[name]).find((found) => found !== undefined)
    const told = first(endings)
    const early = first(beginnings)
    const before = early?.routes[0]
    if (told === undefined || early === undefined || before === undefined) return []
    return [{ ...told, kind, reference, before, beforehand: early.expect }]
  })

/**
 * A platform with all of these jobs. Each has not ended at its first poll, and is as its fixture tells from the second
 * on.
 */
export const scenario = (cases: ReadonlyArray<Case>): Parameters<typeof Scenario.make>[0] => ({
  jobs: Object.fromEntries(
    cases.map((each) => [
      each.reference,
      {
        routes: each.routes
          .filter((route) => !isFile(route))
          .map((route) => ({ ...asked(route), steps: steps(each, route) }))
      }
    ])
  ),
  files: Object.fromEntries(
    cases.flatMap(({ kind, routes }) =>
      routes.filter(isFile).map(({ body, path }) => [path.replace(foreign, `${kind}/`), { body }])
    )
  )
})

/**
 * What has to be asked besides the status for all failed records: path, and the query that tells one page from another.
 */
export const pages = ({ before, routes }: Case): ReadonlyArray<ReturnType<typeof asked>> =>
  routes.filter((route) => !isFile(route) && !isSame(route, before)).map(asked)

/** Where the fixtures keep files: not the API's host. */
const foreign = "https://files.example.net/"

const isFile = ({ path }: Route): boolean => path.startsWith(foreign)

const isSame = (one: Route, other: Route): boolean =>
  one.path === other.path && JSON.stringify(one.query ?? {}) === JSON.stringify(other.query ?? {})

const asked = ({ method, path, query }: Route) => ({ method, path, query: query ?? {} })

const steps = ({ before, kind }: Case, route: Route) =>
  isSame(route, before)
    ? [{ body: placed(kind, before.body) }, { afterRequests: 1, body: placed(kind, route.body) }]
    : [{ body: placed(kind, route.body) }]

/** The same body, with its files on the simulated file host. */
const placed = (kind: string, body: unknown): unknown =>
  JSON.parse(JSON.stringify(body).replaceAll(foreign, `{{files}}/__files/${kind}/`))
