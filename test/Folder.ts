/** Empty folders for tests, all gone when the tests of a file have ended. */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

const made: Array<string> = []

export const make = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "genesys-jobs-"))
  made.push(folder)
  return folder
}

/** Tests of a file run side by side: only the end of a file may sweep. */
export const sweep = (): void => {
  for (const folder of made.splice(0))
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
}
