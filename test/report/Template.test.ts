import { assert, describe, it } from "@effect/vitest"
import * as FastCheck from "effect/FastCheck"
import * as Secrets from "../../src/genesys/Secrets.js"
import * as Template from "../../src/report/Template.js"
import * as PlainText from "../../src/text/PlainText.js"
import { hostile } from "../text/HostileText.js"

const cases: ReadonlyArray<readonly [message: string, template: string]> = [
  ["Field 'email' contains invalid format", "Field 'email' contains invalid format"],
  ["Field 'address.line2' or `custom_1` is empty", "Field 'address.line2' or `custom_1` is empty"],
  ["Contact 12345 not found", "Contact <number> not found"],
  ["rec_001 failed, address2 stays", "rec_<number> failed, address2 stays"],
  [
    "no E.164, ISO-8601 or ISO 3166-2; SHA256, HTTP/1.1, UTF-8, TLS 1.2, RFC 2822, X.509 and ISO-12",
    "no E.164, ISO-8601 or ISO 3166-2; SHA256, HTTP/1.1, UTF-8, TLS 1.2, RFC 2822, X.509 and ISO-<number>"
  ],
  ["user jane.doe+x@example.co.uk can't be added", "user <email> can't be added"],
  ["Contact françois.garcía@müller.example or jane&co@x.com", "Contact <email> or <email>"],
  ["see https://api.example.com/v2/x?y=1&z=2.", "see <url>."],
  ["id 3F2504E0-4F89-11D3-9A0C-0305E82C3301 is gone", "id <uuid> is gone"],
  ["from 10.0.0.1:443 or 2001:db8::1", "from <ip> or <ip>"],
  ["at 2026-11-22T20:01:02.123Z", "at <date>"],
  ["on 11/22/2026 or Tue, 03 Mar 2026 10:00:00 GMT", "on <date> or <date>"],
  [
    "at Sat Nov 21 10:00:00 UTC 2026 or Sat Nov 21 2026 10:00:00 GMT+0100 (Central European Standard Time)",
    "at <date> or <date>"
  ],
  ["closed at 12:30:45", "closed at <time>"],
  ["after 30s, 1,500 ms and 2 minutes; PT30S", "after <duration>, <duration> and <duration>; <duration>"],
  ["after 1.5 s, 3 h or 5 m", "after <duration>, <duration> or <number> m"],
  [
    "call +13175551234, +49 30 1234567, +1 (317) 555-1234, +49 (0)30 1234567, (317) 555-1234 or 317-555-1234",
    "call <phone>, <phone>, <phone>, <phone>, <phone> or <phone>"
  ],
  ["+1,234 of 10-20-3000, +5 1", "<number> of <number>-<number>-<number>, <number> <number>"],
  ["hash a94a8fe5ccb19ba61c4c0873d391e987982fbcd3 or 0xff", "hash <hex> or <hex>"],
  ["value -5.25 of [17] (3)", "value <number> of [<number>] (<number>)"],
  ["value 'Jane Doe' or \"a-b\" or “x y”", "value '<string>' or \"<string>\" or “<string>”"],
  ["value 'jane@example.com' and '42'", "value '<email>' and '<number>'"],
  ["hash 00000000000d after 30d", "hash <hex> after <duration>"],
  ["object '507f1f77bcf86cd799439011'", "object '<hex>'"],
  ["object 'a07f1f77bcf86cd799439011' of 'facade123'", "object '<hex>' of 'facade123'"],
  ["name 'O'Brien' isn't allowed", "name '<string>' isn't allowed"],
  ['empty "" then "two words"', 'empty "" then "<string>"'],
  ["Field 'First Name' is required", "Field 'First Name' is required"],
  ["The 'Nom de famille' field is empty", "The 'Nom de famille' field is empty"],
  [
    "Columns 'phone-number', 'address[0].street' and \"contact/email\" differ",
    "Columns 'phone-number', 'address[0].street' and \"contact/email\" differ"
  ],
  ["Attribut »Straße«, property: `$.contact.email`", "Attribut »Straße«, property: `$.contact.email`"],
  ["項目「電話番号」は必須です", "項目「電話番号」は必須です"],
  ["Field '4111 1111 1111' or 'user 123456'", "Field '<string>' or '<string>'"],
  ["User 'jsmith' not found", "User '<string>' not found"],
  ["Value 'Berlin' is too long for field 'Ort'", "Value '<string>' is too long for field 'Ort'"],
  ["»Jane Doe« or 「ジェーン」", "»<string>« or 「<string>」"],
  ["two\r\nlines\u001b[31m red", "two lines red"],
  ["", ""]
]

