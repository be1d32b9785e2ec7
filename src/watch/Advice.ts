/**
 * What to do about an error: the part of a message that the fault itself does not carry.
 *
 * @since 0.1.0
 */
import * as Duration from "effect/Duration"
import * as Match from "effect/Match"
import * as ClientCredentialsGrant from "../genesys/ClientCredentialsGrant.js"
import * as ErrorBody from "../genesys/ErrorBody.js"
import { describe, type GenesysError } from "../genesys/GenesysError.js"
import type { Reason } from "../genesys/Reason.js"
import { isTerminal, type Phase } from "../jobs/Job.js"
import type { JobKind } from "../jobs/JobKind.js"
import * as Jobs from "../jobs/Jobs.js"
import * as Permissions from "../jobs/Permissions.js"
import type * as Report from "../report/Report.js"

/**
 * What was asked for when the error came: the status of a job, its failed records, or the file that holds them.
 *
 * @since 0.1.0
 * @category models
 */
export interface Place {
  readonly kind: JobKind
  readonly step: "status" | "failures" | "file"
}

/**
 * The error as a report tells it: what happened, to which operation, and what to do now that it is over.
 *
 * @since 0.1.0
 * @category constructors
 */
export const problem = (error: GenesysError, place?: Place): Report.Problem => ({
  reason: error.reason._tag,
  step: place?.step,
  message: describe(error.reason),
  operation: error.operation,
  correlationId: error.correlationId,
  advice:
    error.reason._tag === "CircuitOpen"
      ? "The platform failed again and again and is left alone for a while. Run the command again later."
      : advice(error, place)
})

/**
 * The same, of an error that came while the failed records were read: their pages, or the file that holds them.
 *
 * @since 0.1.0
 * @category constructors
 */
export const whileReading = (error: GenesysError, kind: JobKind): Report.Problem =>
  problem(error, { kind, step: error.operation === Jobs.fileOperation(kind) ? "file" : "failures" })

/**
 * A job that stays in a state that its kind does not know.
 *
 * @since 0.1.0
 * @category constructors
 */
export const unknownState = (state: string): Report.Problem => ({
  reason: "UnknownState",
  step: "status",
  message: `the job stays in the state "${state}", which is not known for its kind`,
  operation: undefined,
  correlationId: undefined,
  advice:
    "Look at the job in Genesys Cloud; if the state is a new word of the platform, describe it in a custom kind."
})

/**
 * A watch that was interrupted in this phase of its job.
 *
 * @since 0.1.0
 * @category constructors
 */
export const interrupted = (phase: Phase | undefined): Report.Problem => ({
  reason: "Interrupted",
  step: undefined,
  message: "the watch was interrupted",
  operation: undefined,
  correlationId: undefined,
  advice:
    phase !== undefined && isTerminal(phase)
      ? "The job has ended. Run the same command again for the whole report."
      : "The job itself goes on. Run the same command again to follow it."
})

/**
 * A fault of this program. Nothing of the defect is told but its name: what it holds may be a secret.
 *
 * @since 0.1.0
 * @category constructors
 */
export const defect = (thrown: unknown): Report.Problem => ({
  reason: "Defect",
  step: undefined,
  message: `an internal error: ${thrown instanceof Error ? thrown.name : "unknown"}`,
  operation: undefined,
  correlationId: undefined,
  advice: "This is a fault of genesys-jobs. Run again with --log-level debug and report what it prints."
})

/**
 * One or two sentences that say what to do.
 *
 * @since 0.1.0
 * @category rendering
 */
export const advice = (error: GenesysError, place?: Place): string => {
  if (error.operation === ClientCredentialsGrant.operation) return ofLogin(error.reason)
  return (place === undefined ? undefined : ofPlace(error.reason, place)) ?? ofCall(error.reason)
}

/**
 * The same, while the watch goes on and asks again by itself.
 *
 * @since 0.1.0
 * @category rendering
 */
