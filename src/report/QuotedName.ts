/**
 * Quoted text in a message: the name of a field, which tells messages apart, or a value, which does not.
 *
 * @since 0.1.0
 */
import * as Pattern from "../text/Pattern.js"

/**
 * What the words around quoted text make of it. `open`: they say nothing.
 *
 * @since 0.1.0
 * @category models
 */
export type Role = "field" | "value" | "open"

/**
 * The role of quoted text: from the words before it (`Field '...'`), the word after it (`the '...' column`), or, in a
 * list (`'...' and '...'`), that of the quoted text before it.
 *
 * @since 0.1.0
 * @category constructors
 */
export const role = (before: string, after: string, previous: Role | undefined): Role => {
  if (previous !== undefined && link().test(before)) return previous
  const near = before.slice(-40)
  if (endsWithField().test(near) || startsWithField().test(after)) return "field"
  return endsWithValue().test(near) ? "value" : "open"
}

/**
 * Whether quoted text is a name. Behind a word such as "field" it is unless it looks like a value; where nothing is
 * said an identifier is one; behind a word such as "user" nothing is.
 *
 * @since 0.1.0
 * @category predicates
 */
export const isName = (text: string, role: Role): boolean =>
  role === "field"
    ? text.length <= 40 && name().test(text) && !/\d{5}/.test(text)
    : role === "open" && identifier.test(text)

const identifier = /^[A-Za-z_][\w.]*$/

// Letters of any script, and what joins them to a label or to a path.
const name = Pattern.lazy(() => /^ ?[\p{L}_$][\p{L}\p{M}\p{N} _$./[\]-]*$/u)

const fields = [
  "fields?|columns?|property|properties|attributes?|parameters?|params?|arguments?|headers?",
  "Feld|Felder|Feldes|Spalten?|Eigenschaft|Attribut",
  "champs?|colonnes?|propriété|attribut|paramètre|campos?|columna|propiedad|atributo|parámetro",
  "フィールド|項目|字段|列"
].join("|")

const values = [
  "users?|usernames?|logins?|agents?|customers?|contacts?|persons?|members?|accounts?|values?",
  "Benutzer|Kunde|Kontakt|Wert|utilisateur|client|valeur|usuario|cliente|contacto|valor"
].join("|")

const endsWith = (words: string): RegExp =>
  new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${words})(?:\(s\))?(?: (?:names?|named|called))?[\s:=]*$`, "iu")

const endsWithField = Pattern.lazy(() => endsWith(fields))
const endsWithValue = Pattern.lazy(() => endsWith(values))
const startsWithField = Pattern.lazy(() => new RegExp(String.raw`^\s?(?:${fields})(?![\p{L}\p{N}])`, "iu"))
const link = Pattern.lazy(() => /^\s*(?:,|,?\s*(?:and|or|&|und|oder|et|ou|y|o)|\u3001)\s*$/iu)
