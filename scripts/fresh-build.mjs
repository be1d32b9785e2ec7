// Set-up of the end-to-end tests: whoever starts them, they never meet a program built from older sources.
import { spawnSync } from "node:child_process"

export const setup = () => {
  const { status } = spawnSync(process.execPath, ["scripts/build.mjs", "--if-stale"], { stdio: "inherit" })
  if (status !== 0) throw new Error("The end-to-end tests need dist/bin.js, and the build failed. See above.")
}
