import { assert, describe, it } from "@effect/vitest"
import * as Schema from "effect/Schema"
import * as Source from "../../src/jobs/Source.js"

const accepts = (source: unknown) =>
  Schema.decodeUnknownEither(Source.Source, { onExcessProperty: "error" })(source)._tag === "Right"
const listing = { path: "/api/v2/x/{id}", items: "entities", record: {} }

describe("Source", () => {
  it("every way in which failures are told has its own necessary parts", () => {
    const whole: ReadonlyArray<Readonly<Record<string, unknown>>> = [
      { source: "pages", ...listing, total: "total", maxPageSize: 100 },
      { source: "cursor", ...listing, cursor: "cursor" },
      { source: "after", ...listing, after: "cursors.after" },
      { source: "nextUri", ...listing, nextUri: "nextUri" },
      { source: "document", ...listing },
      { source: "embedded", items: "errors", record: {} },
      { source: "download", url: "url", format: "csv", record: {} },
      { source: "none" }
    ]
    for (const source of whole) {
      assert.isTrue(accepts(source), JSON.stringify(source))
      for (const part of Object.keys(source)) {
        const { [part]: _, ...rest } = source
        assert.isFalse(accepts(rest), `${source["source"]} without ${part}`)
      }
    }
  })

  it("a path is one on the API host", () => {
    for (const path of ["api/v2/x", "https://host/x", "/x?y=1", "/x#y", "/x y", ""]) {
      assert.isFalse(accepts({ source: "document", ...listing, path }), path)
    }
  })

  it("a page has at least one record, a file at least one byte", () => {
    assert.isFalse(accepts({ source: "pages", ...listing, total: "total", maxPageSize: 0 }))
    assert.isFalse(accepts({ source: "download", url: "url", format: "json", record: {}, maxBytes: 0.5 }))
    assert.isFalse(accepts({ source: "download", url: "url", format: "xml", record: {} }))
  })
})
