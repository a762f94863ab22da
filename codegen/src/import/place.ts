// Where a value of a document stands: `streetlights.yaml#/components/schemas/Light`. Read by everything of `import/`.
import { posix } from "node:path"

export type Place = string

export const fileOf = (place: Place): string => splitAt(place, "#")[0]

export const below = (place: Place, ...names: ReadonlyArray<string | number>): Place =>
  (place.includes("#") ? place : `${place}#`)
  + names.map((name) => `/${String(name).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("")

/** The names on the way from the document's top. */
export const segmentsOf = (place: Place): ReadonlyArray<string> =>
  splitAt(place, "#")[1].split("/").slice(1).map((segment) => segment.replaceAll("~1", "/").replaceAll("~0", "~"))

/** The last of them; the file's name where the place is the whole document. */
export const lastName = (place: Place): string => {
  const segment = segmentsOf(place).at(-1)
  return segment === undefined || segment === ""
    ? posix.basename(fileOf(place)).replace(/(\.schema)?\.(ya?ml|json)$/i, "")
    : segment
}

export const splitAt = (text: string, sign: string): readonly [string, string] => {
  const index = text.indexOf(sign)
  return index < 0 ? [text, ""] : [text.slice(0, index), text.slice(index + 1)]
}
