import * as FastCheck from "effect/FastCheck"

const fragments = [
  "<!channel>",
  "<!here|x>",
  "<@U0123ABCD>",
  "<#C0123>",
  "<!subteam^S0123ABC>",
  "<https://evil.example|click>",
  "https://evil.example/?a=b&c=d",
  "&lt;!here&gt;",
  "&amp;amp;",
  "<",
  ">",
  "&",
  "`",
  "```",
  "\n```\n<!channel>",
  "*bold* _it_ ~no~",
  ":smile:",
  "@everyone",
  "\u001b[31m",
  "\u001b]8;;http://evil.example\u0007",
  "\u001b",
  "\u009b",
  "\u0000",
  "\r\n",
  "\t",
  "\u2028",
  "\u202e",
  "\u2066",
  "\u200b",
  "\u200d",
  "\ufeff",
  "\ud83d",
  "\ude00",
  "😀",
  "👩\u200d💻",
  "👍🏽",
  "e\u0301\u0301",
  "漢字",
  "שלום",
  "مرحبا",
  "jane.doe@example.com",
  "+49 30 1234567",
  "4111111111111111",
  '"',
  "\\",
  "\\u0000",
  "__proto__",
  "=cmd|' /C calc'!A0",
  "VALIDATION_ERROR",
  "Field 'email' contains invalid format"
]

/** Text that attacks: mentions, links, fences, escapes, broken surrogates, long runs, several scripts. */
export const hostile: FastCheck.Arbitrary<string> = FastCheck.oneof(
  {
    weight: 4,
    arbitrary: FastCheck.array(FastCheck.constantFrom(...fragments), { maxLength: 12 }).map((parts) =>
      parts.join("")
    )
  },
  { weight: 2, arbitrary: FastCheck.string({ unit: "binary", maxLength: 60 }) },
  {
    weight: 2,
    arbitrary: FastCheck.array(FastCheck.oneof(FastCheck.constantFrom(...fragments), FastCheck.string())).map(
      (parts) => parts.join(" ")
    )
  },
  {
    weight: 1,
    arbitrary: FastCheck.tuple(
      FastCheck.constantFrom(...fragments),
      FastCheck.integer({ min: 1000, max: 5000 })
    ).map(([fragment, size]) => fragment.repeat(Math.ceil(size / fragment.length)).slice(0, size))
  }
)
