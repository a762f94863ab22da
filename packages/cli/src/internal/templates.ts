// The files in templates/, as they become files of a user's.
import { readdirSync, readFileSync, statSync } from "node:fs"
import * as path from "node:path"
import { fileURLToPath } from "node:url"

const folder = fileURLToPath(new URL("../../templates/", import.meta.url))

/** A file below templates/. */
export const template = (file: string): string => readFileSync(path.join(folder, file), "utf8")

/** The files below a folder of templates/, with slashes, sorted. */
export const templatesIn = (name: string): ReadonlyArray<string> =>
  readdirSync(path.join(folder, name), { recursive: true, encoding: "utf8" })
    .filter((file) => statSync(path.join(folder, name, file)).isFile())
    .map((file) => file.replaceAll("\\", "/"))
    .sort()
