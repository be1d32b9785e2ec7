import { assert, describe, it } from "@effect/vitest"
import * as Either from "effect/Either"
import * as Region from "../../src/genesys/Region.js"

const hostOf = (text: string) => Either.map(Region.parse(text), ({ host }) => host)

describe("Region", () => {
  it("C1 takes the name of an AWS region or a host, in any spelling that people paste", () => {
    for (const text of [
      "eu-west-1",
      "EU-WEST-1",
      " mypurecloud.ie ",
      "https://mypurecloud.ie/",
      "https://api.mypurecloud.ie",
      "login.mypurecloud.ie",
      "https://apps.mypurecloud.ie/directory/#/search?x=1"
    ])
      assert.deepStrictEqual(hostOf(text), Either.right("mypurecloud.ie"), text)
  })

  it("C1 API and login have hosts of their own", () => {
    const region = Either.getOrThrow(Region.parse("us-west-2"))
    assert.deepStrictEqual(region, {
      host: "usw2.pure.cloud",
      apiUrl: "https://api.usw2.pure.cloud",
      loginUrl: "https://login.usw2.pure.cloud",
      known: true
    })
  })

  it("C1 knows all 18 regions, each with its host", () => {
    assert.strictEqual(Object.keys(Region.hosts).length, 18)
    for (const [name, host] of Object.entries(Region.hosts)) {
      assert.deepStrictEqual(hostOf(name), Either.right(host))
      assert.isTrue(Either.getOrThrow(Region.parse(host)).known)
    }
  })

  it("C1 an unknown host may be right all the same, and says that it is unknown", () => {
    assert.isFalse(Either.getOrThrow(Region.parse("genesys.example.com")).known)
  })

  it("C1 what is neither is refused with the likely spelling", () => {
    const close = Either.flip(Region.parse("eu-west-11"))
    assert.include(Either.getOrThrow(close), "Did you mean eu-west-1?")
    for (const text of ["", "constructor", "__proto__", "ie", "a b.com", "-.com", "https://"])
      assert.isTrue(Either.isLeft(Region.parse(text)), text)
  })

  it("C2 a secret or a password in the wrong place is not repeated", () => {
    const problem = Either.getOrThrow(Either.flip(Region.parse("https://me:sentinel@api.mypurecloud.ie/")))
    assert.notInclude(problem, "sentinel")
  })
})
