/**
 * The failed records of a file to which a status answer points.
 *
 * @since 0.1.0
 */
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"
import { GenesysError } from "../genesys/GenesysError.js"
import type { GenesysHttp } from "../genesys/GenesysHttp.js"
import * as CsvRecords from "./CsvRecords.js"
import * as FailureRecord from "./FailureRecord.js"
import * as Field from "./Field.js"
import type { FailurePage } from "./Job.js"
import type { JobKind } from "./JobKind.js"
import * as JsonRecords from "./JsonRecords.js"
import * as RecordReader from "./RecordReader.js"
import type * as Source from "./Source.js"
import * as Where from "./Where.js"

type Download = Extract<Source.Source, { readonly source: "download" }>

/**
 * The link to the file, where the answer has one.
 *
 * @since 0.1.0
 * @category combinators
 */
export const link = (source: Download, raw: unknown): string | undefined => Field.text(source.url)(raw)

/**
 * What errors call the reading of the file; its link is a secret.
 *
 * @since 0.1.0
 * @category rendering
 */
export const operation = (kind: JobKind): string => `GET the file of failed records of ${kind.name}`

/**
 * The failed records of the file, as it arrives. What turns out to be no such file before it gave a record (a web page,
 * the beginning of one) is asked for once more.
 *
 * @since 0.1.0
 * @category constructors
 */
export const read = (
  http: Pick<GenesysHttp["Type"], "download">,
  kind: JobKind,
  source: Download,
  raw: unknown
): Stream.Stream<FailurePage, GenesysError> => {
  const address = link(source, raw)
  if (address === undefined) return Stream.empty
  const make = source.format === "csv" ? CsvRecords.make : () => JsonRecords.make(source.items ?? "entities")
  const failure = FailureRecord.reader(source.record)
  const keeps = Where.keeps(source.where)

  const once = (again: boolean): Stream.Stream<FailurePage, GenesysError> =>
    Stream.suspend(() => {
      let batches = 0
      const bytes = http.download({
        url: Redacted.make(address),
        operation: operation(kind),
        maxBytes: source.maxBytes ?? defaultMaxBytes
      })
      // The request is counted once: with the first batch, or with the fault before it.
      const requests = () => (batches === 0 ? 1 : 0)
      return RecordReader.records(bytes, make, (detail) => malformed(kind, detail, requests())).pipe(
        Stream.map((records): FailurePage => {
          const page = { failures: records.filter(keeps).map(failure), requests: requests() }
          batches += 1
          return { ...page, total: undefined, retries: 0 }
        }),
        Stream.filter((page) => page.failures.length > 0 || page.requests > 0),
        Stream.catchSome(({ attempts, reason }) =>
          again && batches === 0 && reason._tag === "Undecodable"
            ? Option.some(Stream.concat(Stream.succeed(asked(attempts)), once(false)))
            : Option.none()
        )
      )
    })
  return once(true)
}

const defaultMaxBytes = 64 * 1024 * 1024

/** Requests that brought nothing. */
const asked = (requests: number): FailurePage => ({ failures: [], total: undefined, requests, retries: 0 })

const malformed = (kind: JobKind, detail: string, attempts: number): GenesysError =>
  new GenesysError({
    operation: operation(kind),
    reason: { _tag: "Undecodable", detail },
    idempotent: true,
    attempts,
    retries: 0
  })
