// Small schema folders that tests change and check again.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"

export interface Folder {
  readonly path: string
  readonly write: (files: Readonly<Record<string, string>>) => void
  readonly read: (file: string) => string
  readonly remove: () => void
}

export const makeFolder = (): Folder => {
  const path = mkdtempSync(join(tmpdir(), "deciduous-evolving-"))
  return {
    path,
    write: (files) => {
      for (const [file, text] of Object.entries(files)) {
        mkdirSync(dirname(join(path, file)), { recursive: true })
        writeFileSync(join(path, file), text)
      }
    },
    read: (file) => readFileSync(join(path, file), "utf8"),
    remove: () => rmSync(path, { recursive: true, force: true })
  }
}

/** Events by their current version, or by an entry as it is written. */
export const manifest = (events: Readonly<Record<string, number | string>>, name = "Shop"): string =>
  [
    `aggregate: ${name}`,
    "description: One of a few.",
    `stream: ${name.toLowerCase()}`,
    `id: { brand: ${name}Id }`,
    "events:",
    ...Object.entries(events).map(([event, entry]) =>
      `  ${event}: ${typeof entry === "number" ? `{ current: ${entry} }` : entry}`
    ),
    ""
  ].join("\n")

/** An event with required fields, each a schema in a line or the name of a type. */
export const event = (fields: Readonly<Record<string, string>>): string =>
  [
    "description: It happened.",
    "type: object",
    "properties:",
    ...Object.entries(fields).map(([name, schema]) =>
      `  ${name}: ${schema.startsWith("{") ? schema : `{ type: ${schema} }`}`
    ),
    `required: [${Object.keys(fields).join(", ")}]`,
    "additionalProperties: false",
    ""
  ].join("\n")
