// What references lead to as files of `_types/`: each place once, by a name that nothing else has. Read by `domain.ts`.
import { RESERVED_NAMES } from "../check/names.ts"
import { isObject, type JsonObject, ownOf } from "./document.ts"
import type { Group } from "./groups.ts"
import type { Library } from "./library.ts"
import type { ImportedType } from "./model.ts"
import { pascalCase } from "./names.ts"
import type { Notes } from "./notes.ts"
import type { Ours, SchemaContext, SharedReference } from "./ours.ts"
import { lastName, type Place } from "./place.ts"
import { convertSchema } from "./schema.ts"

export interface TypeTable {
  readonly context: (of: Pick<SchemaContext, "isRoot" | "isShared">) => SchemaContext
  /** Sorted by name. */
  readonly all: () => ReadonlyArray<ImportedType>
}

/** Places whose schema can't be said go to `unsayable`. */
export const typeTable = (
  groups: ReadonlyArray<Group>,
  unsayable: Set<Place>,
  library: Library,
  notes: Notes
): TypeTable => {
  const known = new Map<Place, { readonly name: string; schema: Ours | undefined }>()
  /** What is being read, for events and for types, as one that a type is made of may be an event too. */
  const reading = { event: new Set<JsonObject>(), type: new Set<JsonObject>() }
  const taken = new Set([...RESERVED_NAMES, ...groups.flatMap(namesOf)])

  const nameFor = (place: Place): string => {
    // what is generated beside each type ends so
    const wanted = (pascalCase(lastName(place)) ?? "Shared").replace(/(?<=.)Encoded$/, "")
    const isFree = (name: string) => [name, `${name}Encoded`, `stored${name}`].every((made) => !taken.has(made))
    let name = wanted
    for (let number = 1; !isFree(name); number++) name = `${wanted}Type${number === 1 ? "" : number}`
    for (const made of [name, `${name}Encoded`, `stored${name}`]) taken.add(made)
    return name
  }
  const sharedType = (place: Place, isShared: boolean): SharedReference => {
    if (unsayable.has(place)) return { _tag: "None" }
    const there = known.get(place)
    if (there !== undefined) return reference(there.name, isShared)
    const target = library.at(place)
    if (!isObject(target) || isScalar(target)) return { _tag: "Inline" }
    const entry: { readonly name: string; schema: Ours | undefined } = { name: nameFor(place), schema: undefined }
    known.set(place, entry)
    entry.schema = convertSchema(target, place, context({ isShared: true, isRoot: false }))
    if (entry.schema !== undefined) return reference(entry.name, isShared)
    unsayable.add(place)
    return { _tag: "None" }
  }
  const context: TypeTable["context"] = ({ isRoot, isShared }) => {
    const open = reading[isShared ? "type" : "event"]
    const below: SchemaContext = {
      library,
      notes,
      isRoot: false,
      isShared,
      sharedType: (place) => sharedType(place, isShared),
      read: (schema, place) => convertSchema(schema, place, below),
      once: (schema, read) => {
        if (open.has(schema)) {
          const help = "say it by $ref alone, without other rules beside it."
          return notes.leftOut(
            library.placeOf(schema),
            "It is a part of itself, with other rules beside the reference.",
            help
          )
        }
        open.add(schema)
        const made = read()
        open.delete(schema)
        return made
      }
    }
    return { ...below, isRoot }
  }
  const all = () =>
    [...known.values()].flatMap(({ name, schema }) => schema === undefined ? [] : [{ name, schema }])
      .sort((a, b) => a.name < b.name ? -1 : 1)
  return { context, all }
}

const reference = (name: string, isShared: boolean): SharedReference => ({
  _tag: "Shared",
  $ref: `${isShared ? "./" : "../_types/"}${name}.v1.yaml`
})

/** What is as short written out, and cannot hold itself. */
const isScalar = (schema: JsonObject): boolean =>
  ["string", "integer", "number", "boolean", "null"].includes(String(ownOf(schema, "type")))
  && ownOf(schema, "enum") === undefined

/** The names in TypeScript that an aggregate and its events take. */
const namesOf = ({ commands, events, name }: Group): ReadonlyArray<string> => [
  ..."Id Event NewEvent Events Upcasters Command CommandEncoded Arbitraries".split(" ").map((of) => name + of),
  ...[...events.keys(), ...commands.keys()].flatMap((of) => [of, `${of}Encoded`, `${of}Payload`]),
  ...[...events].flatMap(([of, versions]) =>
    versions.flatMap((_, index) => [`${of}V${index + 1}`, `${of}V${index + 1}Encoded`, `upcast${of}${index + 1}`])
  )
]
