// What an expression is of the world around the module, whatever it is called here: `Date.now` of `const { now } = Date`.
// Read by `impurities.ts`.
import type { ts } from "ts-morph"
import { bare, type Module } from "./module.ts"
import { bindingOf } from "./scope.ts"

/** `Math.random`, `effect.DateTime.nowUnsafe`; `undefined` of what is the user's own. */
export const pathOf = (module: Module, given: ts.Expression, depth = 0): string | undefined => {
  const { syntax } = module
  // a chain of names that is longer, or leads in a circle, is nobody's way to say Date
  if (depth > MAX_NAMES) return undefined
  const node = bare(given, syntax)
  if (syntax.isIdentifier(node)) return pathOfName(module, node, depth + 1)
  if (syntax.isPropertyAccessExpression(node)) return joined(pathOf(module, node.expression, depth), node.name.text)
  if (syntax.isElementAccessExpression(node) && syntax.isStringLiteralLike(node.argumentExpression)) {
    return joined(pathOf(module, node.expression, depth), node.argumentExpression.text)
  }
  const isComma = syntax.isBinaryExpression(node) && node.operatorToken.kind === syntax.SyntaxKind.CommaToken
  return isComma ? pathOf(module, node.right, depth) : undefined
}

const MAX_NAMES = 8

const pathOfName = (module: Module, name: ts.Identifier, depth: number): string | undefined => {
  const binding = bindingOf(module, name)
  if (binding._tag === "Global") return THE_WORLD.has(name.text) ? "" : name.text
  if (binding._tag === "Variable") {
    const { initializer, name: bound } = binding.declaration
    return initializer && pathOfBound(module, bound, initializer, name.text, depth)
  }
  if (binding._tag !== "Module") return undefined
  const declared = module.declared.get(name.text)
  if (declared?._tag === "Const" && declared.value !== undefined) {
    return pathOfBound(module, declared.name, declared.value, name.text, depth)
  }
  const imported = module.imported.get(name.text)
  const [, of] = /^effect(?:\/([\w/]+))?$/.exec(imported?.from ?? "") ?? []
  if (imported === undefined || !/^effect(?:\/|$)/.test(imported.from)) return undefined
  return ["effect", ...(of === undefined ? [] : [of]), ...(imported.name === "*" ? [] : [imported.name])].join(".")
}

/** Of a variable, or of one name of `{ now, parse: p } = Date`. */
const pathOfBound = (
  module: Module,
  bound: ts.BindingName,
  value: ts.Expression,
  name: string,
  depth: number
): string | undefined => {
  const { syntax } = module
  if (syntax.isIdentifier(bound)) return pathOf(module, value, depth)
  if (!syntax.isObjectBindingPattern(bound)) return undefined
  const element = bound.elements.find((of) => syntax.isIdentifier(of.name) && of.name.text === name)
  const key = element?.propertyName ?? element?.name
  return key !== undefined && (syntax.isIdentifier(key) || syntax.isStringLiteralLike(key))
    ? joined(pathOf(module, value, depth), key.text)
    : undefined
}

/** `globalThis.Date` is `Date`. */
const joined = (path: string | undefined, name: string): string | undefined =>
  path === undefined ? undefined : path === "" ? name : `${path}.${name}`

const THE_WORLD: ReadonlySet<string> = new Set(["globalThis", "window", "self", "global"])
