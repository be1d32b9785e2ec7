import { assert, describe, it } from "@effect/vitest"
import * as FastCheck from "effect/FastCheck"
import * as Markup from "../../src/report/Markup.js"
import { hostile } from "../text/HostileText.js"

describe("Markup", () => {
  it("leaves no character that opens markup, ends an attribute or is illegal in XML 1.0", () => {
    FastCheck.assert(
      FastCheck.property(hostile, (text) => {
        const escaped = Markup.escape(text)
        assert.notMatch(escaped, /[<>"']|&(?!(?:amp|lt|gt|quot|#39);)/)
        assert.notMatch(escaped, /(?![\t\n\r])[\p{Cc}\p{Surrogate}\ufffe\uffff]/u)
      })
    )
  })

  it("escapes once", () =>
    assert.strictEqual(
      Markup.escape(`<a b="c" d='e'>&amp;`),
      "&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;amp;"
    ))
})
