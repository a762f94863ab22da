// Whether an upcaster always gives one result for one event. Calls are followed to functions of the same module, and one
// level into other modules of the project; what comes from further away is trusted, and named once.
import type { ts } from "ts-morph"
import { impurityOf, isImpureModule, NO_IO } from "./impurities.ts"
import { boundNames, exportedValue, type Module } from "./module.ts"
import type { ModuleOf } from "./upcasters.ts"

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
export const purityOf = (
  root: Module,
  upcaster: ts.Node,
  moduleOf: ModuleOf
): Purity => {
  const impure: Array<Impure> = []
  const trusted = new Map<string, { module: Module; node: ts.Node }>()
  const seen = new Set<ts.Node>()

  const enter = (module: Module, node: ts.Node): void => {
    if (seen.has(node)) return
    seen.add(node)
    visit(module, node)
  }

  const visit = (module: Module, node: ts.Node): void => {
    const { syntax } = module
    if (syntax.isTypeNode(node)) return
    const found = impurityOf(node, syntax, (name) => isGlobal(module, name))
    if (found !== undefined) {
      // who waits has said so with `async`
      const isSaid = found.shown === "await" && impure.some(({ shown }) => shown === "async")
      if (!isSaid) impure.push({ module, ...found })
      if (found.shown !== "async" && found.shown !== "await") return
    }
    const changed = changedRoot(node, module)
    if (changed !== undefined) {
      impure.push({
        module,
        node: changed,
        shown: changed.text,
        help: "an upcaster changes nothing that outlives it: make the value anew each time."
      })
      return
    }
    if (syntax.isIdentifier(node) && isReference(node, module)) reference(module, node)
    syntax.forEachChild(node, (child) => visit(module, child))
  }

  const reference = (module: Module, name: ts.Identifier): void => {
    if (isLocal(name, module)) return
    const declared = module.declared.get(name.text)
    if (declared?._tag === "Let") {
      impure.push({
        module,
        node: name,
        shown: name.text,
        help: "a variable of the module can change between two reads: make it const."
      })
    } else if (declared?._tag === "Function") enter(module, declared.node)
    else if (declared?._tag === "Const" && declared.value !== undefined) enter(module, declared.value)
    const imported = module.imported.get(name.text)
    if (imported === undefined || imported.isType) return
    if (isImpureModule(imported.from)) {
      impure.push({ module, node: name, shown: name.text, help: NO_IO })
    } else if (imported.from.startsWith(".") && module === root) {
      const other = moduleOf(module, imported.from)
      const value = other && exportedValue(other, imported.name === "*" ? memberOf(name, module) : imported.name)
      if (other !== undefined && value !== undefined) enter(other, value)
      else trusted.set(imported.from, { module, node: imported.node })
    } else if (!/^(effect|@deciduous)(\/|$)/.test(imported.from)) {
      trusted.set(imported.from, { module, node: imported.node })
    }
  }

  enter(root, upcaster)
  return { impure, trusted }
}

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
}

/** Neither bound around it nor declared or imported by the module. */
const isGlobal = (module: Module, name: ts.Identifier): boolean =>
  !isLocal(name, module) && !module.declared.has(name.text) && !module.imported.has(name.text)

/** Bound by a function or a block around it. */
const isLocal = (name: ts.Identifier, { syntax, tree }: Module): boolean => {
  for (let node: ts.Node = name; node !== tree && node.parent !== undefined; node = node.parent) {
    if (syntax.isFunctionLike(node) && node.parameters.some((of) => boundNames(of.name, syntax).includes(name.text))) {
      return true
    }
    if (syntax.isFunctionExpression(node) && node.name?.text === name.text) return true
    if (syntax.isCatchClause(node) && node.variableDeclaration !== undefined) {
      if (boundNames(node.variableDeclaration.name, syntax).includes(name.text)) return true
    }
    if (syntax.isBlock(node) && node.statements.some((statement) => declares(statement, name.text, syntax))) return true
    if (
      (syntax.isForStatement(node) || syntax.isForOfStatement(node) || syntax.isForInStatement(node))
      && node.initializer
    ) {
      const list = node.initializer
      if (syntax.isVariableDeclarationList(list) && binds(list, name.text, syntax)) return true
    }
  }
  return false
}

const declares = (statement: ts.Statement, name: string, syntax: Module["syntax"]): boolean =>
  syntax.isVariableStatement(statement)
    ? binds(statement.declarationList, name, syntax)
    : syntax.isFunctionDeclaration(statement) && statement.name?.text === name

const binds = (list: ts.VariableDeclarationList, name: string, syntax: Module["syntax"]): boolean =>
  list.declarations.some((declaration) => boundNames(declaration.name, syntax).includes(name))

/** The module's own object that an expression changes. */
const changedRoot = (node: ts.Node, module: Module): ts.Identifier | undefined => {
  const { syntax } = module
  const target = syntax.isBinaryExpression(node) && isAssignment(node.operatorToken.kind, syntax)
    ? node.left
    : (syntax.isPrefixUnaryExpression(node) || syntax.isPostfixUnaryExpression(node)) && isStep(node.operator, syntax)
    ? node.operand
    : syntax.isDeleteExpression(node)
    ? node.expression
    : syntax.isCallExpression(node) && syntax.isPropertyAccessExpression(node.expression)
        && MUTATORS.test(node.expression.name.text)
    ? node.expression.expression
    : syntax.isCallExpression(node) && node.expression.getText() === "Object.assign"
    ? node.arguments[0]
    : undefined
  const root = target && rootOf(target, syntax)
  if (root === undefined || isLocal(root, module)) return undefined
  return module.declared.has(root.text) || module.imported.has(root.text) ? root : undefined
}

const rootOf = (node: ts.Node, syntax: Module["syntax"]): ts.Identifier | undefined =>
  syntax.isIdentifier(node)
    ? node
    : syntax.isPropertyAccessExpression(node) || syntax.isElementAccessExpression(node)
        || syntax.isNonNullExpression(node)
    ? rootOf(node.expression, syntax)
    : undefined

const isAssignment = (kind: ts.SyntaxKind, { SyntaxKind }: Module["syntax"]): boolean =>
  kind >= SyntaxKind.FirstAssignment && kind <= SyntaxKind.LastAssignment

const isStep = (kind: ts.SyntaxKind, { SyntaxKind }: Module["syntax"]): boolean =>
  kind === SyntaxKind.PlusPlusToken || kind === SyntaxKind.MinusMinusToken

const MUTATORS = /^(?:push|pop|shift|unshift|splice|sort|reverse|fill|copyWithin|set|add|delete|clear)$/
