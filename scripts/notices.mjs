// The licences of all that is bundled into the program: each of them asks to be handed on with it.
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"

const packageOf = (input) => /^.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[0]

const noticeOf = (folder) => {
  const { license, name, version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"))
  const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each))
  const text = file === undefined ? `Licence: ${license}` : readFileSync(join(folder, file), "utf8").trim()
  return `${name} ${version}\n\n${text}\n`
}

export const notices = ({ outputs }) => {
  const bundled = Object.values(outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([input, { bytesInOutput }]) => (bytesInOutput > 0 ? [input] : []))
  )
  const folders = new Set(bundled.map(packageOf))
  const found = [...folders].filter(
    (folder) => folder !== undefined && existsSync(join(folder, "package.json"))
  )
  return found
    .sort()
    .map(noticeOf)
    .join(`\n${"-".repeat(80)}\n\n`)
}
