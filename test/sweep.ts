/**
 * Runs before each file of tests. The files of a worker share their modules, so that a hook in `Folder.ts` would
 * belong to the first file alone.
 */
import { afterAll } from "vitest"
import * as Folder from "./Folder.js"

afterAll(Folder.sweep)
