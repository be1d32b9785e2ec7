/**
 * Whether the platform lets the program in, and lets it read a job.
 *
 * @since 0.1.0
 */
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import * as ClientCredentialsGrant from "../genesys/ClientCredentialsGrant.js"
import type * as GenesysConfig from "../genesys/GenesysConfig.js"
import type { GenesysError } from "../genesys/GenesysError.js"
import { GenesysHttp } from "../genesys/GenesysHttp.js"
import * as Job from "../jobs/Job.js"
import type { JobKind } from "../jobs/JobKind.js"
import * as Jobs from "../jobs/Jobs.js"
import * as Permissions from "../jobs/Permissions.js"
import * as Where from "../jobs/Where.js"
import type { Target } from "../watch/Watch.js"
import * as Check from "./Check.js"

/**
 * A door that does not wait long: a check tells what is wrong now.
 *
 * @since 0.1.0
 * @category constructors
 */
export const impatient = (genesys: GenesysConfig.Options): GenesysConfig.Options => ({
  ...genesys,
  policy: {
    ...genesys.policy,
    attemptTimeout: Duration.seconds(10),
    deadline: Duration.seconds(20),
    retry: { maxRetries: 1, networkMaxRetries: 0, maxRetryAfter: Duration.seconds(10) }
  }
})

const optional = <A, I>(schema: Schema.Schema<A, I>) => Schema.optionalWith(schema, { nullable: true })

const Named = Schema.Struct({ name: optional(Schema.String) })

// Nothing of it is needed, so nothing of it is required.
const TokenInfo = Schema.Struct({ organization: optional(Named), OAuthClient: optional(Named) })

/**
 * Gets a token and shows it to the API.
 *
 * @since 0.1.0
 * @category constructors
 */
export const token = (
  credentials: GenesysConfig.Credentials
): Effect.Effect<Check.Check, never, GenesysHttp> => {
  const got =
    credentials._tag === "AccessToken" ? "the token is accepted" : "a token was granted and is accepted"
  return Effect.flatMap(GenesysHttp, (http) => http.get("/api/v2/tokens/me", TokenInfo)).pipe(
    Effect.match({
      onSuccess: ({ OAuthClient, organization }) => {
        const names = [
          organization?.name === undefined ? [] : [`organisation ${organization.name}`],
          OAuthClient?.name === undefined ? [] : [`client ${OAuthClient.name}`]
        ].flat()
        return Check.ok("token", names.length === 0 ? got : `${got} (${names.join(", ")})`)
      },
      onFailure: (error) => (isLetIn(error) ? Check.ok("token", got) : Check.ofGenesys("token", error))
    })
  )
}

/** The API has looked at the token before it says these. */
const isLetIn = ({ operation, reason }: GenesysError): boolean =>
  operation !== ClientCredentialsGrant.operation &&
  (reason._tag === "NotFound" ||
    reason._tag === "Forbidden" ||
    reason._tag === "Undecodable" ||
    reason._tag === "Rejected")

/**
 * Reads the status of a job and the first of its failed records; what is missing is named.
 *
 * @since 0.1.0
 * @category constructors
 */
export const job = ({ job, kind }: Target): Effect.Effect<ReadonlyArray<Check.Check>, never, GenesysHttp> =>
  Effect.gen(function* () {
    const read = yield* Effect.either(Jobs.status(kind, job))
    if (Either.isLeft(read)) {
      return [
        Check.ofGenesys("job status", read.left, permissionFix(read.left, kind, "status")),
        Check.skipped("job failures", "the status cannot be read")
      ]
    }
    const reading = read.right
    const { phase, state } = reading.status
    const status =
      phase === "unknown"
        ? Check.warning(
            "job status",
            `${Job.format(job)} is in the state ${state}, which its kind does not know`,
            "Look at the job in Genesys Cloud, and describe the state in a custom kind."
          )
        : Check.ok("job status", `${Job.format(job)} can be read: ${state}`)
    if ("source" in kind.failures && kind.failures.source === "none") {
      return [status, Check.skipped("job failures", "this kind of job lists no failed records")]
    }
    const records = yield* Jobs.failures(kind, job, reading, { pageSize: 25, concurrency: 1 }).pipe(
      Stream.take(1),
      Stream.runFold(false, (isRead, page) => isRead || page.requests > 0 || page.failures.length > 0),
      Effect.either
    )
    if (Either.isRight(records)) {
      return [
        status,
        records.right
          ? Check.ok("job failures", "the failed records can be read")
          : Check.skipped("job failures", unread(kind, reading))
      ]
    }
    const error = records.left
    const early = phase === "running" || phase === "parked"
    return [
      status,
      early && (error.reason._tag === "NotFound" || error.reason._tag === "Conflict")
        ? Check.skipped("job failures", "there are none to be read before the job has ended")
        : Check.ofGenesys("job failures", error, permissionFix(error, kind, "failures"))
    ]
  })

/** Why nothing was asked and nothing was found: no claim can be made then. */
const unread = (kind: JobKind, { raw }: Jobs.Reading): string => {
  const sources = ("source" in kind.failures ? [kind.failures] : kind.failures)
    .filter((source) => source.source !== "none" && Where.holds(source.when)(raw))
    .map(({ source }) => source)
  const why = [
    ...(sources.includes("embedded") ? ["the status, of which they are a part, holds none"] : []),
    ...(sources.includes("download") ? ["the status names no file of them"] : [])
  ]
  return why.length === 0 ? "with this status of the job there are none to be read" : why.join(", and ")
}

/** The platform's own words come first; where it names no permission, the kind does. */
const permissionFix = (
  { reason }: GenesysError,
  kind: JobKind,
  reading: "status" | "failures"
): string | undefined =>
  reason._tag === "Forbidden" && reason.permissions.length === 0
    ? Permissions.advice(kind, reading)
    : undefined
