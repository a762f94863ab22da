// Effect's JSON Schema says of times and integers of any size that they are text. What text, its types say: both are
// walked side by side, and the formats are written in. For `schemaModule.ts`.
import type * as SchemaAST from "effect/SchemaAST"
import { encodedOf } from "./schemaShape.ts"

/** JSON Schema as Effect has made it, which is changed in place. */
type Draft = any

export const addFormats = (
  ast: SchemaAST.AST,
  json: Draft,
  definitions: Draft,
  above: ReadonlyArray<SchemaAST.AST> = []
): void => {
  if (json === null || typeof json !== "object") return
  const name = /^#\/\$defs\/(.*)$/.exec(json.$ref ?? "")?.[1]
  if (name !== undefined) {
    const key = decodeURIComponent(name).replaceAll("~1", "/").replaceAll("~0", "~")
    if (!above.includes(ast)) addFormats(ast, definitions[key], definitions, [...above, ast])
    return
  }
  const inner = (type: SchemaAST.AST, of: Draft) => addFormats(type, of, definitions, above)
  const format = formatOf(ast)
  if (format !== undefined) {
    if (json.type === "string" && json.format === undefined) json.format = format
    return
  }
  const shape = encodedOf(ast)
  switch (shape._tag) {
    case "Suspend":
      if (!above.includes(shape)) addFormats(shape.thunk(), json, definitions, [...above, shape])
      return
    case "Objects":
      for (const { name, type } of shape.propertySignatures) inner(type, json.properties?.[name])
      for (const { type } of shape.indexSignatures) inner(type, json.additionalProperties)
      return
    case "Arrays":
      shape.elements.forEach((type, index) => inner(type, json.prefixItems?.[index]))
      for (const type of shape.rest) inner(type, json.items)
      return
    case "Union":
      return addToBranches(shape.types, json.anyOf ?? json.oneOf ?? [], inner)
  }
}

/** Branches have no names, so they are told apart by their kinds, and left alone where that does not suffice. */
const addToBranches = (
  types: ReadonlyArray<SchemaAST.AST>,
  branches: ReadonlyArray<Draft>,
  inner: (type: SchemaAST.AST, branch: Draft) => void
): void => {
  const texts = branches.filter((branch) => branch.type === "string" && branch.enum === undefined)
  const formatted = types.filter((type) => formatOf(type) !== undefined)
  const hasPlainText = types.some(({ _tag }) => _tag === "String")
  if (!hasPlainText && texts.length === formatted.length) formatted.forEach((type, index) => inner(type, texts[index]))
  const others = branches.filter((branch) => !texts.includes(branch) && branch.type !== "null")
  const rest = types.filter((type) => !formatted.includes(type) && !["Null", "Undefined", "String"].includes(type._tag))
  if (rest.length === others.length) rest.forEach((type, index) => inner(type, others[index]))
}

const formatOf = (ast: SchemaAST.AST): string | undefined => {
  if (ast._tag === "BigInt") return "bigint"
  const made = ast._tag === "Declaration" ? ast.annotations?.["representation"] : undefined
  return typeof made === "object" && made !== null && "id" in made ? FORMATS.get(String(made.id)) : undefined
}

const FORMATS: ReadonlyMap<string, string> = new Map([
  ["effect/schema/DateTimeUtc", "date-time"],
  ["effect/schema/Date", "date-time"],
  ["effect/schema/BigDecimal", "decimal"],
  ["effect/schema/URL", "uri"]
])
