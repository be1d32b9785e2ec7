import { assert, describe, it } from "@effect/vitest"
import * as FastCheck from "effect/FastCheck"
import * as Mrkdwn from "../../src/slack/Mrkdwn.js"
import * as PlainText from "../../src/text/PlainText.js"
import { hostile } from "../text/HostileText.js"

const max = FastCheck.integer({ min: 3, max: 60 })

describe("Mrkdwn", () => {
  it("S4 escapes three characters, once, and no others", () => {
    assert.strictEqual(
      Mrkdwn.escape(`a & b < c > "d" 'e' &lt;`, 100),
      `a &amp; b &lt; c &gt; "d" 'e' &amp;lt;`
    )
    assert.strictEqual(Mrkdwn.unescape("&amp;lt; &lt; &quot;"), "&lt; < &quot;")
  })

  it("S3 cuts before escaping, so that no entity is cut", () => {
    assert.strictEqual(Mrkdwn.escape("ab<<<<", 100), "ab&lt;&lt;&lt;&lt;")
    assert.strictEqual(Mrkdwn.escape("ab<<<<", 8), "ab&lt;…")
    assert.strictEqual(Mrkdwn.escape("ab<<<<", 6), "ab…")
    assert.strictEqual(Mrkdwn.escape("<", 4), "&lt;")
    assert.strictEqual(Mrkdwn.escape("<", 3), "…")
    assert.strictEqual(Mrkdwn.escape("<", 0), "")
    assert.strictEqual(Mrkdwn.escape("😀😀", 3), "😀…")
  })

  it("S4 lets words stand as they are, and puts into a code span what could mean anything", () => {
    for (const plain of ["245 of 1,000 records failed (24.5 %)", "12 min 5 s", "at least 3"]) {
      assert.strictEqual(Mrkdwn.words(plain, 100), plain)
    }
    assert.strictEqual(Mrkdwn.words("www.evil.example", 100), "`www.evil.example`")
    for (const text of ["*bold*", "_it_", "https://x", "<!here>", ":smile:", "a\nb", "", "x".repeat(101)]) {
      assert.match(Mrkdwn.words(text, 100), /^(?:`[^`]+`|\(empty\))$/, text)
    }
  })

  it("S4 closes every code span", () => {
    assert.strictEqual(Mrkdwn.code("a`b\n``<!here>`", 100), "`a'b ''&lt;!here&gt;'`")
    assert.strictEqual(Mrkdwn.code("abcdef", 6), "`abc…`")
    assert.strictEqual(Mrkdwn.code(" \u200b ", 10), "(empty)")
  })

  it("S3 S4 keeps lengths, entities and spans whole for any text", () => {
    FastCheck.assert(
      FastCheck.property(hostile, max, (text, max) => {
        const escaped = Mrkdwn.escape(text, max)
        const code = Mrkdwn.code(text, max)
        const literal = Mrkdwn.literal(text, max)
        assert.isAtMost(escaped.length, max)
        assert.isTrue(code.length <= max || code === "(empty)")
        assert.isAtMost(literal.length, max)
        assert.notMatch(escaped + code, /[<>]|&(?!(?:amp|lt|gt);)/)
        assert.match(code, /^(?:`[^`\n]+`|\(empty\))$/)
        assert.notMatch(escaped + code + literal, /\p{Cc}|\p{Surrogate}/u)
        assert.notMatch(literal, /<[!@#]|<[a-z]+:/i)
        const whole = PlainText.oneLine(text)
        if (!escaped.endsWith("…")) assert.strictEqual(Mrkdwn.unescape(escaped), whole)
      }),
      { numRuns: 500 }
    )
  })

  it("S4 defuses mentions and links in literal text, and nothing else", () => {
    assert.strictEqual(
      Mrkdwn.literal("<!here> <@U1> <#C1> <https://x|y> <mailto:a> <email> 1 < 2", 100),
      "‹!here> ‹@U1> ‹#C1> ‹https://x|y> ‹mailto:a> <email> 1 < 2"
    )
  })

  it("takes exactly one mention, by id", () => {
    for (const text of [
      "<!subteam^S0123ABCD>",
      "<!here>",
      "<!channel>",
      "<!everyone>",
      "<@U0123ABCD>",
      "<@W0123ABCD>"
    ]) {
      assert.isTrue(Mrkdwn.isMention(text), text)
    }
    for (const text of [
      "",
      "@here",
      "here",
      "<!subteam^team>",
      "<!subteam^S1|team>",
      "<!here> <!here>",
      "<!here>\n",
      "<@u1>",
      "<#C0123>",
      undefined
    ]) {
      assert.isFalse(Mrkdwn.isMention(text), text)
    }
  })
})
