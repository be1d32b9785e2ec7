import { lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as ReportFiles from "../../src/cli/ReportFiles.js"
import * as Csv from "../../src/report/Csv.js"
import * as Html from "../../src/report/Html.js"
import * as Json from "../../src/report/Json.js"
import * as Junit from "../../src/report/Junit.js"
import * as Markdown from "../../src/report/Markdown.js"
import * as Reports from "../report/Reports.js"
import * as Recording from "./Recording.js"

describe("ReportFiles", () => {
  it.effect("O3 the extension decides the form, in any case", () =>
    Effect.gen(function* () {
      const cwd = Recording.folder()
      const beside = { failuresFile: "failed.csv", series: () => [{ at: 0, progress: 0.5, errors: 0 }] }
      const expected = {
        "r.json": Json.render(Reports.partial),
        "r.md": Markdown.render(Reports.partial, beside),
        // With the mark by which a spreadsheet knows UTF-8.
        "r.csv": `\ufeff${Csv.render(Reports.partial)}`,
        "r.HTML": Html.render(Reports.partial, beside),
        "r.xml": Junit.render(Reports.partial)
      }
      const paths = Object.keys(expected)
      const written = yield* ReportFiles.write(Reports.partial, paths, cwd, beside)
      assert.deepStrictEqual(written, { paths, faults: [] })
      for (const [name, text] of Object.entries(expected)) {
        assert.strictEqual(readFileSync(join(cwd, name), "utf8"), text, name)
      }
      assert.deepStrictEqual(readdirSync(cwd).sort(), [...paths].sort())
    })
  )

  it.effect("O1 a link stays, and what it names is replaced", () =>
    Effect.gen(function* () {
      const cwd = Recording.folder()
      writeFileSync(join(cwd, "of-today.json"), "old")
      symlinkSync("of-today.json", join(cwd, "latest.json"))
      yield* ReportFiles.write(Reports.clean, ["latest.json"], cwd)
      assert.isTrue(lstatSync(join(cwd, "latest.json")).isSymbolicLink())
      assert.strictEqual(readFileSync(join(cwd, "of-today.json"), "utf8"), Json.render(Reports.clean))
    })
  )

  it.effect("O1 a file that cannot be written does not stop the others, and leaves nothing behind", () =>
    Effect.gen(function* () {
      const cwd = Recording.folder()
      mkdirSync(join(cwd, "folder.md"))
      const written = yield* ReportFiles.write(
        Reports.clean,
        ["gone/r.json", "folder.md", "kept.md", "kept.json"],
        cwd
      )
      assert.deepStrictEqual(written.paths, ["kept.md", "kept.json"])
      assert.deepStrictEqual(
        written.faults.map(({ what }) => what),
        ["The report could not be written to gone/r.json.", "The report could not be written to folder.md."]
      )
      assert.deepStrictEqual(readdirSync(cwd).sort(), ["folder.md", "kept.json", "kept.md"])
    })
  )

  it("C1 what would go wrong after hours is found before", () => {
    const cwd = Recording.folder()
    mkdirSync(join(cwd, "there.md"))
    const check = (...paths: ReadonlyArray<string>) =>
      ReportFiles.check("report", paths, cwd).map(({ what }) => what)
    assert.deepStrictEqual(check("a.json", "b.MD", "c.csv", "d.html", "e.xml"), [])
    assert.deepStrictEqual(check(), [])
    assert.match(check("a.pdf")[0] ?? "", /^--report a\.pdf has an extension/)
    assert.match(check("gone/a.json")[0] ?? "", /there is no folder/)
    assert.match(check("there.md")[0] ?? "", /is a folder/)
    symlinkSync("loop.md", join(cwd, "loop.md"))
    assert.match(check("loop.md")[0] ?? "", /is a link that leads to itself/)
    symlinkSync("/dev/null", join(cwd, "null.md"))
    assert.match(check("null.md")[0] ?? "", /is no file, and would be replaced by one/)
    assert.strictEqual(check("a", "gone/b.pdf").length, 3)
    assert.strictEqual(ReportFiles.check("failures", ["f.md"], cwd, [".csv"]).length, 1)
  })
})
