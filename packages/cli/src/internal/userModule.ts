// A user's own TypeScript, loaded by Node, which strips its types. What keeps it from loading is said without a stack.
import * as Effect from "effect/Effect"
import * as path from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import { Unusable } from "../Failure.ts"

/** The exports of a module, by its path from the working folder; `name` is what messages call it. */
export const importModule = (
  file: string,
  name: string = file
): Effect.Effect<{ readonly [name: string]: unknown }, Unusable> =>
  Effect.tryPromise({
    try: () => import(pathToFileURL(path.resolve(file)).href),
    catch: (cause) => notLoaded(name, cause)
  })

export const notLoaded = (what: string, cause: unknown): Unusable => {
  const help = helpOf(cause)
  return new Unusable({
    message: `${what} cannot be loaded: ${thrown(cause)}${help === "" ? "" : `\n  help: ${help}`}`
  })
}

/** What was thrown, in a sentence, and where in the user's own files. */
export const thrown = (cause: unknown): string => {
  if (!(cause instanceof Error)) return `${String(cause)} was thrown.`
  const name = codeOf(cause) !== undefined || cause.name === "Error" ? "" : `${cause.name}: `
  const place = placeOf(cause)
  // Node's messages go on with frames of the source, for which the place is enough
  const [message] = relative(cause.message).split(/\r?\n/)
  return `${name}${message}${place === undefined || message!.includes(place) ? "" : ` (${place})`}`
}

const codeOf = (cause: Error): string | undefined =>
  "code" in cause && typeof cause.code === "string" ? cause.code : undefined

const helpOf = (cause: unknown): string => {
  if (!(cause instanceof Error)) return ""
  switch (codeOf(cause)) {
    case "ERR_MODULE_NOT_FOUND":
    case "ERR_UNSUPPORTED_DIR_IMPORT":
      return cause.message.startsWith("Cannot find package")
        ? "is it installed? Run: npm install"
        : "Node loads these files as they stand, so an import names its file: \"./Account.ts\", not \"./Account\"."
    case "ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX":
      return "Node strips types and does no more: set \"erasableSyntaxOnly\" in tsconfig.json, and the compiler names each place."
  }
  return cause.message.includes("does not provide an export named")
    ? "if it is a type, write \"import type\": set \"verbatimModuleSyntax\" in tsconfig.json, and the compiler names each place."
    : ""
}

/** `src/Account.ts:12:5`, the first place in the error's stack that is the user's. */
const placeOf = ({ stack = "" }: Error): string | undefined => {
  // what the compiler refuses begins with its place; what was thrown has it in the frames
  const syntax = /^(.+?)((?::\d+){1,2})\r?\n/.exec(stack)
  const frames = stack.matchAll(/(file:\/\/[^\s)]+?)((?::\d+){1,2})(?=[\s)]|$)/g)
  for (const [, at, position] of [...(syntax === null ? [] : [syntax]), ...frames]) {
    const file = fileOf(at!)
    if (file !== undefined && !file.startsWith("..") && !file.includes("node_modules")) return `${file}${position}`
  }
  return undefined
}

const fileOf = (at: string): string | undefined => {
  if (path.isAbsolute(at)) return shown(at)
  return URL.canParse(at) && at.startsWith("file:") ? shown(fileURLToPath(at)) : undefined
}

const shown = (file: string): string => path.relative(process.cwd(), file).replaceAll("\\", "/")

/** Paths in a message as they are seen from the working folder. */
const relative = (message: string): string =>
  message.replaceAll(pathToFileURL(`${process.cwd()}/`).href, "").replaceAll(`${process.cwd()}${path.sep}`, "")
