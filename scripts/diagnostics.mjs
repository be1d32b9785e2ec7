// Effect's diagnostics over the whole project: the rules of @effect/language-service, asked through TypeScript's
// plugin interface. Its command line reports the same, but builds the program anew for every 50 files.
//
// The severities stand in tsconfig.json; a tsconfig.json in a folder below may change some for its files.
import { existsSync } from "node:fs"
import { dirname, join, relative } from "node:path"
import plugin from "@effect/language-service"
import ts from "typescript"

const root = process.cwd()

const readConfig = (path) => {
  const parsed = ts.getParsedCommandLineOfConfigFile(path, undefined, {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: (diagnostic) => {
      throw new Error(ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n"))
    }
  })
  const rules = parsed.options.plugins?.find((entry) => entry.name === "@effect/language-service")
  return { options: parsed.options, files: parsed.fileNames, rules: rules ?? {} }
}

const project = readConfig(join(root, "tsconfig.json"))

const host = {
  getCompilationSettings: () => project.options,
  getScriptFileNames: () => project.files,
  getScriptVersion: () => "0",
  getScriptSnapshot: (file) => {
    const text = ts.sys.readFile(file)
    return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text)
  },
  getCurrentDirectory: () => root,
  getDefaultLibFileName: ts.getDefaultLibFilePath,
  fileExists: ts.sys.fileExists,
  readFile: ts.sys.readFile,
  readDirectory: ts.sys.readDirectory,
  directoryExists: ts.sys.directoryExists,
  getDirectories: ts.sys.getDirectories,
  realpath: ts.sys.realpath
}

// What TypeScript itself has to say is another gate's business.
const service = { ...ts.createLanguageService(host), getSemanticDiagnostics: () => [] }

const checkers = new Map()
const checkerOf = (folder) => {
  const known = checkers.get(folder)
  if (known !== undefined) return known
  const made =
    folder === root
      ? checker(project.rules)
      : existsSync(join(folder, "tsconfig.json"))
        ? checker(over(readConfig(join(folder, "tsconfig.json")).rules))
        : checkerOf(dirname(folder))
  checkers.set(folder, made)
  return made
}

const over = (rules) => ({
  ...project.rules,
  ...rules,
  diagnosticSeverity: { ...project.rules.diagnosticSeverity, ...rules.diagnosticSeverity }
})

const checker = (config) =>
  plugin({ typescript: ts }).create({
    config,
    languageService: service,
    languageServiceHost: host,
    serverHost: ts.sys,
    project: {
      getCompilerOptions: () => project.options,
      log: () => {},
      projectService: { logger: { info: () => {} } }
    }
  })

const counted = [ts.DiagnosticCategory.Error, ts.DiagnosticCategory.Warning]
let found = 0
for (const file of project.files) {
  for (const diagnostic of checkerOf(dirname(file)).getSemanticDiagnostics(file)) {
    if (!counted.includes(diagnostic.category)) continue
    found += 1
    const { line, character } = diagnostic.file.getLineAndCharacterOfPosition(diagnostic.start)
    const text = ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n")
    console.log(`${relative(root, file)}:${line + 1}:${character + 1} ${text}`)
  }
}
console.log(`${project.files.length} files, ${found} findings`)
if (found > 0 || project.files.length === 0) process.exitCode = 1
