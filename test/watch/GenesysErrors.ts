/** Errors of the door, one a reason. */
import { GenesysError } from "../../src/genesys/GenesysError.js"
import type { Reason } from "../../src/genesys/Reason.js"

export const operation = "GET /api/v2/data-actions/{id}/status"

const body = { codes: [] }

export const reasons: { readonly [K in Reason["_tag"]]: Extract<Reason, { readonly _tag: K }> } = {
  Transport: { _tag: "Transport", kind: "network", sent: "no", code: "ECONNREFUSED" },
  Timeout: { _tag: "Timeout", afterMillis: 15_000 },
  RateLimited: { _tag: "RateLimited", status: 429, retryAfterMillis: 7_200_000, body },
  Unavailable: { _tag: "Unavailable", status: 503, body },
  Unauthorized: { _tag: "Unauthorized", status: 401, stage: "call", body },
  Forbidden: { _tag: "Forbidden", status: 403, permissions: ["a:b:c"], body },
  NotFound: { _tag: "NotFound", status: 404, body },
  Conflict: { _tag: "Conflict", status: 409, possiblyApplied: true, body },
  Rejected: { _tag: "Rejected", status: 400, body },
  Undecodable: { _tag: "Undecodable", status: 200, detail: "a web page came instead of JSON" },
  CircuitOpen: { _tag: "CircuitOpen", until: 60_000 },
  DeadlineExceeded: { _tag: "DeadlineExceeded", afterMillis: 300_000 }
}

export const make = (
  reason: Reason,
  more: { readonly operation?: string; readonly circuitOpenUntil?: number } = {}
): GenesysError => new GenesysError({ operation, reason, idempotent: true, attempts: 1, retries: 0, ...more })
