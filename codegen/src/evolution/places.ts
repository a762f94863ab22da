// Where in a file the word stands that a finding is about: the keyword, the value of an enum, the key of a manifest. What is
// read keeps the places of schemas only; the text is asked again for what lies within. Read by `check`.
import type { Difference } from "../contract/compare.ts"
import type { Sources } from "../diagnostic.ts"
import type { Place } from "../model.ts"
import { entryOf, jsonOf, type MapNode, type Node } from "../read/node.ts"
import { parseYaml } from "../read/yaml.ts"

export interface Places {
  /** The key at the end of a path, or the last one before it that is there; the file's first place, where none is. */
  readonly of: (file: string, ...path: ReadonlyArray<string>) => Place
  /** The word that makes the difference in the newer schema, or the place of the schema where no word does. */
  readonly differing: (difference: Difference) => Place
}

export const placesIn = (sources: Sources): Places => {
  const roots = new Map<string, Node | undefined>()
  const rootOf = (file: string): Node | undefined => {
    if (!roots.has(file)) roots.set(file, parseYaml(file, sources.get(file) ?? "", () => undefined))
    return roots.get(file)
  }
  return {
    of: (file, ...path) => {
      let place: Place = { file, line: 1, column: 1 }
      let node = rootOf(file)
      for (const key of path) {
        const entry = node?._tag === "Map" ? entryOf(node, key) : undefined
        if (entry === undefined) break
        place = entry.place
        node = entry.value
      }
      return place
    },
    differing: (difference) => {
      const root = rootOf(difference.place.file)
      return root === undefined ? difference.place : wordOf(difference, root) ?? difference.place
    }
  }
}

const wordOf = ({ kind, place, pointer, text }: Difference, root: Node): Place | undefined => {
  const name = pointer.slice(pointer.lastIndexOf("/") + 1).replaceAll("~1", "/").replaceAll("~0", "~")
  if (kind === "Requirement") {
    const owner = find(root, (map) => {
      const properties = entryOf(map, "properties")?.value
      return properties?._tag === "Map" && properties.entries.some((entry) => isAt(entry.place, place))
    })
    return owner && itemOf(owner, "required", (item) => jsonOf(item) === name)
  }
  const schema = find(root, (map) => isAt(map.place, place))
  if (schema === undefined) return undefined
  switch (kind) {
    case "FieldRemoved":
      return entryOf(schema, "properties")?.place
    case "ValueAdded":
      return itemOf(schema, "enum", (item) => text.includes(JSON.stringify(jsonOf(item)))) ?? keyword(schema, ["const"])
    case "ValueRemoved":
      return keyword(schema, ["enum", "const"])
    case "BranchAdded":
      return itemOf(schema, "oneOf", (item) => constants(item).some((value) => text.endsWith(` ${value}`)))
    case "BranchRemoved":
      return keyword(schema, ["oneOf"])
    case "Type":
    case "Null":
      return keyword(schema, ["type", "oneOf", "$ref", "enum", "const"])
    case "Personal":
    case "Brand":
      return keyword(schema, [kind === "Personal" ? "x-personal" : "x-brand"])
    case "FieldAdded":
      return undefined
    default:
      // the text names the keyword: `minLength 1 -> 3`, `no minimum -> minimum 5`, `integer -> number`
      return keyword(schema, [...text.match(/[a-zA-Z-]+/g) ?? [], "type", "enum", "const"])
  }
}

const keyword = (schema: MapNode, names: ReadonlyArray<string>): Place | undefined =>
  names.map((name) => entryOf(schema, name)?.place).find((place) => place !== undefined)

/** The item of a list, or the key of the list where the item is no longer there. */
const itemOf = (schema: MapNode, key: string, isMeant: (item: Node) => boolean): Place | undefined => {
  const entry = entryOf(schema, key)
  const item = entry?.value._tag === "List" ? entry.value.items.find(isMeant) : undefined
  return item?.place ?? entry?.place
}

/** What a branch's properties are bound to, as JSON text. */
const constants = (branch: Node): ReadonlyArray<string> => {
  const properties = branch._tag === "Map" ? entryOf(branch, "properties")?.value : undefined
  return properties?._tag !== "Map" ? [] : properties.entries.flatMap(({ value }) => {
    const constant = value._tag === "Map" ? entryOf(value, "const")?.value : undefined
    return constant === undefined ? [] : [JSON.stringify(jsonOf(constant))]
  })
}

const find = (node: Node, isMeant: (map: MapNode) => boolean): MapNode | undefined => {
  if (node._tag === "Scalar") return undefined
  if (node._tag === "Map" && isMeant(node)) return node
  const inner = node._tag === "Map" ? node.entries.map(({ value }) => value) : node.items
  for (const one of inner) {
    const found = find(one, isMeant)
    if (found !== undefined) return found
  }
  return undefined
}

const isAt = (a: Place, b: Place): boolean => a.line === b.line && a.column === b.column
