// Whether an upcaster always gives one result for one event. Calls are followed to functions of the same module, and one
// level into other modules of the project; what comes from further away is trusted, and named once.
import type { ts } from "ts-morph"
import { impurityOf } from "./impurities.ts"
import { bare, exportedValue, type Module } from "./module.ts"
import { changedBy, type Outliving, outlivingRoot } from "./outliving.ts"
import { bindingOf, type FunctionNode } from "./scope.ts"
import type { ModuleOf } from "./upcasters.ts"
import { isImpureModule, NO_IO } from "./world.ts"

export interface Impure {
  readonly module: Module
  readonly node: ts.Node
  /** `Date.now()` */
  readonly shown: string
  readonly help: string
}

export interface Purity {
  readonly impure: ReadonlyArray<Impure>
  /** Imports that nobody has looked into, by where they are named. */
  readonly trusted: ReadonlyMap<string, { readonly module: Module; readonly node: ts.Node }>
}

/** `moduleOf` gives another module of the project, if it can be read. */
export const purityOf = (root: Module, upcaster: ts.Node, moduleOf: ModuleOf): Purity => {
  const impure = new Map<ts.Node, Impure>()
  const trusted = new Map<string, { module: Module; node: ts.Node }>()
  const outliving: Outliving = { loaded: new Set(), lent: new Set() }
  const seen = new Map<ts.Node, string>()

  const blame = (found: Impure): void => {
    if (!impure.has(found.node)) impure.set(found.node, found)
  }

  /** Once for what is known of it; again where more of what it is given outlives it. */
  const enter = (module: Module, node: ts.Node): void => {
    const state = `${outliving.loaded.size} ${outliving.lent.size}`
    if (seen.get(node) === state) return
    seen.set(node, state)
    visit(module, node, !module.syntax.isFunctionLike(node))
  }

  /** `isLoading`: it runs once, with its module, and not each time. */
  const visit = (module: Module, node: ts.Node, isLoading: boolean): void => {
    const { syntax } = module
    if (syntax.isTypeNode(node)) return
    const found = impurityOf(module, node)
    const isMember = syntax.isIdentifier(node) && !isReference(node, module)
    if (found !== undefined && !isMember) {
      // who waits has said so with `async`
      const isSaid = found.shown === "await" && [...impure.values()].some(({ shown }) => shown === "async")
      if (!isSaid) blame({ module, ...found })
      if (found.shown !== "async" && found.shown !== "await") return
    }
    if (syntax.isCallExpression(node) || syntax.isNewExpression(node)) call(module, node, isLoading)
    const changed = isLoading ? undefined : changedBy(module, node, outliving)
    if (changed !== undefined) {
      return blame({
        module,
        node: changed,
        shown: changed.getText(),
        help: "an upcaster changes nothing that outlives it: make the value anew each time."
      })
    }
    if (syntax.isIdentifier(node) && !isMember) reference(module, node)
    const isInside = syntax.isFunctionLike(node) ? outliving.loaded.has(node) : isLoading
    syntax.forEachChild(node, (child) => visit(module, child, isInside))
  }

  /** What is called while loading keeps its variables; what is called later may be lent what outlives it. */
  const call = (module: Module, node: ts.CallExpression | ts.NewExpression, isLoading: boolean): void => {
    const called = functionOf(module, node.expression)
    if (called === undefined) return
    if (isLoading) outliving.loaded.add(called)
    if (!module.syntax.isFunctionLike(called)) return
    for (const [index, argument] of (node.arguments ?? []).entries()) {
      const parameter = called.parameters[index]
      if (parameter !== undefined && outlivingRoot(module, argument, outliving) !== undefined) {
        outliving.lent.add(parameter)
      }
    }
  }

  const reference = (module: Module, name: ts.Identifier): void => {
    const binding = bindingOf(module, name)
    if (binding._tag === "Function") return enter(module, binding.node)
    if (binding._tag !== "Module") return
    const declared = module.declared.get(name.text)
    if (declared?._tag === "Let") blame({ module, node: name, shown: name.text, help: CONST })
    else if (declared?._tag === "Function") enter(module, declared.node)
    else if (declared?._tag === "Const" && declared.value !== undefined) enter(module, declared.value)
    const imported = module.imported.get(name.text)
    if (imported === undefined || imported.isType) return
    if (isImpureModule(imported.from)) {
      blame({ module, node: name, shown: name.text, help: NO_IO })
    } else if (imported.from.startsWith(".") && module === root) {
      const other = moduleOf(module, imported.from)
      const member = imported.name === "*" ? memberOf(name, module) : imported.name
      const value = other && exportedValue(other, member)
      if (other !== undefined && value !== undefined) enter(other, value)
      else if (other?.declared.get(member)?._tag === "Let") {
        blame({ module, node: name, shown: name.text, help: CONST })
      } else trusted.set(imported.from, { module, node: imported.node })
    } else if (!/^(effect|@deciduous)(\/|$)/.test(imported.from)) {
      trusted.set(imported.from, { module, node: imported.node })
    }
  }

  const own = functionOf(root, upcaster)
  // what a store hands out may be handed out again
  if (own !== undefined && root.syntax.isFunctionLike(own) && own.parameters[0] !== undefined) {
    outliving.lent.add(own.parameters[0])
  }
  enter(root, upcaster)
  return { impure: [...impure.values()], trusted }
}

const CONST = "a variable of the module can change between two reads: make it const."

/** The function or class of the same module that is meant by an expression. */
const functionOf = (module: Module, given: ts.Node, depth = 0): FunctionNode | ts.ClassLikeDeclaration | undefined => {
  const { syntax } = module
  const node = syntax.isExpression(given) ? bare(given, syntax) : given
  if (syntax.isFunctionLike(node) || syntax.isClassExpression(node) || syntax.isClassDeclaration(node)) return node
  if (!syntax.isIdentifier(node) || depth > MAX_NAMES) return undefined
  const binding = bindingOf(module, node)
  if (binding._tag === "Function") return functionOf(module, binding.node, depth + 1)
  if (binding._tag === "Variable") {
    const { initializer } = binding.declaration
    return initializer && functionOf(module, initializer, depth + 1)
  }
  const declared = binding._tag === "Module" ? module.declared.get(node.text) : undefined
  if (declared?._tag === "Function") return declared.node
  return declared?._tag === "Const" && declared.value !== undefined
    ? functionOf(module, declared.value, depth + 1)
    : undefined
}

const MAX_NAMES = 8

/** `b` of `a.b`, where `a` is all of a module. */
const memberOf = (name: ts.Identifier, { syntax }: Module): string =>
  syntax.isPropertyAccessExpression(name.parent) && name.parent.expression === name ? name.parent.name.text : ""

/** A name that stands for a value, and is not itself a property's or a declaration's. */
const isReference = (name: ts.Identifier, { syntax }: Module): boolean => {
  const parent = name.parent
  if (syntax.isPropertyAccessExpression(parent)) return parent.expression === name
  if (syntax.isPropertyAssignment(parent) || syntax.isMethodDeclaration(parent)) return parent.name !== name
  if (syntax.isBindingElement(parent)) return parent.initializer === name
  if (syntax.isParameter(parent) || syntax.isVariableDeclaration(parent)) return parent.initializer === name
  return !syntax.isFunctionDeclaration(parent) && !syntax.isFunctionExpression(parent)
    && !syntax.isClassDeclaration(parent) && !syntax.isPropertyDeclaration(parent)
}
