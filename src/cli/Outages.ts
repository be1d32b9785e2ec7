/**
 * Outages as the events of any number of jobs tell them: however many jobs suffer, each begins once and is over once.
 * Pure.
 *
 * @since 0.1.0
 */
import * as HashMap from "effect/HashMap"
import * as Option from "effect/Option"
import * as ClientCredentialsGrant from "../genesys/ClientCredentialsGrant.js"
import type { GenesysError } from "../genesys/GenesysError.js"
import * as Job from "../jobs/Job.js"
import type { WatchEvent } from "../watch/WatchEvent.js"

/**
 * @since 0.1.0
 * @category models
 */
export interface Outages {
  /** By upstream. */
  readonly present: HashMap.HashMap<string, Outage>
  /** By job, as long as it is in trouble. */
  readonly sufferers: HashMap.HashMap<string, Sufferer>
}

/**
 * What one upstream does to its jobs. `since` is in epoch milliseconds.
 *
 * @since 0.1.0
 * @category models
 */
export interface Outage {
  readonly since: number
  readonly jobs: number
  readonly told: boolean
}

/**
 * A job in trouble, and since when (epoch milliseconds).
 *
 * @since 0.1.0
 * @category models
 */
export interface Sufferer {
  readonly upstream: string
  readonly since: number
}

/**
 * What is worth telling: an outage has begun, or the one that began at `since` is over.
 *
 * @since 0.1.0
 * @category models
 */
export type News = { readonly _tag: "Begun" } | { readonly _tag: "Over"; readonly since: number }

/**
 * @since 0.1.0
 * @category constructors
 */
export const none: Outages = { present: HashMap.empty(), sufferers: HashMap.empty() }

/**
 * The news in an event, and the outages after it.
 *
 * An open circuit is the consequence of what other calls suffer, and may be met before they have failed: it is news
 * only when a job waits for the second time and nobody has told a cause. An outage is over when its last job has an
 * answer.
 *
 * @since 0.1.0
 * @category combinators
 */
export const after = (
  outages: Outages,
  event: WatchEvent
): readonly [news: News | undefined, outages: Outages] => {
  const job = Job.format(event.job)
  switch (event._tag) {
    case "Troubled":
      return suffer(outages, job, event)
    case "Waiting":
      return wait(outages, job, event)
    case "Recovered":
      return leave(outages, job)
    case "Ended":
      return [undefined, leave(outages, job)[1]]
    default:
      return [undefined, outages]
  }
}

type Step = readonly [news: News | undefined, outages: Outages]

type Event<Tag extends WatchEvent["_tag"]> = Extract<WatchEvent, { _tag: Tag }>

const suffer = (outages: Outages, job: string, { at, error }: Event<"Troubled">): Step => {
  if (HashMap.has(outages.sufferers, job)) return [undefined, outages]
  const upstream = upstreamOf(error)
  const { jobs, since, told } = Option.getOrElse(HashMap.get(outages.present, upstream), () => ({
    since: at,
    jobs: 0,
    told: false
  }))
  const begins = !told && error.reason._tag !== "CircuitOpen"
  return [
    begins ? { _tag: "Begun" } : undefined,
    {
      present: HashMap.set(outages.present, upstream, { since, jobs: jobs + 1, told: told || begins }),
      sufferers: HashMap.set(outages.sufferers, job, { upstream, since: at })
    }
  ]
}

const wait = (outages: Outages, job: string, { at, reason }: Event<"Waiting">): Step =>
  Option.match(sufferedBy(outages, job), {
    onNone: () => [undefined, outages],
    onSome: ({ outage, since, upstream }) =>
      outage.told || at <= since || (reason !== "circuit-open" && reason !== "outage")
        ? [undefined, outages]
        : [
            { _tag: "Begun" },
            { ...outages, present: HashMap.set(outages.present, upstream, { ...outage, told: true }) }
          ]
  })

const leave = (outages: Outages, job: string): Step =>
  Option.match(sufferedBy(outages, job), {
    onNone: () => [undefined, outages],
    onSome: ({ outage, upstream }) => {
      const sufferers = HashMap.remove(outages.sufferers, job)
      return outage.jobs > 1
        ? [
            undefined,
            {
              present: HashMap.set(outages.present, upstream, { ...outage, jobs: outage.jobs - 1 }),
              sufferers
            }
          ]
        : [
            outage.told ? { _tag: "Over", since: outage.since } : undefined,
            { present: HashMap.remove(outages.present, upstream), sufferers }
          ]
    }
  })

const sufferedBy = (outages: Outages, job: string) =>
  Option.flatMap(HashMap.get(outages.sufferers, job), ({ since, upstream }) =>
    Option.map(HashMap.get(outages.present, upstream), (outage) => ({ outage, since, upstream }))
  )

/** The login has a host of its own. An answer that is there but of no use says nothing about what others ask for. */
const upstreamOf = ({ operation, reason }: GenesysError): string => {
  if (operation === ClientCredentialsGrant.operation) return "login"
  return reason._tag === "Undecodable" || reason._tag === "NotFound" ? operation : "api"
}
