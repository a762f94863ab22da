// `oneOf`: branches told apart by the constant of one required property; or one schema and null.
import { error } from "../diagnostic.ts"
import type { Shape } from "../model.ts"
import { inside } from "./context.ts"
import type { SchemaContext } from "./context.ts"
import { readList, wrongValue } from "./keys.ts"
import { allowOnly, documentation } from "./keywords.ts"
import type { Keywords } from "./keywords.ts"
import { describe, entryOf, textOf } from "./node.ts"
import type { Entry, MapNode, Node } from "./node.ts"
import { findTarget } from "./reference.ts"

export const readUnion = (entry: Entry, keywords: Keywords, context: SchemaContext): Shape | undefined => {
  allowOnly(keywords, ["oneOf"], "beside \"oneOf\"", context)
  const nodes = readList(entry, context.report)
  if (nodes === undefined) return undefined
  const read = nodes.map((node) => context.read(node, { ...inside(context, undefined), path: context.path }))
  const shapes = read.filter((shape) => shape !== undefined)
  if (shapes.length < read.length) return undefined
  const branches = shapes.filter((shape) => shape._tag !== "Null")
  const nulls = shapes.length - branches.length
  const [only] = branches
  if (nulls > 1) {
    const second = nodes.filter((_, index) => shapes[index]?._tag === "Null")[1]
    context.report(error("UNION_TAG_TWICE", second?.place ?? entry.place, "Null is a branch already.", "take it away."))
    return undefined
  }
  if (only === undefined || shapes.length < 2) {
    return wrongValue(entry, "two branches or more", context.report, "one schema alone needs no oneOf.")
  }
  const documented = documentation(keywords)
  if (nulls === 0) return readBranches(entry, nodes, branches, documented, context)
  const nonNull = nodes.filter((_, index) => shapes[index]?._tag !== "Null")
  const shape = branches.length === 1
    ? only
    : readBranches(entry, nonNull, branches, { ...documented, description: undefined }, context)
  return shape && { _tag: "Nullable", shape, ...documented }
}

const readBranches = (
  entry: Entry,
  nodes: ReadonlyArray<Node>,
  branches: ReadonlyArray<Shape>,
  documented: ReturnType<typeof documentation>,
  context: SchemaContext
): Shape | undefined => {
  const objects = nodes.map((node) => objectOf(node, context))
  const stranger = objects.indexOf("Other")
  if (stranger >= 0) {
    const message = `Branch ${stranger + 1} is no object with properties, so a reader cannot tell it from the others.`
    context.report(
      error("UNION_UNTAGGED", nodes[stranger]!.place, message, "make every branch an object with a const property.")
    )
    return undefined
  }
  const whole = objects.filter((object) => typeof object === "object")
  if (whole.length < objects.length) return undefined
  const tags = tagsOf(whole)
  const tag = tags.find(({ twice }) => twice === undefined)
  if (tag !== undefined) return { _tag: "Union", tag: tag.name, branches, ...documented }
  const clash = tags[0]
  if (clash?.twice !== undefined) {
    const [first, second] = clash.twice
    const message = `Branches ${first + 1} and ${second + 1} both have ${clash.name} ${clash.values[second]}.`
    context.report(error("UNION_TAG_TWICE", nodes[second]!.place, message))
  } else {
    const message =
      `The ${branches.length} branches share no required property with different "const" values, so a reader cannot tell them apart.`
    context.report(error("UNION_UNTAGGED", entry.place, message, "add \"kind: {const: ...}\" to each."))
  }
  return undefined
}

interface Tag {
  readonly name: string
  /** Of each branch, as a sentence says it. */
  readonly values: ReadonlyArray<string>
  /** Two branches that share a value, if any do. */
  readonly twice: readonly [number, number] | undefined
}

/** The properties that are required and constant in every branch, in the order of the first. */
const tagsOf = (branches: ReadonlyArray<MapNode>): ReadonlyArray<Tag> =>
  propertiesOf(branches[0]).flatMap(({ key }) => {
    const values = branches.flatMap((branch) => constantOf(branch, key) ?? [])
    if (values.length < branches.length) return []
    const second = values.findIndex((value, index) => values.indexOf(value) < index)
    const twice = second < 0 ? undefined : [values.indexOf(values[second]!), second] as const
    return [{ name: key, values, twice }]
  })

const constantOf = (branch: MapNode, name: string): string | undefined => {
  const required = entryOf(branch, "required")?.value
  if (required?._tag !== "List" || !required.items.some((item) => textOf(item) === name)) return undefined
  const property = propertiesOf(branch).find(({ key }) => key === name)?.value
  if (property?._tag !== "Map") return undefined
  const values = entryOf(property, "enum")?.value
  const value = values?._tag === "List" && values.items.length === 1
    ? values.items[0]
    : entryOf(property, "const")?.value
  return value && describe(value)
}

const propertiesOf = (branch: MapNode | undefined): ReadonlyArray<Entry> => {
  const properties = branch && entryOf(branch, "properties")?.value
  return properties?._tag === "Map" ? properties.entries : []
}

/**
 * The object that a branch is or refers to. It is looked at before it is read, because a type may be a branch of its own
 * field. `Broken` is what its own file's problems speak of.
 */
const objectOf = (node: Node, context: SchemaContext, seen: ReadonlyArray<Node> = []): MapNode | "Broken" | "Other" => {
  if (node._tag !== "Map" || seen.includes(node)) return "Broken"
  const target = textOf(entryOf(node, "$ref")?.value ?? node)
  if (target !== undefined) {
    const found = findTarget(target, context)
    return found?.node === undefined ? "Broken" : objectOf(found.node, found.context, [...seen, node])
  }
  if (["oneOf", "enum", "const"].some((key) => entryOf(node, key) !== undefined)) return "Other"
  const type = entryOf(node, "type")?.value
  const isObject = type !== undefined && textOf(type) === "object"
  const isRecord = entryOf(node, "additionalProperties")?.value._tag === "Map"
  return isObject && !isRecord ? node : type === undefined ? "Broken" : "Other"
}
