// The disk: texts of files and names in folders. The only place of `read/` that looks at it.
import { readdirSync, readFileSync, statSync } from "node:fs"
import { error, wholeFile } from "../diagnostic.ts"
import type { Report } from "../diagnostic.ts"

export interface SourceFile {
  /** As messages print it, with `/`. */
  readonly file: string
  readonly path: string
}

/** What a file in a folder is called in messages. */
export const below = (folder: string, name: string): string => folder === "." ? name : `${folder}/${name}`

/** Without a byte order mark, which no editor shows and every column would count. */
export const readSource = (source: SourceFile, report: Report): string | undefined => {
  const refuse = (message: string): undefined =>
    report(error("FILE_UNREADABLE", wholeFile(source.file), message)) as undefined
  let bytes: Uint8Array
  try {
    if (statSync(source.path).size > MAX_BYTES) return refuse(`The file is larger than ${MAX_BYTES / 1024} KiB.`)
    bytes = readFileSync(source.path)
  } catch (cause) {
    return refuse(`The file can't be read: ${reason(cause)}.`)
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

/** What lies in a folder, sorted by name. */
export const listNames = (folder: SourceFile, report: Report): ReadonlyArray<string> => {
  try {
    return readdirSync(folder.path).sort()
  } catch (cause) {
    report(error("FILE_UNREADABLE", wholeFile(folder.file), `The folder can't be read: ${reason(cause)}.`))
    return []
  }
}

/** No for what is not there, or can't be asked: whoever opens it learns why. */
export const isFolder = (path: string): boolean => {
  try {
    return statSync(path).isDirectory()
  } catch {
    return false
  }
}

/** No contract needs more; a generated or misplaced file would hold everyone up. */
const MAX_BYTES = 1024 * 1024

/** `EACCES`, as the system says it. */
const reason = (cause: unknown): string =>
  cause instanceof Error ? "code" in cause ? String(cause.code) : cause.message : String(cause)

const codePoint = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`
