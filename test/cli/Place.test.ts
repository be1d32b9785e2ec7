import { readFileSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import * as Place from "../../src/cli/Place.js"
import * as Folder from "../Folder.js"

describe("Place", () => {
  it("O1 a link leads to what it names, whether or not that is there", () => {
    const folder = Folder.make()
    const [file, link, dangling] = [join(folder, "a"), join(folder, "b"), join(folder, "c")]
    writeFileSync(file, "x")
    symlinkSync("a", link)
    symlinkSync("later", dangling)
    assert.strictEqual(readFileSync(Place.target(link), "utf8"), "x")
    assert.strictEqual(Place.target(dangling), join(folder, "later"))
    assert.strictEqual(Place.target(join(folder, "none")), join(folder, "none"))
  })

  it("C1 only a file may be replaced", () => {
    const folder = Folder.make()
    const loop = join(folder, "loop")
    symlinkSync("loop", loop)
    symlinkSync("/dev/null", join(folder, "device"))
    symlinkSync("later", join(folder, "dangling"))
    writeFileSync(join(folder, "file"), "x")
    assert.strictEqual(Place.obstacle(folder), "folder")
    assert.strictEqual(Place.obstacle(loop), "loop")
    assert.strictEqual(Place.obstacle(join(folder, "device")), "special")
    for (const free of ["file", "none", "dangling"]) assert.isUndefined(Place.obstacle(join(folder, free)))
  })
})
