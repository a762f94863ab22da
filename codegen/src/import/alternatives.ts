// `oneOf` and `anyOf`: null beside a schema, sets of values, unions that a constant tells apart; the rest is approximated
// by something that takes all of it, and never by something narrower.
import type { Json } from "../model.ts"
import { isObject, type JsonObject, listIn, objectIn, ownOf } from "./document.ts"
import { gathered, listOf, plainReference, same, together } from "./gather.ts"
import { literalsOf } from "./literals.ts"
import { type Ours, SAY_IT, type SchemaContext, SPLIT_IT, withNull } from "./ours.ts"
import { below, type Place } from "./place.ts"
import { type Branch, discriminated, tagOf, withTag } from "./tags.ts"

/** `undefined` where the schema has no alternatives, "None" where they can't be said. */
export const convertAlternatives = (
  schema: JsonObject,
  place: Place,
  context: SchemaContext
): Ours | "None" | undefined => {
  const given = alternativesIn(schema)
  if (given.length === 0) return undefined
  if (listIn(schema, "oneOf").length > 0 && listIn(schema, "anyOf").length > 0) {
    context.notes.approximated(place, "\"oneOf\" and \"anyOf\" at one place: the alternatives of both.")
  }
  if (given.every(isOnlyRequired)) {
    const help = "check it in decide, before the event is written."
    context.notes.leftOut(place, "Which properties have to be there together.", help)
    const { anyOf: _any, oneOf: _one, ...rest } = schema
    return readAt(rest, place, context) ?? "None"
  }
  if (!given.every((branch) => isObject(branch))) {
    context.notes.leftOut(place, "Any value is allowed here, and the schema language has no such type.", SAY_IT)
    return "None"
  }
  const branches = branchesOf(schema, place, context)
  if (branches === undefined) return "None"
  const numbers = branches.filter(({ whole }) => isNumber(whole))
  if (numbers.length > 0 && branches.some(({ whole }) => isNotFinite(whole))) {
    const what = "A number, or as text one that is infinite or none: a number."
    context.notes.approximated(place, what, "JSON has no such numbers; say Finite.")
  }
  const others = branches.filter(({ whole }) => !isNull(whole) && !(numbers.length > 0 && isNotFinite(whole)))
  const hasNull = ownOf(schema, "nullable") === true || branches.some(({ whole }) => isNull(whole) || allowsNull(whole))
  const converted = convertBranches(others, schema, place, context)
  return converted === undefined ? "None" : hasNull ? withNull(converted) : converted
}

/** An event's payload is one object, so its alternatives are taken together. */
export const mergedObject = (schema: JsonObject, place: Place, context: SchemaContext): Ours | undefined => {
  const branches = branchesOf(schema, place, context)
  return branches && convertMerged(branches.filter(({ whole }) => !isNull(whole)), place, context)
}

const alternativesIn = (schema: JsonObject): ReadonlyArray<Json> =>
  [...listIn(schema, "oneOf"), ...listIn(schema, "anyOf")].filter((branch) => branch !== false)

const branchesOf = (
  schema: JsonObject,
  place: Place,
  context: SchemaContext
): ReadonlyArray<Branch> | undefined => {
  const branches = alternativesIn(schema).filter(isObject).map((given) => {
    const own = gathered(given, context)
    const whole = own && withSurroundings(schema, given, own, place, context)
    return whole && { given, whole, isAlone: whole === own }
  })
  const known = branches.filter((branch) => branch !== undefined)
  return known.length === branches.length ? known : undefined
}

const convertBranches = (
  branches: ReadonlyArray<Branch>,
  schema: JsonObject,
  place: Place,
  context: SchemaContext
): Ours | undefined => {
  const [only, ...more] = branches
  if (only === undefined) return { type: "null" }
  if (more.length === 0) return context.read(isReference(only) ? only.given : only.whole, place)
  const literals = branches.map(({ whole }) => literalsOf(whole))
  if (literals.every((values) => values !== undefined)) return readAt({ enum: literals.flat() }, place, context)
  if (branches.every(({ whole }) => isNumber(whole))) {
    context.notes.approximated(place, "One of several kinds of numbers: any number.", "bounds can say what they share.")
    return { type: "number" }
  }
  if (branches.every(({ whole }) => typeOf(whole) === "string")) {
    context.notes.approximated(place, "One of several kinds of text: any text.", "a pattern can say what they share.")
    return { type: "string" }
  }
  if (branches.every(({ whole }) => typeOf(whole) === "object")) {
    return convertUnion(branches, schema, place, context) ?? convertMerged(branches, place, context)
  }
  const what = `One of ${branches.length} schemas of different types, and a type is one of them.`
  return context.notes.leftOut(place, what, SPLIT_IT)
}

