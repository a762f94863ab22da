// Events in files, of whatever system: a line of JSON each, an array of them, or one document behind the other.
import type { Validator } from "@deciduous/codegen/stored/validator"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as fs from "node:fs"
import * as path from "node:path"
import { Unusable } from "../../Failure.ts"
import { blocksOf, linesOf, NO_TEXT, standardInput } from "../lineBlocks.ts"
import { type Document, documentsIn } from "./documents.ts"

/** The files that a path stands for: itself, or what lies below it and is named like JSON. */
export const filesAt = (given: string): Effect.Effect<ReadonlyArray<string>, Unusable> =>
  Effect.gen(function*() {
    if (given === standardInput) return [given]
    // with what it may hold, the URL is not repeated
    if (/^postgres(?:ql)?:/.test(given)) return yield* new Unusable({ message: "A server is named by --url." })
    if (fs.existsSync(path.join(given, "PG_VERSION"))) {
      return yield* new Unusable({ message: `${printed(given)} is an embedded database: --folder ${printed(given)}` })
    }
    const found = yield* Effect.try({
      try: () => fs.statSync(given).isDirectory() ? below(given) : [given],
      catch: (cause) => unreadable(given, cause)
    })
    if (found.length > 0) return found
    return yield* new Unusable({ message: `${given} has no file that ends in .json, .jsonl or .ndjson.` })
  })

const below = (folder: string): ReadonlyArray<string> =>
  fs.readdirSync(folder, { withFileTypes: true })
    .toSorted((a, b) => a.name < b.name ? -1 : 1)
    .filter(({ name }) => !name.startsWith(".") && name !== "node_modules")
    .flatMap((entry) => {
      const file = path.join(folder, entry.name)
      if (entry.isDirectory()) return below(file)
      return /\.(json|jsonl|ndjson)$/i.test(entry.name) ? [file] : []
    })

export const validateFile = (file: string, validator: Validator): Effect.Effect<void, Unusable> =>
  Effect.flatMap(
    Effect.try({ try: () => isOfLines(file), catch: (cause) => unreadable(file, cause) }),
    (ofLines) => ofLines ? validateLines(file, validator) : validateDocuments(file, validator)
  )

const printed = (file: string): string => file === standardInput ? "standard input" : file.replaceAll("\\", "/")

const validateLines = (file: string, validator: Validator) =>
  Stream.runForEach(
    Stream.fromAsyncIterable(blocksOf(file), (cause) => unreadable(file, cause)),
    (block) =>
      Effect.sync(() => {
        for (const { isText, number, text } of linesOf(block)) {
          if (isText) add(validator, { text, line: number }, file)
          else validator.unreadable(NO_TEXT, { file: printed(file), line: number, column: 1 })
        }
      })
  )

const validateDocuments = (file: string, validator: Validator) =>
  Stream.runForEach(
    Stream.fromAsyncIterable(
      documentsIn(fs.createReadStream(file, { encoding: "utf8", highWaterMark: 1024 * 1024 })),
      (cause) => unreadable(file, cause)
    ),
    (document) => Effect.sync(() => add(validator, document, file))
  )

const add = (validator: Validator, { line, text }: Document, file: string): void => {
  const at = { file: printed(file), line, column: 1 }
  if (text === undefined) return validator.unreadable("is no JSON object.", at)
  const event = parsed(text)
  if (event === undefined) validator.unreadable("is no JSON.", at)
  else validator.add(event.value, at)
}

const parsed = (text: string): { readonly value: unknown } | undefined => {
  try {
    return { value: JSON.parse(text) }
  } catch {
    // the parser's own words quote what was given, and payloads stand in no error
    return undefined
  }
}

/** Whether each line is a document of its own: as the file's name says, or else its beginning. */
const isOfLines = (file: string): boolean => {
  // what is no file of the disk, such as a pipe, is read once
  if (file === standardInput || /\.(jsonl|ndjson)$/i.test(file) || !fs.statSync(file).isFile()) return true
  const [first = ""] = beginning(file).replace(/^\uFEFF?\s*/, "").split("\n", 1)
  return !first.startsWith("[") && parsed(first) !== undefined
}

const beginning = (file: string): string => {
  const opened = fs.openSync(file, "r")
  try {
    const bytes = Buffer.alloc(MOST_OF_A_LINE)
    return bytes.toString("utf8", 0, fs.readSync(opened, bytes, 0, bytes.length, 0))
  } finally {
    fs.closeSync(opened)
  }
}

const MOST_OF_A_LINE = 1024 * 1024

const unreadable = (file: string, cause: unknown): Unusable => {
  const reason = cause instanceof Error ? "code" in cause ? String(cause.code) : cause.message : String(cause)
  const said = reason === "ENOENT" ? "there is no such file or folder" : reason
  return new Unusable({ message: `${printed(file)} can't be read: ${said}.` })
}
