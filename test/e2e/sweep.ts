/** Runs before each file of end-to-end tests, for the reason that `../sweep.ts` gives. */
import { afterAll } from "vitest"
import * as Program from "./Program.js"

afterAll(Program.sweep)
