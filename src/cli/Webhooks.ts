/**
 * The webhooks of a run: that of the environment, and those that the configuration file names.
 *
 * @since 0.1.0
 */
import * as Either from "effect/Either"
import * as Redacted from "effect/Redacted"
import * as SlackConfig from "../slack/SlackConfig.js"
import type { Webhook } from "../watch/Destination.js"
import type { ConfigFile } from "./ConfigFile.js"
import type { Destination } from "./ConfigSchema.js"
import * as Credentials from "./Credentials.js"
import type { Sources } from "./Sources.js"
import type { Fault } from "./Trouble.js"

/**
 * What `SLACK_WEBHOOK_URL` is called in reports.
 *
 * @since 0.1.0
 * @category constructors
 */
export const ofEnvironment = "slack"

/**
 * Finds and checks the URLs. `SLACK_WEBHOOK_URL` is told everything, unless a destination of the file has the same URL:
 * then that one's filters hold. A destination without a URL is a fault, not a silence.
 *
 * @since 0.1.0
 * @category constructors
 */
export const read = (
  sources: Sources,
  config: Pick<ConfigFile, "path" | "destinations">,
  onAmbiguous: SlackConfig.OnAmbiguous | undefined
): { readonly webhooks: ReadonlyArray<Webhook>; readonly faults: ReadonlyArray<Fault> } => {
  const faults: Array<Fault> = []
  const allowedHosts = (sources.find("SLACK_WEBHOOK_HOST")?.value ?? "")
    .split(",")
    .map((host) => host.trim())
    .filter((host) => host !== "")

  const checked = (name: string, url: string): SlackConfig.Options | undefined => {
    const slack = { webhookUrl: Redacted.make(url), allowedHosts, onAmbiguous }
    const made = SlackConfig.make(slack)
    if (Either.isRight(made)) return slack
    for (const problem of made.left.problems) faults.push({ what: `${name}: ${problem}`, fix: undefined })
    return undefined
  }

  const wanted = config.destinations.flatMap((destination): ReadonlyArray<Webhook> => {
    const { kinds, label, mention, notify, outcomes } = destination
    const found = urlOf(sources, destination, config.path ?? "")
    faults.push(...found.faults)
    const slack = found.value === undefined ? undefined : checked(found.name, found.value)
    return slack === undefined ? [] : [{ label, slack, kinds, outcomes, mention, when: notify }]
  })
  const own = Credentials.secret(sources, "SLACK_WEBHOOK_URL")
  faults.push(...own.faults)
  const slack = own.value === undefined ? undefined : checked("SLACK_WEBHOOK_URL", own.value)
  // One that the file names is the file's: its filters decide. The same channel by another name is told twice, unless
  // that says nothing else.
  const isNamed = config.destinations.some(({ webhookUrlEnv }) => webhookUrlEnv === "SLACK_WEBHOOK_URL")
  const isWanted =
    isNamed ||
    wanted.some(
      ({ kinds, outcomes, slack, when }) =>
        Redacted.value(slack.webhookUrl) === own.value &&
        [kinds, outcomes, when].every((filter) => filter === undefined)
    )
  return {
    webhooks: slack === undefined || isWanted ? wanted : [{ label: ofEnvironment, slack }, ...wanted],
    faults
  }
}

const urlOf = (
  sources: Sources,
  { label, webhookUrlEnv, webhookUrlFile }: Destination,
  file: string
): {
  readonly name: string
  readonly value: string | undefined
  readonly faults: ReadonlyArray<Fault>
} => {
  if (webhookUrlEnv === undefined) {
    const who = `The destination "${label}" of ${file} names`
    return { name: `The file of "${label}"`, ...Credentials.ofFile(sources, who, webhookUrlFile ?? "") }
  }
  const value = sources.find(webhookUrlEnv)?.value
  return {
    name: webhookUrlEnv,
    value,
    faults:
      value === undefined
        ? [
            {
              what: `${webhookUrlEnv} is not set, which the destination "${label}" of ${file} names.`,
              fix: "Set it to the URL of an incoming webhook, or take the destination out of the file."
            }
          ]
        : []
  }
}
