// The disk as importers see it: the files below a root, by their paths from there. Nothing outside of it is read.
import type { ImportSource } from "@deciduous/codegen/import/index"
import * as Effect from "effect/Effect"
import { readdirSync, readFileSync, realpathSync, statSync } from "node:fs"
import * as path from "node:path"
import { Unusable } from "../Failure.ts"
import { moduleDocument } from "./schemaModule.ts"

export const importForms = ["json-schema", "asyncapi", "eventcatalog", "ts"] as const

export interface ShownSource extends ImportSource {
  /** A place below the root, as the user sees it from the working folder. */
  readonly shown: (place: string) => string
}

export const importSource = Effect.fnUntraced(function*(
  form: (typeof importForms)[number],
  given: string,
  { aggregate, root }: { readonly aggregate: string | undefined; readonly root: string | undefined }
): Effect.fn.Return<ShownSource, Unusable> {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(given)) {
    return yield* unusable(
      `${given} is a URL, and nothing is fetched from the network.\n  help: save it, and name the file.`
    )
  }
  const stats = statSync(given, { throwIfNoEntry: false })
  if (stats === undefined) return yield* unusable(`There is no ${given}.`)
  const isFolder = stats.isDirectory()
  if (isFolder && (form === "asyncapi" || form === "ts")) {
    return yield* unusable(`${given} is a folder, and ${form} is imported from a file.`)
  }
  if (!isFolder && form === "eventcatalog") {
    return yield* unusable(`${given} is a file, and eventcatalog is imported from a folder.`)
  }
  const top = path.resolve(root ?? (isFolder ? given : path.dirname(given)))
  const inside = path.relative(top, path.resolve(given)).replaceAll("\\", "/")
  if (inside.startsWith("..") || path.isAbsolute(inside)) {
    return yield* unusable(`${given} does not lie in ${root}, which --root says.`)
  }
  const wanted = form === "eventcatalog" ? /(^|\/)index\.mdx?$/ : /\.(json|ya?ml)$/i
  const files = isFolder ? filesBelow(top, inside).filter((file) => wanted.test(file)) : [inside]
  if (files.length === 0) return yield* unusable(`${given} holds no file that could be imported.`)
  const document = form === "ts" ? yield* moduleDocument(given) : undefined
  const printed = path.relative(".", top).replaceAll("\\", "/")
  return {
    files,
    load: (file) => document === undefined ? loadText(top, file) : { text: document },
    name: path.basename(path.resolve(given)).replace(/(\.schema)?\.[a-z]+$/i, ""),
    aggregate,
    shown: (place) => place === "." ? given : `${printed === "" ? "" : `${printed}/`}${place.replace(/#$/, "")}`
  }
})

const unusable = (message: string): Effect.Effect<never, Unusable> => Effect.fail(new Unusable({ message }))

const filesBelow = (top: string, inside: string): ReadonlyArray<string> =>
  readdirSync(path.join(top, inside), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(top, path.join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
    .filter((file) => !file.split("/").some((part) => part === "node_modules" || part.startsWith(".")))
    .sort()

/** More is no description of events. */
const MAX_BYTES = 16 * 1024 * 1024

const loadText: (top: string, file: string) => { readonly text: string } | { readonly problem: string } = (
  top,
  file
) => {
  const target = path.join(top, file)
  try {
    // a link may lead out of the folder without saying so
    const real = path.relative(realpathSync(top), realpathSync(target))
    if (real.startsWith("..") || path.isAbsolute(real)) return { problem: "It is a link that leaves the folder." }
    if (statSync(target).size > MAX_BYTES) return { problem: `It is larger than ${MAX_BYTES / 1024 / 1024} MiB.` }
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(target)) }
  } catch (cause) {
    if (!(cause instanceof Error) || !("code" in cause)) throw cause
    switch (cause.code) {
      case "ENOENT":
        return { problem: "There is no such file." }
      case "ERR_ENCODING_INVALID_ENCODED_DATA":
        return { problem: "It is not text in UTF-8." }
      default:
        return { problem: `It can't be read: ${String(cause.code)}.` }
    }
  }
}
