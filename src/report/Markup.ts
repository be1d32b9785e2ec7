/**
 * Text inside HTML and XML.
 *
 * @since 0.1.0
 */

/**
 * Safe as text and in a quoted attribute, in HTML as in XML 1.0: the five special characters as entities, and no
 * character that XML 1.0 forbids (section 2.2).
 *
 * @since 0.1.0
 * @category rendering
 */
export const escape = (text: string): string =>
  text.replace(illegal, "").replace(/[&<>"']/g, (character) => entities[character] ?? "")

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;"
}

const illegal = /(?![\t\n\r])[\p{Cc}\p{Surrogate}\ufffe\uffff]/gu
