import { execFile } from "node:child_process"
import { createHash } from "node:crypto"
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"
import { assert, describe, expect, it } from "@effect/vitest"
import * as FastCheck from "effect/FastCheck"
import type * as Chart from "../../src/report/Chart.js"
import * as Html from "../../src/report/Html.js"
import * as Page from "../../src/report/Page.js"
import * as Tally from "../../src/report/Tally.js"
import * as Reports from "./Reports.js"

const readings: ReadonlyArray<Chart.Point> = Array.from({ length: 25 }, (_, index) => ({
  at: index * 30_000,
  progress: 1 - (1 - index / 24) ** 1.5,
  errors: Math.round((245 * index ** 2) / 24 ** 2)
}))
const series = () => readings

const browser = [
  process.env["CHROMIUM"],
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
].find((path) => path !== undefined && existsSync(path))

const opened = async (html: string): Promise<string> => {
  const folder = mkdtempSync(join(tmpdir(), "genesys-jobs-html-"))
  try {
    const file = join(folder, "report.html")
    writeFileSync(file, html)
    const flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    const own = [`--user-data-dir=${join(folder, "profile")}`, "--virtual-time-budget=2000", "--dump-dom"]
    const { stdout } = await promisify(execFile)(browser ?? "", [...flags, ...own, `file://${file}`], {
      maxBuffer: 20_000_000
    })
    return stdout
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  }
}

/** The partial report after somebody has typed into its search. */
const searched = (typed: string): Promise<string> =>
  opened(
    Html.render(Reports.partial)
      // The page's policy would keep a second script from running.
      .replace(/<meta http-equiv[^>]*>/, "")
      .replace(
        "</body>",
        `<script>
          const input = document.querySelector("input");
          input.value = ${JSON.stringify(typed)};
          input.dispatchEvent(new Event("input"));
        </script></body>`
      )
  )

const digest = (text: string) => `sha256-${createHash("sha256").update(text).digest("base64")}`

// What a browser would take for markup: every tag and what it carries.
const tags = (html: string) =>
  html.replace(/<(style|script)>[\s\S]*?<\/\1>/g, "").match(/<\/?[a-zA-Z!][^>]*>/g) ?? []

