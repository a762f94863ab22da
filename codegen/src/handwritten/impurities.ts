// What makes a function give two results for one event, as its syntax shows it. Read by `purity.ts`.
import type { ts } from "ts-morph"
import type { Module, Syntax } from "./module.ts"
import { pathOf } from "./paths.ts"
import { AT_ONCE, CLOCK, helpForCall, helpForMember, LOCALE, NO_IO, ZONE } from "./world.ts"

/** A node that is impure by itself: as it is printed, and what to do instead. */
export interface Impurity {
  readonly node: ts.Node
  readonly shown: string
  readonly help: string
}

export const impurityOf = (module: Module, node: ts.Node): Impurity | undefined => {
  const { syntax } = module
  if (syntax.isAwaitExpression(node) || (syntax.isForOfStatement(node) && node.awaitModifier !== undefined)) {
    return { node, shown: "await", help: AT_ONCE }
  }
  if (isFunction(node, syntax) && node.modifiers?.some(({ kind }) => kind === syntax.SyntaxKind.AsyncKeyword)) {
    return { node, shown: "async", help: AT_ONCE }
  }
  if (syntax.isMetaProperty(node) && node.keywordToken === syntax.SyntaxKind.ImportKeyword) {
    return { node, shown: "import.meta", help: NO_IO }
  }
  if (syntax.isNewExpression(node) || syntax.isCallExpression(node)) {
    const found = ofCall(module, node)
    if (found !== undefined) return found
  }
  return ofMember(module, node)
}

const ofCall = (module: Module, node: ts.NewExpression | ts.CallExpression): Impurity | undefined => {
  const { syntax } = module
  const called = node.expression
  if (called.kind === syntax.SyntaxKind.ImportKeyword) return { node, shown: shortly(node), help: NO_IO }
  const path = pathOf(module, called)
  const given = node.arguments?.length ?? 0
  if (path === "Date") {
    const help = syntax.isCallExpression(node) || given === 0 ? CLOCK : given > 1 ? ZONE : undefined
    if (help !== undefined) return { node, shown: shortly(node), help }
  }
  const help = path === undefined ? undefined : helpForCall(path)
  if (help !== undefined) return { node, shown: shortly(node), help }
  if (path?.startsWith("Intl.") === true) {
    if (given === 0) return { node, shown: shortly(node), help: LOCALE }
    const isZoned = node.arguments?.[1]?.getText().includes("timeZone") === true
    if (path === "Intl.DateTimeFormat" && !isZoned) return { node, shown: shortly(node), help: ZONE }
  }
  return syntax.isCallExpression(node) && syntax.isPropertyAccessExpression(called)
    ? ofMethod(called.name, node.arguments)
    : undefined
}

/** A method that asks the machine for its zone or its locale, whatever it is called on. */
const ofMethod = (node: ts.MemberName, given: ReadonlyArray<ts.Expression>): Impurity | undefined => {
  const name = node.text
  const shown = `${name}()`
  if (LOCAL_TIME.test(name)) return { node, shown, help: ZONE }
  if (name.startsWith("toLocale") && given.length === 0) return { node, shown, help: LOCALE }
  const isZoned = given[1]?.getText().includes("timeZone") === true
  if (/^toLocale(Date|Time)String$/.test(name) && !isZoned) return { node, shown, help: ZONE }
  return name === "localeCompare" && given.length < 2 ? { node, shown, help: LOCALE } : undefined
}

/** `Date.now`, under whatever name. Where it is only given a name, those who use the name are told. */
const ofMember = (module: Module, node: ts.Node): Impurity | undefined => {
  const { syntax } = module
  const isMember = syntax.isPropertyAccessExpression(node) || syntax.isElementAccessExpression(node)
  if (!isMember && !syntax.isIdentifier(node)) return undefined
  if (syntax.isVariableDeclaration(node.parent) && node.parent.initializer === node) return undefined
  const path = pathOf(module, node)
  const help = path === undefined ? undefined : helpForMember(path)
  if (path === undefined || help === undefined) return undefined
  const called = syntax.isCallExpression(node.parent) && node.parent.expression === node ? node.parent : node
  const text = shortly(called)
  return { node, shown: text.startsWith(path) || path.startsWith("effect.") ? text : path, help }
}

const LOCAL_TIME =
  /^(?:[gs]et(?:FullYear|Year|Month|Date|Day|Hours|Minutes|Seconds|Milliseconds|TimezoneOffset)|toDateString|toTimeString)$/

const isFunction = (node: ts.Node, syntax: Syntax): node is ts.FunctionLikeDeclaration =>
  syntax.isArrowFunction(node) || syntax.isFunctionExpression(node) || syntax.isFunctionDeclaration(node)
  || syntax.isMethodDeclaration(node)

const shortly = (node: ts.Node): string => {
  const line = node.getText().replaceAll(/\s+/g, " ")
  return line.length <= 60 ? line : `${line.slice(0, 57)}...`
}
