// One file from the disk: its text if it has one. Read by `index.ts`; the only place that opens a file.
import { readFileSync, statSync } from "node:fs"
import { error, wholeFile } from "../diagnostic.ts"
import type { Report } from "../diagnostic.ts"
import type { SourceFile } from "./folder.ts"

/** Without a byte order mark, which no editor shows and every column would count. */
export const readSource = (source: SourceFile, report: Report): string | undefined => {
  const refuse = (message: string): undefined =>
    report(error("FILE_UNREADABLE", wholeFile(source.file), message)) as undefined
  let bytes: Uint8Array
  try {
    if (statSync(source.path).size > MAX_BYTES) return refuse(`The file is larger than ${MAX_BYTES / 1024} KiB.`)
    bytes = readFileSync(source.path)
  } catch (cause) {
    return refuse(`The file can't be read: ${cause instanceof Error ? codeOf(cause) : String(cause)}.`)
  }
  let text: string
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes)
  } catch {
    return refuse("The file is not text in UTF-8.")
  }
  const control = /(?![\t\n\r])[\p{Cc}]/u.exec(text)
  return control === null
    ? text
    : refuse(
      `The file holds the control character ${codePoint(control[0])} on line ${
        text.slice(0, control.index).split("\n").length
      }.`
    )
}

/** No contract needs more; a generated or misplaced file would hold everyone up. */
const MAX_BYTES = 1024 * 1024

const codeOf = (cause: Error): string => "code" in cause ? String(cause.code) : cause.message

const codePoint = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`
