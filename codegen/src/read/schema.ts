// One schema, from nodes to a shape. Start here to see how a keyword is read; each type has a file of its own.
import { error } from "../diagnostic.ts"
import type { Pointer, Shape } from "../model.ts"
import { readArray } from "./array.ts"
import type { SchemaContext } from "./context.ts"
import { readPointer, wrongValue } from "./keys.ts"
import { allowOnly, documentation, readKeywords } from "./keywords.ts"
import type { Keywords } from "./keywords.ts"
import { readLiteral } from "./literal.ts"
import type { Node } from "./node.ts"
import { readNumber } from "./number.ts"
import { readObject } from "./object.ts"
import { readReference } from "./reference.ts"
import { readString } from "./string.ts"
import { readType } from "./type.ts"
import { readUnion } from "./union.ts"

/** The shape, or nothing where a problem was reported. */
export const readSchema = (node: Node, context: SchemaContext): Shape | undefined => {
  if (node._tag !== "Map") {
    const message = node._tag === "Scalar" && typeof node.value === "boolean"
      ? "A schema says which values there are; true and false don't."
      : "A schema is a mapping of keywords."
    context.report(error("KEYWORD_VALUE", node.place, message, "for instance { type: string }."))
    return undefined
  }
  const keywords = readKeywords(node, context)
  const shape = readKind(keywords, context)
  const personal = readPersonal(keywords, context)
  if (shape === undefined) return undefined
  const examples = keywords.get("examples")?.value
  for (const [index, value] of (examples?._tag === "List" ? examples.items : []).entries()) {
    context.found.examples.push({ number: index + 1, value, shape })
  }
  if (keywords.refused) return undefined
  return personal === undefined || shape._tag === "Boolean" || shape._tag === "Null" ? shape : { ...shape, personal }
}

const readKind = (keywords: Keywords, context: SchemaContext): Shape | undefined => {
  const ref = keywords.get("$ref")
  if (ref !== undefined) return readReference(ref, keywords, context)
  const oneOf = keywords.get("oneOf")
  if (oneOf !== undefined) return readUnion(oneOf, keywords, context)
  const literal = keywords.get("enum") ?? keywords.get("const")
  if (literal !== undefined) return readLiteral(literal, keywords, context)
  const type = readType(keywords, context)
  if (type === undefined) return undefined
  const inner = type.nullable ? { ...keywords, get: undocumented(keywords) } : keywords
  const shape = readTyped(type.name, inner, context)
  return shape && type.nullable ? { _tag: "Nullable", shape, ...documentation(keywords) } : shape
}

/** A nullable value's description is the outer shape's. */
const undocumented = (keywords: Keywords): Keywords["get"] => (name) =>
  name === "description" ? undefined : keywords.get(name)

const readTyped = (type: string, keywords: Keywords, context: SchemaContext): Shape | undefined => {
  switch (type) {
    case "object":
      return readObject(keywords, context)
    case "array":
      return readArray(keywords, context)
    case "string":
      return readString(keywords, context)
    case "integer":
    case "number":
      return readNumber(type, keywords, context)
    case "boolean":
    case "null":
      allowOnly(keywords, ["type"], `with type: ${type}`, context)
      return { _tag: type === "null" ? "Null" : "Boolean", ...documentation(keywords) }
    default:
      return undefined
  }
}

/** `x-personal` marks strings, objects, and references, which may lead to one of these; types can't know the event's root. */
const readPersonal = (keywords: Keywords, context: SchemaContext): Pointer | undefined => {
  const entry = keywords.get("x-personal")
  if (entry === undefined) return undefined
  if (context.owner.kind === "type") {
    const message = "\"x-personal\" points from an event's root, which a shared type does not know."
    context.report(error("EXTENSION_MISPLACED", entry.place, message, "put it beside the $ref to this type."))
    return undefined
  }
  const subject = readPointer(entry, false, context.report)
  if (subject === undefined) return undefined
  if (context.isRoot) return wrongValue(entry, "its place on a property", context.report)
  context.found.personal.push({ subject, place: entry.value.place })
  return subject
}