/** Told apart by a constant; or by a `discriminator`, whose values are the names of the branches. */
const convertUnion = (
  branches: ReadonlyArray<Branch>,
  schema: JsonObject,
  place: Place,
  context: SchemaContext
): Ours | undefined => {
  const tag = tagOf(branches.map(({ whole }) => whole)) ?? discriminated(branches, schema, place, context)
  if (tag === undefined) return undefined
  const read = branches.map((branch, index) => {
    const value = tag.values?.[index]
    return value === undefined
      ? context.read(isReference(branch) ? branch.given : branch.whole, place)
      : readAt(withTag(branch.whole, tag.name, value), place, context)
  })
  const whole = read.filter((branch) => branch !== undefined)
  return whole.length === read.length ? { oneOf: whole } : undefined
}

/** One object that takes what any of the branches takes. */
const convertMerged = (
  branches: ReadonlyArray<Branch>,
  place: Place,
  context: SchemaContext
): Ours | undefined => {
  context.notes.approximated(
    place,
    `One of ${branches.length} objects that no constant tells apart: one object with the fields of all of them.`,
    "give each branch a required property with a \"const\" of its own."
  )
  const all = branches.map(({ whole }) => objectIn(whole, "properties"))
  const names = [...new Set(all.flatMap((properties) => Object.keys(properties)))]
  const properties = names.map((name): readonly [string, Json] => {
    const found = all.flatMap((of) => ownOf(of, name) ?? [])
    const different = found.filter((one, index) => found.findIndex((other) => same(other, one)) === index)
    const merged = context.library.placed({ anyOf: different }, below(place, "properties", name))
    return [name, different.length === 1 ? different[0]! : merged]
  })
  const required = names.filter((name) => branches.every(({ whole }) => listIn(whole, "required").includes(name)))
  return readAt(
    { type: "object", properties: Object.fromEntries(properties), required, additionalProperties: false },
    place,
    context
  )
}

/** What stands beside the alternatives holds for each of them. */
const withSurroundings = (
  schema: JsonObject,
  given: JsonObject,
  whole: JsonObject,
  place: Place,
  context: SchemaContext
): JsonObject => {
  const around = Object.entries(schema).filter(([key]) => !NOT_FOR_BRANCHES.has(key))
  const isSaid = around.every(([key, value]) => key === "type" && same(value, typeOf(whole) ?? ""))
  return isNull(whole) || isSaid
    ? whole
    : context.library.placed(
      together(Object.fromEntries(around), whole, place, context),
      context.library.placeOf(given) || place
    )
}

const NOT_FOR_BRANCHES: ReadonlySet<string> = new Set([
  ..."oneOf anyOf nullable title description default example examples deprecated discriminator readOnly".split(" "),
  ..."writeOnly externalDocs xml $schema $id id $anchor $comment $defs definitions".split(" ")
])

const readAt = (schema: JsonObject, place: Place, context: SchemaContext): Ours | undefined =>
  context.read(context.library.placed(schema, place), place)

/** It says nothing but what it refers to, which has a name of its own; then that is kept. */
const isReference = ({ given, isAlone, whole }: Branch): boolean =>
  isAlone && plainReference(given) !== undefined && ownOf(whole, "discriminator") === undefined

const isOnlyRequired = (branch: Json): boolean =>
  isObject(branch) && Object.keys(branch).every((key) => ["required", "title", "description"].includes(key))

const isNull = (schema: JsonObject): boolean =>
  ownOf(schema, "type") === "null" || (literalsOf(schema)?.every((value) => value === null) ?? false)

const allowsNull = (schema: JsonObject): boolean =>
  listIn(schema, "type").includes("null") || ownOf(schema, "nullable") === true

/** As Effect writes the numbers that JSON lacks. */
const isNotFinite = (schema: JsonObject): boolean => {
  const values = listIn(schema, "enum")
  return values.length === 3 && ["NaN", "Infinity", "-Infinity"].every((value) => values.includes(value))
}

const typeOf = (schema: JsonObject): string | undefined => {
  const [only, ...more] = listOf(ownOf(schema, "type")).filter((type) => type !== "null")
  return more.length === 0 && typeof only === "string"
    ? only
    : ownOf(schema, "type") === undefined && ownOf(schema, "properties") !== undefined
    ? "object"
    : undefined
}

const isNumber = (schema: JsonObject): boolean => ["integer", "number"].includes(typeOf(schema) ?? "")
