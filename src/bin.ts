/**
 * The edge: arguments, environment, streams and signals of the process; nothing else.
 */
import { homedir } from "node:os"

declare const __VERSION__: string

const args = process.argv.slice(2)

if (args.length === 1 && args[0] === "--version") {
  process.stdout.write(`${__VERSION__}\n`)
} else {
  const { main } = await import("./cli/Main.js")
  main({ process, args, home: homedir(), version: __VERSION__ })
}