const word = FastCheck.constantFrom("Contact", "for", "is", "invalid:", "(see)", "in", "=", "can't", "row")
const digits = FastCheck.integer({ min: 0, max: 1e9 }).map(String)
const hexDigit = FastCheck.constantFrom(..."0123456789abcdef")
const values: Readonly<Record<string, FastCheck.Arbitrary<string>>> = {
  email: FastCheck.emailAddress().filter((text) => /^[\w.+%-]{1,60}@/.test(text)),
  url: FastCheck.webUrl().filter((text) => !/'|[.,;:!?)\]]$/.test(text)),
  uuid: FastCheck.uuid(),
  ip: FastCheck.ipV4(),
  date: FastCheck.date({
    min: new Date("1990-01-01"),
    max: new Date("2090-01-01"),
    noInvalidDate: true
  }).map((date) => date.toISOString()),
  hex: FastCheck.array(hexDigit, { minLength: 12, maxLength: 64 })
    .map((parts) => parts.join(""))
    .filter((text) => /\d/.test(text) && /[a-f]/.test(text)),
  number: digits
}

describe("Template", () => {
  for (const [message, expected] of cases) {
    it(`F5 ${JSON.stringify(message)}`, () => assert.strictEqual(Template.template(message), expected))
  }

  for (const [kind, value] of Object.entries(values)) {
    it(`F5 gives messages that differ in one ${kind} one template`, () => {
      FastCheck.assert(
        FastCheck.property(word, word, value, value, (before, after, one, two) => {
          const of = (text: string) => Template.template(`${before} ${text} ${after}`)
          assert.strictEqual(of(one), of(two))
          assert.include(of(one), `<${kind}>`)
        })
      )
    })
  }

  it("F5 keeps quoted names of fields, so that different fields stay apart", () => {
    const name = FastCheck.stringMatching(/^[A-Za-z_][A-Za-z0-9_.]{0,14}$/)
    const quote = FastCheck.constantFrom("''", '""', "``", "“”")
    FastCheck.assert(
      FastCheck.property(name, quote, digits, (field, [open = "", close = ""], number) => {
        assert.strictEqual(
          Template.template(`Field ${open}${field}${close} has ${number} errors`),
          `Field ${open}${field}${close} has <number> errors`
        )
      })
    )
  })

  it("S4 F5 leaves no letter beside an address: no part of a name stays behind", () => {
    const name = FastCheck.stringMatching(/^[a-zà-žа-я漢字0-9.!#$&*+/=?^_{|}~'’-]{1,12}$/u)
    FastCheck.assert(
      FastCheck.property(
        word,
        name,
        name,
        FastCheck.constantFrom("x.com", "müller.de", "例え.jp"),
        (before, one, two, host) => {
          const template = Template.template(`${before} ${one}a${two}b@${host} is taken`)
          assert.include(template, "<email>")
          assert.notMatch(template, /\p{L}<email>|<email>\p{L}/u)
        }
      )
    )
  })

  it("F5 C2 remembers no shape of a message whose other digits would be something else", () => {
    const pairs = [
      ["jane%\u200b41example.com", "jane%\u200b40example.com"],
      ["E\u200b.165", "E\u200b.164"],
      ["T\u200bLS 7.2", "T\u200bLS 1.2"],
      ["a 7\u001b[0mxff b", "a 0\u001b[0mxff b"]
    ] as const
    for (const [first, second] of pairs) {
      const remembering = Template.remembering()
      remembering(first)
      assert.strictEqual(remembering(second), Template.template(second))
    }
    const scrub = Secrets.scrubber(["client-secret-2024"])
    const remembering = Template.remembering(scrub)
    assert.strictEqual(remembering("client-secret-2023 expired"), "client-secret-<number> expired")
    assert.strictEqual(remembering("client-secret-2024 expired"), "<secret> expired")
  })

  it("F5 remembers shapes of messages, and that changes no template", () => {
    const piece = FastCheck.oneof(
      word,
      digits,
      ...Object.values(values),
      FastCheck.constantFrom(
        "'phone'",
        "'First Name'",
        "field",
        "user",
        "line2",
        "E.164",
        "E.165",
        "HTTP/1.1",
        "HTTP/7.7",
        "X.509",
        "TLS 1.2",
        "jane%40example.com",
        "jane%41example.com"
      ),
      FastCheck.constantFrom(
        "0x1f",
        "7x1f",
        "0.5",
        "7.7 s",
        "30s",
        "12:30",
        "2026-11-22",
        "+13175551234",
        "ISO-8601",
        "rec_001"
      )
    )
    const message = FastCheck.array(piece, { minLength: 1, maxLength: 6 }).map((pieces) => pieces.join(" "))
    const other = FastCheck.func(FastCheck.integer({ min: 0, max: 9 }))
    FastCheck.assert(
      FastCheck.property(
        FastCheck.array(FastCheck.oneof(message, hostile), { minLength: 1, maxLength: 12 }),
        other,
        (messages, of) => {
          const remembering = Template.remembering()
          // Each message again with other digits: of one shape with the first one.
          const turned = messages.map((text) => text.replace(/[0-9]/g, (digit, at) => String(of(digit, at))))
          for (const text of [...messages, ...turned, ...messages]) {
            assert.strictEqual(remembering(text), Template.template(text))
          }
        }
      ),
      { numRuns: 300 }
    )
  })

  it("F5 is bounded, neutral and on one line, whatever the message", () => {
    FastCheck.assert(
      FastCheck.property(hostile, (message) => {
        const template = Template.template(message)
        assert.isAtMost([...template].length, Template.maxLength)
        assert.strictEqual(PlainText.oneLine(template), template)
      })
    )
  })

  it("F5 looks at a bounded part of a message: what follows changes nothing", () => {
    FastCheck.assert(
      FastCheck.property(hostile, hostile, (message, tail) => {
        const long = message.padEnd(Template.maxMessageLength, "ab ")
        assert.strictEqual(Template.bounded(long + tail).length <= Template.maxMessageLength, true)
        assert.strictEqual(Template.template(`${long}x${tail}`), Template.template(`${long}x`))
      })
    )
  })

  it("F5 ends at once on what makes regular expressions backtrack", () => {
    const units = [
      "a",
      "1",
      "'",
      "'a",
      "a'",
      '"',
      "<",
      "@",
      "a@",
      "a.",
      "1.",
      "1:",
      "a:",
      "://",
      "a://.",
      "-",
      "f-",
      "0f",
      " "
    ]
    const pairs = units.flatMap((left) => units.map((right) => left + right))
    for (const unit of [...units, ...pairs]) {
      const attack = unit.repeat(Math.ceil(Template.maxMessageLength / unit.length))
      for (const end of ["", "!", "é", "'", '"x']) Template.template(attack.slice(0, -2) + end)
    }
  })

  it("F5 keeps nothing of a long message alive but its beginning", () => {
    const message = `${"x".repeat(998)}😀 end`
    assert.strictEqual(Template.bounded(message), `${"x".repeat(998)}😀`)
    assert.strictEqual(Template.bounded(`x${message}`), `${"x".repeat(999)}`)
  })
})
