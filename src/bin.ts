/**
 * The edge: arguments, environment, streams and signals of the process; nothing else.
 *
 * The program itself is a script beside this file (`program.js`). V8 keeps what it compiled of it in a file
 * next to it, so that it need not compile it at each start: the first `watch` writes that file where the
 * folder can be written, and a file that does not fit this V8 is not used.
 */
import { readFileSync, renameSync, writeFileSync } from "node:fs"
import { homedir } from "node:os"
import { join } from "node:path"
import { Script } from "node:vm"
import type { main } from "./cli/Main.js"

declare const __VERSION__: string
declare const __BUILD__: string

type Program = { readonly main: typeof main }
type Wrapper = (
  exports: object,
  require: NodeJS.Require,
  module: { exports: object },
  filename: string,
  dirname: string
) => void

const load = (keep: boolean): Program => {
  const filename = join(__dirname, "program.js")
  const compiled = `${filename}.${__BUILD__}-${process.versions.v8}-${process.arch}`
  const cachedData = read(compiled)
  // The build has made it one function, in ASCII.
  const source = readFileSync(filename, "latin1")
  const script = new Script(source, { filename, ...(cachedData === undefined ? {} : { cachedData }) })
  const module: { exports: object } = { exports: {} }
  const run: Wrapper = script.runInThisContext()
  // Effect looks at a stack while it is loaded, for whose line numbers V8 would go through the whole program.
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0
  run(module.exports, require, module, filename, __dirname)
  Error.stackTraceLimit = stackTraceLimit
  // At the end, because by then V8 has compiled what a run needs.
  if (keep && cachedData === undefined) process.once("exit", () => write(compiled, script.createCachedData()))
  if (isProgram(module.exports)) return module.exports
  throw new Error("program.js is not the program of this package. Install it again.")
}

const isProgram = (exports: object): exports is Program => "main" in exports

const read = (path: string): Buffer | undefined => {
  try {
    return readFileSync(path)
  } catch {
    return undefined
  }
}

/**
 * Whoever reads meanwhile sees all of it or nothing. A folder that cannot be written costs a slower start.
 */
const write = (path: string, data: Buffer): void => {
  try {
    writeFileSync(`${path}.${process.pid}`, data)
    renameSync(`${path}.${process.pid}`, path)
  } catch {
    return
  }
}

const args = process.argv.slice(2)

if (args.length === 1 && args[0] === "--version") {
  // Nobody to tell, as after `| head`, or no room for it.
  process.stdout.on("error", () => process.exit(2))
  process.stdout.write(`${__VERSION__}\n`)
} else load(args[0] === "watch").main({ process, args, home: homedir(), version: __VERSION__ })
