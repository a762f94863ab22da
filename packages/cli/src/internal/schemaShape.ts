// Questions about the syntax tree of an Effect schema, as it is stored. Read by `schemaModule.ts` and `schemaFormats.ts`.
import type * as SchemaAST from "effect/SchemaAST"

/** What is stored of a class is its fields. */
export const encodedOf = (ast: SchemaAST.AST): SchemaAST.AST => ast.encoding?.[0]?.to ?? ast

export const tagOf = (ast: SchemaAST.AST): string | undefined => {
  const shape = encodedOf(ast)
  const tag = shape._tag === "Objects" ? shape.propertySignatures.find(({ name }) => name === "_tag")?.type : undefined
  return tag?._tag === "Literal" && typeof tag.literal === "string" ? tag.literal : undefined
}

export const identifierOf = (ast: SchemaAST.AST): string | undefined => {
  const identifier = ast.annotations?.["identifier"]
  return typeof identifier === "string" ? identifier : undefined
}

/** Whether a schema is somewhere within another. */
export const holds = (
  whole: SchemaAST.AST,
  part: SchemaAST.AST,
  above: ReadonlyArray<SchemaAST.AST> = []
): boolean =>
  !above.includes(whole)
  && partsOf(encodedOf(whole)).some((inner) => inner === part || holds(inner, part, [...above, whole]))

const partsOf = (shape: SchemaAST.AST): ReadonlyArray<SchemaAST.AST> => {
  switch (shape._tag) {
    case "Objects":
      return [...shape.propertySignatures, ...shape.indexSignatures].map(({ type }) => type)
    case "Arrays":
      return [...shape.elements, ...shape.rest]
    case "Union":
      return shape.types
    case "Suspend":
      return [shape.thunk()]
    default:
      return []
  }
}
