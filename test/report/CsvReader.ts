/** A reader of RFC 4180, written apart from the writer. */
export const parse = (text: string): ReadonlyArray<ReadonlyArray<string>> => {
  const rows: Array<Array<string>> = []
  let row: Array<string> = []
  let cell = ""
  let quoted = false
  let index = 0
  while (index < text.length) {
    const character = text[index]
    if (quoted) {
      if (character !== '"') cell += character
      else if (text[index + 1] === '"') {
        cell += '"'
        index++
      } else quoted = false
    } else if (character === '"' && cell === "") quoted = true
    else if (character === ",") {
      row.push(cell)
      cell = ""
    } else if (character === "\r" && text[index + 1] === "\n") {
      rows.push([...row, cell])
      row = []
      cell = ""
      index++
    } else cell += character
    index++
  }
  return row.length > 0 || cell !== "" ? [...rows, [...row, cell]] : rows
}
