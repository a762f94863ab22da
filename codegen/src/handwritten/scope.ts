// What a name in a module means: where it is bound, and to what. Read by `paths.ts` and `outliving.ts`.
import type { ts } from "ts-morph"
import { boundNames, type Module } from "./module.ts"

export type Binding =
  /** What it means everywhere, and nothing of the user's. */
  | { readonly _tag: "Global" }
  /** Declared at the module's top, or imported. */
  | { readonly _tag: "Module" }
  | Local

/** Bound by a function or a block; `within` is the innermost function around the declaration. */
export type Local =
  | { readonly _tag: "Parameter"; readonly within: FunctionNode; readonly parameter: ts.ParameterDeclaration }
  | {
    readonly _tag: "Variable"
    readonly within: FunctionNode | undefined
    readonly declaration: ts.VariableDeclaration
  }
  | { readonly _tag: "Function"; readonly within: FunctionNode | undefined; readonly node: ts.Node }
  | { readonly _tag: "Caught"; readonly within: FunctionNode | undefined }

export type FunctionNode = ts.SignatureDeclaration

export const bindingOf = (module: Module, name: ts.Identifier): Binding => {
  const { declared, imported, tree } = module
  for (let node: ts.Node = name; node !== tree && node.parent !== undefined; node = node.parent) {
    const found = boundBy(module, node, name.text)
    if (found !== undefined) return found
  }
  return declared.has(name.text) || imported.has(name.text) ? { _tag: "Module" } : { _tag: "Global" }
}

export const functionAround = (node: ts.Node, { syntax }: Module): FunctionNode | undefined => {
  for (let around = node.parent; around !== undefined; around = around.parent) {
    if (syntax.isFunctionLike(around)) return around
  }
  return undefined
}

const boundBy = (module: Module, node: ts.Node, name: string): Local | undefined => {
  const { syntax } = module
  const within = functionAround(node, module)
  if (syntax.isFunctionLike(node)) {
    const parameter = node.parameters.find((of) => boundNames(of.name, syntax).includes(name))
    if (parameter !== undefined) return { _tag: "Parameter", within: node, parameter }
    const isItself = syntax.isFunctionExpression(node) && node.name?.text === name
    return isItself ? { _tag: "Function", within, node } : undefined
  }
  if (syntax.isCatchClause(node) && node.variableDeclaration !== undefined) {
    return boundNames(node.variableDeclaration.name, syntax).includes(name) ? { _tag: "Caught", within } : undefined
  }
  if (syntax.isBlock(node) || syntax.isCaseClause(node) || syntax.isDefaultClause(node)) {
    return node.statements.map((of) => declaredBy(module, of, name, within)).find((of) => of !== undefined)
  }
  const isLoop = syntax.isForStatement(node) || syntax.isForOfStatement(node) || syntax.isForInStatement(node)
  return isLoop && node.initializer !== undefined && syntax.isVariableDeclarationList(node.initializer)
    ? variableIn(module, node.initializer, name, within)
    : undefined
}

const declaredBy = (
  module: Module,
  statement: ts.Statement,
  name: string,
  within: FunctionNode | undefined
): Local | undefined => {
  const { syntax } = module
  if (syntax.isVariableStatement(statement)) return variableIn(module, statement.declarationList, name, within)
  const isNamed = syntax.isFunctionDeclaration(statement) || syntax.isClassDeclaration(statement)
  return isNamed && statement.name?.text === name ? { _tag: "Function", within, node: statement } : undefined
}

const variableIn = (
  { syntax }: Module,
  list: ts.VariableDeclarationList,
  name: string,
  within: FunctionNode | undefined
): Local | undefined => {
  const declaration = list.declarations.find((of) => boundNames(of.name, syntax).includes(name))
  return declaration && { _tag: "Variable", within, declaration }
}
