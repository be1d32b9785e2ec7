import { assert, describe, it } from "@effect/vitest"
import * as FastCheck from "effect/FastCheck"
import * as PlainText from "../../src/text/PlainText.js"
import { hostile } from "./HostileText.js"

const escape = "\u001b"

const codePoints = (text: string): number => [...text].length

describe("PlainText", () => {
  it("S4 removes ANSI escapes, control characters and direction controls", () => {
    assert.strictEqual(PlainText.neutral(`${escape}[31mred${escape}[0m`), "red")
    assert.strictEqual(
      PlainText.neutral(`a${escape}]8;;https://evil.example${escape}\\link${escape}]8;;\u0007b`),
      "alinkb"
    )
    assert.strictEqual(PlainText.neutral(`\u009b1;31mred\u0000\u0007\u007f\u0090`), "red")
    assert.strictEqual(PlainText.neutral("user\u202egnp.exe\u2066\u2069\u200f"), "usergnp.exe")
    assert.strictEqual(PlainText.neutral("pay\u200bpal\ufeff\u00ad\u{e0041}\u3164"), "paypal")
  })

  it("S4 replaces lone surrogates and keeps pairs", () => {
    assert.strictEqual(PlainText.neutral("a\ud800b\udc00c"), "a\ufffdb\ufffdc")
    assert.strictEqual(PlainText.neutral("\ud83d\u200b\ude00"), "\ufffd\ufffd")
    assert.strictEqual(PlainText.neutral("ok 😀"), "ok 😀")
  })

  it("loses no text to an escape sequence that never ends", () => {
    assert.strictEqual(
      PlainText.neutral(`before ${escape}]0;title and the message`),
      "before 0;title and the message"
    )
  })

  it("keeps joiners where scripts and emoji need them and nowhere else", () => {
    assert.strictEqual(
      PlainText.neutral("👩\u200d💻 ❤\ufe0f می\u200cخواهم"),
      "👩\u200d💻 ❤\ufe0f می\u200cخواهم"
    )
    assert.strictEqual(PlainText.neutral("ad\u200dmin\u200c"), "admin")
  })

  it("makes one line of many", () => {
    assert.strictEqual(PlainText.oneLine("  a\r\n\tb\u2028c\u00a0 d\u0085e \n"), "a b c d e")
  })

  it("cuts by code point, with an ellipsis as the last one", () => {
    assert.strictEqual(PlainText.truncate("abcdef", 6), "abcdef")
    assert.strictEqual(PlainText.truncate("abcdef", 5), "abcd…")
    assert.strictEqual(PlainText.truncate("😀😀😀", 3), "😀😀😀")
    assert.strictEqual(PlainText.truncate("😀😀😀", 2), "😀…")
    assert.strictEqual(PlainText.truncate("abc", 0), "")
    assert.strictEqual(PlainText.truncate("abc", 1), "…")
  })

  it("does not cut between a character and its accent or joiner", () => {
    assert.strictEqual(PlainText.truncate("abe\u0301def", 4), "ab…")
    assert.strictEqual(PlainText.truncate("a👩\u200d💻bc", 4), "a…")
    assert.strictEqual(PlainText.truncate("a👍🏽bc", 3), "a…")
    assert.strictEqual(codePoints(PlainText.truncate(`e${"\u0301".repeat(100)}`, 50)), 34)
  })

  it("removes code points that stand for no character and that XML refuses", () => {
    assert.strictEqual(PlainText.neutral("a\ufffeb\uffffc\ufdd0d\u{1ffff}e"), "abcde")
  })

  it("is idempotent, well formed and free of control characters for any text", () => {
    FastCheck.assert(
      FastCheck.property(hostile, (text) => {
        const once = PlainText.neutral(text)
        assert.strictEqual(PlainText.neutral(once), once)
        assert.notMatch(once, /(?![\n\t])[\p{Cc}\p{Surrogate}\u202a-\u202e\u2066-\u2069\u200b]/u)
        assert.notMatch(PlainText.oneLine(text), /[\n\t]|^\s|\s$/)
      }),
      { numRuns: 500 }
    )
  })

  it("never exceeds the maximum and never breaks a pair for any text", () => {
    FastCheck.assert(
      FastCheck.property(hostile, FastCheck.integer({ min: 0, max: 40 }), (text, max) => {
        const whole = PlainText.neutral(text)
        const cut = PlainText.truncate(whole, max)
        assert.isAtMost(codePoints(cut), max)
        assert.notMatch(cut, /\p{Surrogate}/u)
        if (codePoints(whole) <= max) assert.strictEqual(cut, whole)
        else if (max > 0) assert.isTrue(cut.endsWith("…") && whole.startsWith(cut.slice(0, -1)))
      }),
      { numRuns: 500 }
    )
  })

  it("takes linear time on text made to be slow", () => {
    const size = 300_000
    const seeds = [
      escape,
      `${escape}]`,
      `${escape}[`,
      "\u0090",
      "\u200d",
      "é\u200d",
      "\ud800",
      " ",
      "\r",
      "e\u0301",
      `${escape}P0`
    ]
    for (const seed of seeds) {
      const text = seed.repeat(size)
      assert.isAtMost(codePoints(PlainText.truncate(PlainText.oneLine(text), 100)), 100)
    }
  })
})