export const meanwhile = (error: GenesysError): string => {
  switch (error.reason._tag) {
    case "Unavailable":
    case "Timeout":
    case "RateLimited":
      return "The watch asks again; the platform's status page tells about outages."
    default:
      return advice(error)
  }
}

/** What is known of the place goes before what holds for any call; the platform's own words go before both. */
const ofPlace = (reason: Reason, { kind, step }: Place): string | undefined => {
  if (step === "file") return ofFile(reason)
  return reason._tag === "Forbidden" && reason.permissions.length === 0
    ? Permissions.advice(kind, step)
    : undefined
}

/**
 * The link to a file is signed and lives for minutes; what is wrong with it has nothing to do with roles or regions.
 */
const ofFile = (reason: Reason): string | undefined => {
  switch (reason._tag) {
    case "Unauthorized":
    case "Forbidden":
    case "NotFound":
    case "Rejected":
      return "The link to the file may have expired. Run the command again: it asks for a new one."
    case "Undecodable":
      return "Look at the file in Genesys Cloud; if it is right, the kind of the job describes it wrongly."
    case "Transport":
      return reason.kind === "network"
        ? "Check that this machine may reach the host of the file, and HTTPS_PROXY if you are behind a proxy."
        : undefined
    default:
      return undefined
  }
}

const untilReachable = "Check the region or API URL, the network, and HTTPS_PROXY if you are behind a proxy."

const ofLogin = (reason: Reason): string => {
  if (reason._tag === "Unauthorized") {
    return ErrorBody.hasCode(reason.body, new Set(["IP_NOT_AUTHORIZED"]))
      ? "Add this machine's address to the OAuth client's allowed addresses."
      : "Check the client id and the client secret, that the OAuth client uses the client-credentials grant, and that it belongs to this region."
  }
  if (reason._tag === "NotFound" || reason._tag === "Undecodable" || reason._tag === "Transport") {
    return "Check the region or login URL, the network, and HTTPS_PROXY if you are behind a proxy."
  }
  return ofCall(reason)
}

const ofCall: (reason: Reason) => string = Match.type<Reason>().pipe(
  Match.tagsExhaustive({
    Transport: (r) =>
      r.kind === "invalid"
        ? "Correct the call: no repetition will help."
        : r.kind === "tls"
          ? "If a proxy inspects traffic here, give its certificate with NODE_EXTRA_CA_CERTS; otherwise check the host name."
          : untilReachable,
    Timeout: () => "Try again; if it persists, check the network and the platform's status page.",
    RateLimited: (r) =>
      r.retryAfterMillis === undefined
        ? "Send fewer requests with this OAuth client, or try again later."
        : `Try again in ${Duration.format(Duration.millis(Math.ceil(r.retryAfterMillis / 1000) * 1000))}, or ask the vendor to raise the limit.`,
    Unavailable: () => "Try again later; the platform's status page tells about outages.",
    Unauthorized: (r) =>
      ErrorBody.hasCode(r.body, new Set(["IP_NOT_AUTHORIZED"]))
        ? "Add this machine's address to the OAuth client's allowed addresses."
        : "Check that the OAuth client is active and belongs to this region; a token given by hand may have expired.",
    Forbidden: (r) =>
      r.permissions.length > 0
        ? `Give a role with ${r.permissions.join(", ")} to the OAuth client.`
        : "Give the OAuth client a role with the permission for this call, in the job's division.",
    NotFound: () => "Check the job's kind and id, and that the job belongs to this region and organisation.",
    Conflict: () => "Look at the present state before you send the request again.",
    Rejected: () => "Check the job reference; if it is right, this region may not offer the call.",
    Undecodable: () =>
      "Check that the API URL points to the Genesys Cloud API and not to a web page; a gateway may alter answers.",
    CircuitOpen: () => "Wait: one request is sent when the pause is over, and all is well when it succeeds.",
    DeadlineExceeded: () => "Allow more time, or try again when the platform answers faster."
  })
)
