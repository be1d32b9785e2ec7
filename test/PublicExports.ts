/**
 * What the package publishes: every export of every module that an entry of package.json leads to, with its comment.
 */
import { existsSync, readFileSync } from "node:fs"
import { dirname, join, normalize } from "node:path"
import ts from "typescript"

export interface PublicExport {
  readonly name: string
  readonly path: string
  readonly line: number
  /** The text of its comment before the first tag, or that of a declaration of the same name beside it. */
  readonly text: string
  readonly tags: ReadonlyMap<string, string>
}

/** The sources of the entries in `exports` of package.json. */
export const entries = (): ReadonlyArray<string> => {
  const { exports } = JSON.parse(readFileSync("package.json", "utf8"))
  return Object.values(exports).flatMap((entry) =>
    typeof entry === "object" && entry !== null && "types" in entry && typeof entry.types === "string"
      ? [entry.types.replace(/^\.\/dist\/esm\//, "src/").replace(/\.d\.ts$/, ".ts")]
      : []
  )
}

/** The modules that are published under a name, and those that are entries themselves. */
export const modules = (): ReadonlyArray<string> => {
  const seen = new Set<string>()
  const visit = (path: string): void => {
    if (seen.has(path) || !existsSync(path)) return
    seen.add(path)
    for (const statement of parse(path).statements) {
      if (ts.isExportDeclaration(statement) && statement.moduleSpecifier !== undefined) {
        visit(resolve(path, statement.moduleSpecifier))
      }
    }
  }
  for (const entry of entries()) visit(entry)
  return [...seen]
}

/** All exported declarations of a module. */
export const of = (path: string): ReadonlyArray<PublicExport> => {
  const source = parse(path)
  const found = source.statements.filter(isExported).flatMap((statement) => {
    const doc = ts.getJSDocCommentsAndTags(statement).filter(ts.isJSDoc).at(-1)
    const tags = new Map(
      (doc?.tags ?? []).map((tag) => [tag.tagName.text, ts.getTextOfJSDocComment(tag.comment) ?? ""])
    )
    const text = ts.getTextOfJSDocComment(doc?.comment) ?? ""
    const line = source.getLineAndCharacterOfPosition(statement.getStart()).line + 1
    return namesOf(statement).map((name) => ({ name, path, line, text, tags }))
  })
  // A type and the value of the same name are one thing to a reader.
  return found.map((each) => ({
    ...each,
    text:
      each.text === ""
        ? (found.find(({ name, text }) => name === each.name && text !== "")?.text ?? "")
        : each.text
  }))
}

const parse = (path: string): ts.SourceFile =>
  ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.ES2022, true)

const resolve = (from: string, specifier: ts.Expression): string =>
  ts.isStringLiteral(specifier) && specifier.text.startsWith(".")
    ? normalize(join(dirname(from), specifier.text)).replace(/\.js$/, ".ts")
    : ""

/** A member of a tagged union is told where the union is. */
const isMember = (statement: ts.Statement): boolean =>
  ts.isTypeAliasDeclaration(statement) && statement.type.getText().startsWith("Data.TaggedEnum.Value<")

const isExported = (statement: ts.Statement): boolean =>
  !isMember(statement) &&
  ts.canHaveModifiers(statement) &&
  ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true

const namesOf = (statement: ts.Statement): ReadonlyArray<string> => {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.map(({ name }) => name.getText())
  }
  const named =
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement)
  return named && statement.name !== undefined ? [statement.name.text] : []
}