const ownTag =
  /^<\/?(?:!DOCTYPE|html|head|meta|title|body|header|main|nav|section|footer|h[1-3]|p|span|bdi|strong|code|dl|dt|dd|div|table|caption|thead|tbody|tr|th|td|ul|li|a|details|wbr|summary|label|input|output|svg|desc|text|rect|line|polyline)(?: [a-zA-Z-]+(?:="[^"<>]*")?)*>$/

describe("Html", () => {
  for (const [name, report] of Object.entries(Reports.all)) {
    it(`${name}: looks as it was looked at`, async () => {
      const html = Html.render(report, name === "partial" ? { series } : {})
      await expect(html).toMatchFileSnapshot(`golden/${name}.html`)
    })
  }

  it("has no markup but its own, whatever came from outside", () => {
    FastCheck.assert(
      FastCheck.property(Reports.anyReport, (report) => {
        for (const tag of tags(Html.render(report).replaceAll("/>", ">"))) {
          assert.match(tag, ownTag)
          assert.notMatch(tag, / on[a-z]+=|javascript:|https?:/i)
        }
      })
    )
  })

  it("loads nothing, and admits its own style and script alone", () => {
    const html = Html.render(Reports.partial)
    assert.notMatch(html, /<(?:link|img|iframe|object|embed)|url\(|@import| src=/)
    assert.include(html, `style-src '${digest(Page.style)}'; script-src '${digest(Page.script)}'`)
    assert.include(html, `<style>${Page.style}</style>`)
    assert.include(html, `<script>${Page.script}</script>`)
  })

  it("is accessible: language, one first heading, none skipped, captions, scopes, names of charts and fields", () => {
    for (const report of Object.values(Reports.all)) {
      const html = Html.render(report, { series })
      const levels = (html.match(/<h[1-6]/g) ?? []).map((tag) => Number(tag.at(-1)))
      assert.match(html, /<html lang="en">/)
      assert.strictEqual(levels.filter((level) => level === 1).length, 1)
      levels.forEach((level, index) => {
        assert.isAtMost(level, (levels[index - 1] ?? 0) + 1)
      })
      assert.strictEqual(html.match(/<table/g)?.length, html.match(/<caption>/g)?.length)
      assert.notMatch(html, /<th(?! scope| ?ead)/)
      for (const [, ids = ""] of html.matchAll(/aria-labelledby="([^"]+)"/g)) {
        for (const id of ids.split(" ")) assert.include(html, `id="${id}"`)
      }
      for (const [, id = ""] of html.matchAll(/<input [^>]*id="([^"]+)"/g)) {
        assert.include(html, `<label for="${id}">`)
      }
      const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
      assert.strictEqual(new Set(ids).size, ids.length)
    }
  })

  it("has enough contrast in light and in dark: 4.5 to 1 for every colour of text on every ground", () => {
    const channel = (value: number) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
    const luminance = (colour: string) => {
      const full = colour.length === 4 ? colour.replace(/[0-9a-f]/g, "$&$&") : colour
      const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) =>
        channel(Number.parseInt(full.slice(at, at + 2), 16) / 255)
      )
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
    const schemes = [...Page.style.matchAll(/:root\{([^}]*)\}/g)].map(([, rules = ""]) =>
      Object.fromEntries(
        [...rules.matchAll(/--(\w+):(#[0-9a-f]+)/g)].map(([, name = "", colour = ""]) => [name, colour])
      )
    )
    assert.strictEqual(schemes.length, 3)
    for (const scheme of schemes) {
      for (const ground of ["ground", "soft"]) {
        for (const text of ["text", "faint", "bar", "good", "warning", "bad"]) {
          const [dark = 0, light = 0] = [scheme[ground], scheme[text]]
            .map((colour) => luminance(colour ?? ""))
            .sort((left, right) => left - right)
          assert.isAtLeast((light + 0.05) / (dark + 0.05), 4.5, `${text} on ${ground}`)
        }
      }
    }
  })

  it("lets a code break between its words, and a long word after sixteen characters", () => {
    const long = "a".repeat(20)
    const codes = [`VALIDATION_ERROR.${long}`, "__x__", "😀".repeat(17)]
    const tally = codes.reduce((all, code) => Tally.add(all, Reports.failure(code, "m")), Tally.empty())
    const failures = Tally.summary(tally, { complete: true, errors: 3 })
    const html = Html.render({
      ...Reports.clean,
      jobs: Reports.clean.jobs.map((job) => ({ ...job, failures }))
    })
    assert.include(html, `<bdi>VALIDATION_<wbr>ERROR.<wbr>${"a".repeat(16)}<wbr>aaaa</bdi>`)
    assert.include(html, "<bdi>__<wbr>x__</bdi>")
    assert.include(html, `${"😀".repeat(16)}<wbr>😀`)
  })

  const where = browser ?? "Chromium: SKIPPED, no browser found; name one in CHROMIUM"
  const inBrowser = it.skipIf(browser === undefined)

  inBrowser(`opens in ${where}`, { timeout: 60_000 }, async () => {
    const page = await opened(Html.render(Reports.hostile))
    // The script ran under the page's policy: it alone shows the search. Nothing else ran or broke out.
    assert.match(page, /<div class="search"[^>]*role="search">/)
    assert.notMatch(page, /<div class="search"[^>]* hidden/)
    assert.strictEqual(page.match(/<script/g)?.length, 1)
    assert.strictEqual(page.match(/<img|<b>|<i>/g), null)
    assert.strictEqual(page.match(/<section/g)?.length, 2)
  })

  inBrowser(`searches codes and messages in ${where}`, { timeout: 60_000 }, async () => {
    const page = await searched(" PHONE ")
    assert.match(page, /<output[^>]*>1 of 4 codes<\/output>/)
    assert.strictEqual(page.match(/<tbody hidden/g)?.length, 3)
    assert.match(page, /<tbody><tr><th scope="row" class="code"><bdi>VALIDATION_<wbr>ERROR/)
  })

  inBrowser(`opens the examples in which it found something, in ${where}`, { timeout: 60_000 }, async () => {
    const page = await searched("rec_007")
    assert.match(page, /<output[^>]*>1 of 4 codes<\/output>/)
    assert.strictEqual(page.match(/<details open/g)?.length, 1)
  })
})
