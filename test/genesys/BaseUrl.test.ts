import { assert, describe, it } from "@effect/vitest"
import * as Either from "effect/Either"
import * as BaseUrl from "../../src/genesys/BaseUrl.js"

describe("BaseUrl", () => {
  it("C1 a base URL keeps its path and loses its slash", () => {
    assert.deepStrictEqual(
      BaseUrl.parse("API URL", " https://gateway.example.com/genesys/ "),
      Either.right("https://gateway.example.com/genesys")
    )
    assert.deepStrictEqual(
      BaseUrl.parse("API URL", "https://gateway.example.com:8443"),
      Either.right("https://gateway.example.com:8443")
    )
  })

  it("C2 plain http is for loopback hosts only", () => {
    for (const url of [
      "http://localhost:3000",
      "http://127.0.0.1",
      "http://127.9.9.9:1",
      "http://[::1]:8080"
    ])
      assert.isTrue(Either.isRight(BaseUrl.parse("API URL", url)), url)
    for (const url of [
      "http://example.com",
      "http://localhost.example.com",
      "http://127.0.0.1.example.com",
      "http://0.0.0.0"
    ])
      assert.isTrue(Either.isLeft(BaseUrl.parse("API URL", url)), url)
  })

  it("C1 every refusal names the setting and the fix, and repeats no password", () => {
    for (const url of [
      "",
      "api.example.com",
      "ftp://example.com",
      "https://u:sentinel@example.com",
      "https://example.com/?a=1",
      "https://example.com/#x"
    ]) {
      const problem = Either.getOrThrow(Either.flip(BaseUrl.parse("login URL", url)))
      assert.match(problem, /^The login URL /)
      assert.notInclude(problem, "sentinel")
    }
  })
})
