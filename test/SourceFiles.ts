import { readdirSync, readFileSync, statSync } from "node:fs"
import { dirname, extname, join, normalize } from "node:path"

/** One import or re-export, with the file it leads to where that is ours. */
export interface Import {
  readonly specifier: string
  readonly typeOnly: boolean
  readonly target: string | undefined
}

/** One file of the project. `code` is its text without comments, line for line. */
export interface SourceFile {
  readonly path: string
  readonly text: string
  readonly code: string
  readonly imports: ReadonlyArray<Import>
}

/** The files below a path (itself, if it is a file), in order; empty where there is none. */
export const filesBelow = (path: string): ReadonlyArray<string> => {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats === undefined) return []
  if (stats.isFile()) return [path]
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesBelow(join(path, name)))
}

/** The TypeScript files below a folder. */
export const below = (folder: string): ReadonlyArray<SourceFile> =>
  filesBelow(folder)
    .filter((path) => extname(path) === ".ts")
    .map(read)

/** Whether a module does anything when it runs: types alone need no test. */
export const isRuntime = (file: SourceFile): boolean =>
  /^export (?:default|async|const|let|function|class|abstract|\*|\{)/m.test(file.code)

/** Everything that is loaded when this file is: the specifiers of value imports, followed through our own files. */
export const loads = (path: string, files: ReadonlyArray<SourceFile>): ReadonlySet<string> => {
  const byPath = new Map(files.map((file) => [file.path, file]))
  const reached = new Set<string>()
  const visit = (from: string) => {
    for (const { specifier, target, typeOnly } of byPath.get(from)?.imports ?? []) {
      const name = target ?? specifier
      if (typeOnly || reached.has(name)) continue
      reached.add(name)
      visit(name)
    }
  }
  visit(path)
  return reached
}

const read = (path: string): SourceFile => {
  const text = readFileSync(path, "utf8")
  const code = withoutComments(text)
  return { path, text, code, imports: importsOf(path, code) }
}

// Strings come first, so that "//" within one is no comment. Line feeds stay, so that line numbers do.
const stringOrComment =
  /("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\[\s\S]|[^`\\])*`)|\/\*[\s\S]*?\*\/|(?<!\\)\/\/[^\n]*/g

const withoutComments = (text: string): string =>
  text.replace(stringOrComment, (match, string: string | undefined) => string ?? match.replace(/[^\n]/g, ""))

const importsOf = (path: string, code: string): ReadonlyArray<Import> => {
  const found: Array<Import> = []
  const statement = /^\s*(?:import|export)\s+(type\s+)?(?:[\w\s{},*$]*?\bfrom\s*)?"([^"]+)"/gm
  for (const [, type, specifier = ""] of code.matchAll(statement)) {
    found.push({ specifier, typeOnly: type !== undefined, target: resolve(path, specifier) })
  }
  for (const [, specifier = ""] of code.matchAll(/\bimport\(\s*"([^"]+)"\s*\)/g)) {
    found.push({ specifier, typeOnly: false, target: resolve(path, specifier) })
  }
  return found
}

const resolve = (from: string, specifier: string): string | undefined =>
  specifier.startsWith(".") ? normalize(join(dirname(from), specifier)).replace(/\.js$/, ".ts") : undefined
