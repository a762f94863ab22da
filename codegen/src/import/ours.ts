// Schemas in our language while they are made, and what every converter is given. Read this before the converters.
import type { Json } from "../model.ts"
import { isObject, type JsonObject, textIn } from "./document.ts"
import type { Library } from "./library.ts"
import type { Notes } from "./notes.ts"
import type { Place } from "./place.ts"

/** A schema in our language, not yet text. */
export type Ours = JsonObject

export interface SchemaContext {
  readonly library: Library
  readonly notes: Notes
  /** What a reference to this place becomes. */
  readonly sharedType: (place: Place) => SharedReference
  /** Reads what is below. */
  readonly read: (schema: Json | undefined, place: Place) => Ours | undefined
  /** Reads a schema that is not being read already: written out, it would have no end. */
  readonly once: (schema: JsonObject, read: () => Ours | undefined) => Ours | undefined
  /** At an event's top, where `_tag` is reserved. */
  readonly isRoot: boolean
  /** Within a shared type, which knows nobody's id. */
  readonly isShared: boolean
}

export type SharedReference =
  | { readonly _tag: "Shared"; readonly $ref: string }
  /** It is as short written out. */
  | { readonly _tag: "Inline" }
  /** It can't be said, and that was noted. */
  | { readonly _tag: "None" }

/** Null beside what a schema takes. */
export const withNull = (schema: Ours): Ours => {
  const { enum: values, oneOf, type, ...others } = schema
  if (Array.isArray(values)) {
    return values.includes(null) ? schema : { ...others, enum: [...values as ReadonlyArray<Json>, null] }
  }
  if (Array.isArray(oneOf)) {
    const isThere = oneOf.some((branch) => isObject(branch) && branch["type"] === "null")
    return isThere ? schema : { ...schema, oneOf: [...oneOf as ReadonlyArray<Json>, { type: "null" }] }
  }
  if (type === "null" || (Array.isArray(type) && type.includes("null"))) return schema
  return typeof type === "string" ? { type: [type, "null"], ...others } : { oneOf: [schema, { type: "null" }] }
}

/** Of text and integers; names that are no names are passed over. */
export const brandOf = (schema: JsonObject): Ours => {
  const brand = textIn(schema, "x-brand")
  return brand !== undefined && /^\p{ID_Start}\p{ID_Continue}*$/u.test(brand) ? { "x-brand": brand } : {}
}

/** What to do where a document says less than a schema must. */
export const SAY_IT = "say in the document what it holds, and import it again; or add the field by hand."

/** What to do where a document allows more than one type. */
export const SPLIT_IT = "split it into a field for each type, in a new version of the event."
