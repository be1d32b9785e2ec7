/**
 * Runs before each file of end-to-end tests. The files of a worker share their modules, so that a hook in `Program.ts`
 * would belong to the first file alone.
 */
import { afterAll } from "vitest"
import * as Program from "./Program.js"

afterAll(Program.sweep)
