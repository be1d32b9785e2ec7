import { assert, describe, it } from "@effect/vitest"
import * as Schema from "effect/Schema"
import * as DataAction from "../../src/simulator/DataAction.js"
import * as JobScript from "../../src/simulator/JobScript.js"
import * as Records from "../../src/simulator/Records.js"

const script = Schema.decodeSync(JobScript.JobScript)

const Page = Schema.Struct({
  pageSize: Schema.Number,
  pageNumber: Schema.Number,
  total: Schema.Number,
  entities: Schema.Array(Schema.Struct({ id: Schema.String, status: Schema.String }))
})

const read = (job: JobScript.JobScript, query: string, elapsed = 60_000, pagesRead = 0) =>
  DataAction.results(
    job,
    {
      seed: 1,
      codes: Records.codes(job.codes, job.errors + (job.shift?.by ?? 0), 1),
      snapshot: JobScript.at(job, elapsed, 1),
      pagesRead
    },
    "/results",
    new URLSearchParams(query)
  )

const page = (job: JobScript.JobScript, query: string, elapsed?: number, pagesRead?: number) =>
  Schema.decodeUnknownSync(Page)(read(job, query, elapsed, pagesRead))

const allIds = (job: JobScript.JobScript) => {
  const first = page(job, "filter=error&pageNumber=1")
  const pages = Array.from({ length: Math.ceil(first.total / first.pageSize) }, (_, index) => index + 1)
  return pages.flatMap((number) =>
    page(job, `filter=error&pageNumber=${number}`).entities.map(({ id }) => id)
  )
}

describe("DataAction", () => {
  it("lists the failed records, and only those", () => {
    const job = script({ total: 100, errors: 30 })
    const ids = allIds(job)
    assert.strictEqual(new Set(ids).size, 30)
    assert.strictEqual(ids.length, 30)
    assert.isTrue(page(job, "filter=error").entities.every(({ status }) => status === "error"))
  })

  it("lists everything that was processed when no filter is given", () => {
    const listed = page(script({ total: 40, errors: 3 }), "pageSize=100")
    assert.strictEqual(listed.total, 40)
    assert.strictEqual(listed.entities.filter(({ status }) => status === "error").length, 3)
  })

  it("lists what has failed so far while the job runs", () => {
    const job = script({ total: 100, errors: 40, durationSeconds: 10 })
    assert.strictEqual(page(job, "filter=error", 5000).total, 20)
  })

  it("caps the page size and says so", () => {
    const listed = page(
      script({ total: 100, errors: 60, pageSizeCap: 25 }),
      "filter=error&pageSize=100&pageNumber=3"
    )
    assert.strictEqual(listed.pageSize, 25)
    assert.strictEqual(listed.total, 60)
    assert.strictEqual(listed.entities.length, 10)
  })

  it("lists some records twice", () => {
    const ids = allIds(script({ total: 100, errors: 60, duplicates: 9 }))
    assert.strictEqual(ids.length, 69)
    assert.strictEqual(new Set(ids).size, 60)
  })

  it("pushes records down when new ones come in front", () => {
    const job = script({ total: 100, errors: 60, pageSizeCap: 10, shift: { afterPages: 1, by: 3 } })
    const before = page(job, "filter=error&pageNumber=1", 60_000, 0)
    const after = page(job, "filter=error&pageNumber=2", 60_000, 1)
    assert.strictEqual(before.total, 60)
    assert.strictEqual(after.total, 63)
    assert.deepStrictEqual(
      after.entities.slice(0, 3).map(({ id }) => id),
      before.entities.slice(7).map(({ id }) => id)
    )
  })

  it("can list another number than the status says", () => {
    assert.strictEqual(page(script({ errors: 10, listed: 7 }), "filter=error").total, 7)
  })

  it("leaves out the fields that the scenario takes away", () => {
    const job = script({
      errors: 1,
      omitFields: { status: ["/progress"], results: ["/total", "/entities/*/errorCode"] }
    })
    assert.notProperty(DataAction.status("a", job, JobScript.at(job, 0, 1), 0), "progress")
    const listed = read(job, "filter=error")
    assert.notProperty(listed, "total")
    assert.notNestedProperty(listed, "entities[0].errorCode")
  })

  it("has no page for a request that makes no sense", () => {
    assert.isUndefined(read(script({ errors: 1 }), "filter=error&pageNumber=-1"))
  })
})
