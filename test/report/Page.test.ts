import { assert, describe, it } from "@effect/vitest"
import * as Page from "../../src/report/Page.js"

describe("Page", () => {
  it("is a complete document that forbids everything but its own style and script", () => {
    const html = Page.page("A <b> title", "<main></main>")
    assert.match(html, /^<!DOCTYPE html>\n<html lang="en">/)
    assert.include(html, "<title>A &lt;b&gt; title</title>")
    assert.match(
      html,
      /content="default-src 'none'; style-src 'sha256-[^']+'; script-src 'sha256-[^']+'; base-uri 'none'; form-action 'none'"/
    )
    assert.isBelow(html.indexOf("Content-Security-Policy"), html.indexOf("<style>"))
  })

  it("has a style for dark and for paper", () => {
    assert.include(Page.style, "@media (prefers-color-scheme:dark)")
    assert.include(Page.style, "@media print")
  })
})
