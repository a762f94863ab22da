// What people do to schema files, and what they do that changes nothing. Read by the domains of `domains.test.ts`.
import { renameSync, rmSync } from "node:fs"
import { join } from "node:path"
import { parse, stringify } from "yaml"
import type { Folder } from "./evolving.ts"

export type Edit = (folder: Folder) => void

/** By what is done: the edit, and what is said of it. */
export type Edits = Readonly<Record<string, readonly [edit: Edit, ...said: ReadonlyArray<string>]>>

/** One text of a file by another; an edit that changes nothing would prove nothing. */
export const edit = (file: string, from: string | RegExp, to: string): Edit => (folder) => {
  const before = folder.read(`event-schemas/${file}`)
  const after = before.replace(from, to)
  if (after === before) throw new Error(`${file} has no ${from}`)
  folder.write({ [`event-schemas/${file}`]: after })
}

export const add = (file: string, text: string): Edit => (folder) => folder.write({ [`event-schemas/${file}`]: text })

export const remove = (file: string): Edit => ({ path }) =>
  rmSync(join(path, "event-schemas", file), { recursive: true })

export const rename = (from: string, to: string): Edit => ({ path }) =>
  renameSync(join(path, "event-schemas", from), join(path, "event-schemas", to))

export const both = (...edits: ReadonlyArray<Edit>): Edit => (folder) => edits.forEach((one) => one(folder))

export const every = (change: (text: string) => string, files: ReadonlyArray<string>): Edit => (folder) =>
  files.forEach((file) => folder.write({ [`event-schemas/${file}`]: change(folder.read(`event-schemas/${file}`)) }))

export const asJson = (file: string): Edit =>
  both(
    (folder) =>
      folder.write({
        [`event-schemas/${file.replace(".yaml", ".json")}`]: JSON.stringify(
          parse(folder.read(`event-schemas/${file}`)),
          undefined,
          2
        )
      }),
    remove(file)
  )

/** The next version of an event: its file, and `current` and the step in the manifest. */
export const bump = (
  file: string,
  manifest: string,
  to: number,
  text: string,
  entry: readonly [from: string, to: string]
): Edit => both(add(file.replace(/\.v\d+/, `.v${to}`), text), edit(manifest, ...entry))

export const change = (file: string) => `VERSION_CHANGED ${file}`

/** What may be done to all files of any domain. */
export const anyway: (files: ReadonlyArray<string>) => Edits = (files) => ({
  "lines end as on Windows": [every((text) => text.replaceAll("\n", "\r\n"), files)],
  "a byte order mark": [every((text) => `\uFEFF${text}`, files)],
  "comments": [every((text) => `# Said otherwise.\n${text.replaceAll("\n", " # here\n")}`, files)],
  "keys in another order": [every((text) => stringify(reversed(parse(text))), files)],
  "all on one line": [every((text) => `${JSON.stringify(parse(text))}\n`, files)],
  "another way of writing": [
    every(
      (text) => stringify(parse(text), { indent: 4, defaultStringType: "QUOTE_DOUBLE", defaultKeyType: "PLAIN" }),
      files
    )
  ],
  "other words": [
    every(
      (text) =>
        text.replace(/^description: .*$/m, "description: Words.\n").replaceAll(
          "type: string }",
          "type: string, description: Words. }"
        ),
      files
    )
  ]
})

/** Each mapping of a text with its keys the other way round. */
const reversed = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(reversed)
    : typeof value === "object" && value !== null
    ? Object.fromEntries(Object.entries(value).reverse().map(([key, of]) => [key, reversed(of)]))
    : value
