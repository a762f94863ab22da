// The short way through a codec. Effect's own parser takes 3 to 4 us for an event of six fields, mostly in steps between
// its parts, so what a codec says is followed here once and made into plain functions that do the same in one pass, and
// that refuse unknown fields on the way. They answer only where they are certain: whatever does not fit, and every codec
// of a kind that is not known here, goes to Effect's parser, which alone says what is wrong.
import * as Exit from "effect/Exit"
import * as SchemaAST from "effect/SchemaAST"
import { arrayOf, recordOf, struct } from "./composite.ts"
import { shortcutOf } from "./shortcut.ts"
import { type Compile, type Direct, same, type Step, unfit } from "./step.ts"
import { union } from "./union.ts"

export { type Direct, unfit } from "./step.ts"

const defaults: SchemaAST.ParseOptions = {}

/** How a codec decodes, and by `SchemaAST.flip` how it encodes; `undefined` where there is no short way. */
export const compile = (ast: SchemaAST.AST): Direct | undefined => compiler(new Map())(ast)?.run

const compiler = (known: Map<SchemaAST.AST, Step | undefined>): Compile => {
  const compile: Compile = (ast) => {
    if (!known.has(ast)) known.set(ast, whole(ast, compile))
    return known.get(ast)
  }
  return compile
}

/** From the outermost encoding inwards, then the node itself, then its checks. */
const whole = (ast: SchemaAST.AST, compile: Compile): Step | undefined => {
  const own = node(ast, compile)
  const checked = own && withChecks(own, ast)
  if (ast.encoding === undefined) return checked
  const long = ast.encoding.reduce((next, link) => next && before(link, next, compile), checked)
  const short = shortcutOf(ast)
  return long === undefined || short === undefined ? long : {
    isSame: false,
    run: (value) => {
      const result = short(value)
      return result === unfit ? long.run(value) : result
    }
  }
}

const node = (ast: SchemaAST.AST, compile: Compile): Step | undefined => {
  switch (ast._tag) {
    case "String":
      return same((value) => typeof value === "string")
    case "Number":
      return same((value) => typeof value === "number")
    case "Boolean":
      return same((value) => typeof value === "boolean")
    case "BigInt":
      return same((value) => typeof value === "bigint")
    case "Null":
      return same((value) => value === null)
    case "Unknown":
      return same(() => true)
    case "Literal":
      return same((value) => value === ast.literal)
    case "Declaration":
      return declared(ast)
    case "Objects":
      return ast.indexSignatures.length === 0 ? struct(ast, compile) : recordOf(ast, compile)
    case "Arrays":
      return arrayOf(ast, compile)
    case "Union":
      return union(ast, compile)
    case "Suspend":
      return suspended(ast, compile)
    default:
      return undefined
  }
}

/** A class of values, as `DateTime.Utc`: it knows its own. */
const declared = (ast: SchemaAST.Declaration): Step | undefined => {
  if (ast.typeParameters.length > 0) return undefined
  const run = ast.run([])
  return {
    isSame: false,
    run: (value) => {
      const exit = run(value, ast, defaults)
      return Exit.isExit(exit) && Exit.isSuccess(exit) ? exit.value : unfit
    }
  }
}

/** A schema that contains itself is compiled when a value gets as far; where it has no short way, the value has none. */
const suspended = (ast: SchemaAST.Suspend, compile: Compile): Step => {
  let step: Step | undefined
  return {
    isSame: false,
    run: (value) => {
      step ??= compile(ast.thunk()) ?? { isSame: false, run: () => unfit }
      return step.run(value)
    }
  }
}

const before = (link: SchemaAST.Link, next: Step, compile: Compile): Step | undefined => {
  const outer = compile(link.to)
  const { transformation } = link
  if (outer === undefined || transformation._tag !== "Transformation") return undefined
  const { decode } = transformation
  if (decode._tag === "Passthrough") return then(outer, next)
  if (decode._tag !== "Transform") return undefined
  const { transform } = decode
  return {
    isSame: false,
    run: (value) => {
      const outside = outer.run(value)
      return outside === unfit ? unfit : next.run(transform(outside))
    }
  }
}

const then = (first: Step, second: Step): Step => ({
  isSame: first.isSame && second.isSame,
  run: (value) => {
    const between = first.run(value)
    return between === unfit ? unfit : second.run(between)
  }
})

/** Checks of what goes in, as a codec that encodes has them, and of what comes out. */
const withChecks = (step: Step, ast: SchemaAST.AST): Step => {
  const ofInput = predicate("encodingChecks" in ast ? ast.encodingChecks : undefined, ast)
  const ofOutput = predicate(ast.checks, ast)
  if (ofInput === undefined && ofOutput === undefined) return step
  return {
    isSame: step.isSame,
    run: (value) => {
      const result = step.run(value)
      return result !== unfit && ofInput?.(value) !== false && ofOutput?.(result) !== false ? result : unfit
    }
  }
}

const predicate = (
  checks: SchemaAST.Checks | undefined,
  ast: SchemaAST.AST
): ((value: unknown) => boolean) | undefined => {
  const [first, ...others] = checks?.flatMap(filtersOf) ?? []
  if (first === undefined) return undefined
  const fits = (filter: SchemaAST.Filter<unknown>, value: unknown) => filter.run(value, ast, defaults) === undefined
  return others.length === 0
    ? (value) => fits(first, value)
    : (value) => fits(first, value) && others.every((filter) => fits(filter, value))
}

const filtersOf = (check: SchemaAST.Check<unknown>): ReadonlyArray<SchemaAST.Filter<unknown>> =>
  check._tag === "Filter" ? [check] : check.checks.flatMap(filtersOf)
