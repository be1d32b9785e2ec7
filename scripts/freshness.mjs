// Tells whether dist/ was built from the present sources: the build writes down a hash of all that went into it.
import { createHash } from "node:crypto"
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"

const stamp = "dist/.inputs"

/** The hash of everything that decides what a build yields. */
export const inputs = () => {
  const sources = readdirSync("src", { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
  const settings = [
    "package.json",
    "package-lock.json",
    "tsconfig.json",
    "tsconfig.build.json",
    "scripts/build.mjs",
    "scripts/notices.mjs"
  ]
  const hash = createHash("sha256").update(process.version)
  for (const file of [...sources.sort(), ...settings]) hash.update(`\0${file}\0`).update(readFileSync(file))
  return hash.digest("hex")
}

/** Whether a complete build of the present sources lies in dist/. */
export const isFresh = () =>
  existsSync("dist/bin.js") && existsSync(stamp) && readFileSync(stamp, "utf8") === inputs()

/** Written last, so that a build that failed half-way is never taken for a fresh one. */
export const record = (hash) => writeFileSync(stamp, hash)
