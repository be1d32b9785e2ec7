import { assert, describe, it } from "@effect/vitest"
import * as FastCheck from "effect/FastCheck"
import * as EmailAddress from "../../src/text/EmailAddress.js"
import { hostile } from "./HostileText.js"

describe("EmailAddress", () => {
  it("S4 masks addresses of any script, whole", () => {
    for (const [text, expected] of [
      ["Write to jane.doe+x@mail.example.co.uk.", "Write to <email>."],
      ["Contact françois@x.com exists", "Contact <email> exists"],
      ["josé.garcía@müller.example, 山田@例え.jp", "<email>, <email>"],
      ["jane&co@x.com a=b@x.com j/d@x.com #1@x.com", "<email> <email> <email> #<email>"],
      ["o'brien@x.com, o’brien@x.com, 'jane@x.com'", "<email>, <email>, '<email>'"],
      ["gal·la@x.com anne‐marie@x.com", "<email> <email>"],
      ["jane%40x.com jane＠x.com", "<email> <email>"],
      ['"jane doe"@x.com jane@[192.168.0.1]', "<email> <email>"],
      ["mailto:jane@x.com (joe@localhost) {a@b.c}", "mailto:<email> (<email>) {<email>}"],
      ["/users/jane@x.com?x=1", "/<email>?x=1"],
      ["a@b'c@d l'1@x.com", "<email>@d l'<email>"],
      ["@here and a @ b", "@here and a @ b"]
    ] as const) {
      assert.strictEqual(EmailAddress.mask(text), expected)
    }
  })

  it("S4 takes what clings to an address and to a further one, also in quotes", () => {
    for (const after of ['" "@A', 'b" "@A', "b@A"]) {
      const masked = EmailAddress.mask(`jane.doe@example.com${after}`)
      assert.strictEqual(masked, "<email>@A")
      assert.strictEqual(EmailAddress.mask(masked), masked)
    }
    for (const text of [
      '""x"@a"@a',
      'Name "John "x"@y.de "@z',
      `"${"x ".repeat(25)}jane.doe@example.com "@b`
    ]) {
      const masked = EmailAddress.mask(text)
      assert.include(masked, "<email>")
      assert.strictEqual(EmailAddress.mask(masked), masked)
    }
  })

  it("S4 leaves no letter beside a masked address, and changes nothing when it is done again", () => {
    FastCheck.assert(
      FastCheck.property(hostile, hostile, (before, after) => {
        const masked = EmailAddress.mask(`${before}jane.doe@example.com${after}`)
        assert.notInclude(masked, "jane.doe@example.com")
        assert.notMatch(masked, /[\p{L}\p{N}]<email>|<email>\p{L}/u)
        assert.strictEqual(EmailAddress.mask(masked), masked)
      }),
      { numRuns: 500 }
    )
  })

  it("S4 masks the same, whether or not there is anything beyond ASCII around", () => {
    const text = FastCheck.stringMatching(/^[ab1@."'%40/=_ -]{0,30}$/)
    FastCheck.assert(
      FastCheck.property(text, (text) => {
        assert.strictEqual(EmailAddress.mask(`${text} é`), `${EmailAddress.mask(text)} é`)
        assert.strictEqual(EmailAddress.mask(`＠ ${text}`), `＠ ${EmailAddress.mask(text)}`)
      }),
      { numRuns: 500 }
    )
  })

  it("takes linear time on text made to be slow", () => {
    for (const seed of [
      "a",
      "a'",
      "a@",
      "%40",
      "a%40",
      '"',
      '"a',
      "é",
      "é@",
      "a@b.",
      "a@b-",
      "a@b'",
      "a@[1",
      "/",
      "@",
      "a "
    ]) {
      EmailAddress.mask(seed.repeat(200_000))
    }
  })
})
