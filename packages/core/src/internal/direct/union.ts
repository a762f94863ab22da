// Unions whose branches no value can fit twice: by its kind, or by the tag that every object has.
import * as SchemaAST from "effect/SchemaAST"
import { isClassOfObjects } from "./shortcut.ts"
import { type Compile, same, type Step, unfit } from "./step.ts"

export const union = (ast: SchemaAST.Union, compile: Compile): Step | undefined => {
  if (ast.types.every(isLiteral)) {
    const literals = new Set<unknown>(ast.types.map(({ literal }) => literal))
    return same((value) => literals.has(value))
  }
  const branches = ast.types.flatMap((type) => {
    const step = compile(type)
    return step === undefined ? [] : [{ step, kinds: kindsOf(SchemaAST.toEncoded(type)), type }]
  })
  if (branches.length < ast.types.length) return undefined
  const objects = branches.filter(({ kinds }) => kinds[0] === "object")
  const others = branches.filter((branch) => !objects.includes(branch))
  const byKind = new Map(others.flatMap(({ kinds, step }) => kinds.map((kind) => [kind, step] as const)))
  if (byKind.size < others.flatMap(({ kinds }) => kinds).length || byKind.has("unknown")) return undefined
  const object = objects.length === 1 ? objects[0]!.step : byTag(objects)
  if (objects.length > 0 && object === undefined) return undefined
  if (object !== undefined) byKind.set("object", object)
  return {
    isSame: branches.every(({ step }) => step.isSame),
    run: (value) => {
      const step = byKind.get(kindOf(value))
      return step === undefined ? unfit : step.run(value)
    }
  }
}

const isLiteral = (ast: SchemaAST.AST): ast is SchemaAST.Literal =>
  ast._tag === "Literal" && ast.encoding === undefined && ast.checks === undefined

type Kind = "string" | "number" | "bigint" | "boolean" | "null" | "array" | "object" | "unknown"

const kindOf = (value: unknown): Kind => {
  const type = typeof value
  return value === null
    ? "null"
    : Array.isArray(value)
    ? "array"
    : type === "string" || type === "number" || type === "bigint" || type === "boolean" || type === "object"
    ? type
    : "unknown"
}

/** The kinds of a schema's values; "unknown" where they cannot be told from its form. */
const kindsOf = (ast: SchemaAST.AST): ReadonlyArray<Kind> => {
  switch (ast._tag) {
    case "String":
      return ["string"]
    case "Number":
      return ["number"]
    case "BigInt":
      return ["bigint"]
    case "Boolean":
      return ["boolean"]
    case "Null":
      return ["null"]
    case "Literal":
      return [kindOf(ast.literal)]
    case "Arrays":
      return ["array"]
    case "Objects":
      return ["object"]
    case "Union":
      return [...new Set(ast.types.flatMap(kindsOf))]
    case "Declaration":
      return [isClassOfObjects(ast) ? "object" : "unknown"]
    case "Suspend":
      return kindsOf(ast.thunk())
    default:
      return ["unknown"]
  }
}

interface Branch {
  readonly step: Step
  readonly type: SchemaAST.AST
}

/** By the first field that has a literal of its own in each of them. */
const byTag = (branches: ReadonlyArray<Branch>): Step | undefined => {
  const literals = branches.map(({ type }) => literalsOf(SchemaAST.toEncoded(type)))
  for (const name of literals[0]?.keys() ?? []) {
    const steps = new Map(branches.map(({ step }, i) => [literals[i]!.get(name), step]))
    if (steps.size < branches.length || steps.has(undefined)) continue
    return {
      isSame: branches.every(({ step }) => step.isSame),
      run: (value) => {
        const step = steps.get((value as { readonly [name: string]: unknown })[name])
        return step === undefined ? unfit : step.run(value)
      }
    }
  }
  return undefined
}

const literalsOf = (ast: SchemaAST.AST): ReadonlyMap<string, unknown> =>
  ast._tag === "Suspend"
    ? literalsOf(ast.thunk())
    : new Map(
      ast._tag !== "Objects"
        ? []
        : ast.propertySignatures.flatMap(({ name, type }) =>
          type._tag === "Literal" && !SchemaAST.isOptional(type) ? [[String(name), type.literal] as const] : []
        )
    )
