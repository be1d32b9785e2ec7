import { assert, describe, it } from "@effect/vitest"
import * as FastCheck from "effect/FastCheck"
import * as Redaction from "../../src/text/Redaction.js"
import { hostile } from "./HostileText.js"

const masks = (cases: Record<string, string>) => {
  for (const [text, expected] of Object.entries(cases))
    assert.strictEqual(Redaction.redact(text), expected, text)
}

describe("Redaction", () => {
  it("S4 masks e-mail addresses", () => {
    masks({
      "Value 'jane.doe+x@mail.example.co.uk' is invalid.": "Value '<email>' is invalid.",
      "mailto:jane@example.com, <joe@localhost>": "mailto:<email>, <<email>>",
      "(o'brien@example.com&b)": "(<email>&b)",
      "u: jane%40example.com": "u: <email>",
      "jürgen@müller.example": "<email>",
      "sip:+13175551234@voip.example": "sip:<email>",
      '"jane doe"@example.com': "<email>",
      "jane@[192.168.0.1]": "<email>",
      "@here and a @ b": "@here and a @ b"
    })
  })

  it("S4 masks phone numbers and long runs of digits", () => {
    masks({
      "call +1 (317) 555-1234 now": "call <phone> now",
      "tel:+493012345678": "tel:<phone>",
      "030/1234567": "<phone>",
      "317.555.1234": "<phone>",
      // The longest number of ITU-T E.164 has 15 digits.
      "+49 30 12345 67890 1": "<phone>",
      "+49 30 12345 67890 12": "<number>",
      "card 4111 1111 1111 1111": "card <number>",
      "account 1234567": "account <number>",
      acct4111111111111111: "acct<number>",
      "1'234'567'890 or 12_345_678_901": "<number> or <number>",
      "1,234,567,890 and 1.234.567.890": "<number> and <number>",
      "1234567.89": "<number>",
      "123.456.789-09": "<phone>",
      "٠١٢٣٤٥٦٧": "<number>"
    })
  })

  it("keeps what a reader needs to find the record", () => {
    for (const text of [
      "123e4567-e89b-12d3-a456-426614174000",
      "12345678-1234-1234-1234-123456789012",
      "5f2b1c3d4e5f60718293a4b5",
      "d41d8cd98f00b204e9800998ecf8427e",
      "rec_0000123",
      "2026-11-22T20:04:00.123Z",
      "2026-11-22 20:04:00+01:00",
      "host 192.168.100.200.",
      "line 12 of 345",
      "HTTP 400, code 123456",
      "245 of 10,000",
      "21.11.2026 10:00:00",
      "11/21/2026, 10:00 to 12-11-2026",
      "12.11.2026-15.11.2026",
      "2026/11/21",
      "1.234.567,89",
      "1.000.000 of 2.000.000, 1,000,000",
      "52.520008, -13.404954"
    ]) {
      assert.strictEqual(Redaction.redact(text), text)
    }
  })

  it("S4 masks addresses that cling to one another once and for all", () => {
    const once = Redaction.redact("VALIDATION_ERROR@everyone__proto__@everyone")
    assert.strictEqual(Redaction.redact(once), once)
    assert.strictEqual(Redaction.redact("Write to jane@example.com."), "Write to <email>.")
  })

  it("is idempotent, and leaves no address and no seven digits in a row outside identifiers", () => {
    FastCheck.assert(
      FastCheck.property(hostile, (text) => {
        const once = Redaction.redact(text)
        assert.strictEqual(Redaction.redact(once), once)
        assert.notInclude(once, "jane.doe@example.com")
        assert.notMatch(once, /(?<![\p{L}\p{N}_])\d{7}/u)
      }),
      { numRuns: 500 }
    )
  })

  it("takes linear time on text made to be slow", () => {
    const size = 200_000
    for (const seed of [
      "a",
      "a'",
      "a@",
      "%40",
      "a%40",
      '"',
      '"a',
      "1 ",
      "1",
      "+",
      "(1",
      "1-",
      "a.",
      "1.1.",
      "0123456789abcde",
      "0a-",
      "@"
    ]) {
      Redaction.redact(seed.repeat(size))
    }
  })
})
