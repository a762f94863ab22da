// What is still there when an upcaster has returned: the module's own values, the variables of functions that the module
// called once as it was loaded, and the event. To change any of it makes the next reading another one. Read by `purity.ts`.
import type { ts } from "ts-morph"
import { bare, type Module } from "./module.ts"
import { pathOf } from "./paths.ts"
import { bindingOf, type FunctionNode } from "./scope.ts"

export interface Outliving {
  /** Functions and classes that were called once, as the module was loaded. */
  readonly loaded: Set<ts.Node>
  /** Parameters that are given something which outlives the call. */
  readonly lent: Set<ts.ParameterDeclaration>
}

/** What an expression changes that outlives the call: the name by which it is changed. */
export const changedBy = (module: Module, node: ts.Node, outliving: Outliving): ts.Node | undefined => {
  const { syntax } = module
  const target = targetOf(module, node)
  if (target === undefined) return undefined
  const whole = bare(target, syntax)
  if (syntax.isIdentifier(whole) && !isMethodCall(module, node)) {
    return isVariableOutliving(module, whole, outliving) ? whole : undefined
  }
  return outlivingRoot(module, whole, outliving, syntax.isCallExpression(node))
}

/** The name in an expression that holds something outliving, if one does. */
export const outlivingRoot = (
  module: Module,
  given: ts.Expression,
  outliving: Outliving,
  isOwn = true,
  depth = 0
): ts.Node | undefined => {
  const { syntax } = module
  const node = bare(given, syntax)
  const inner = (of: ts.Expression) => outlivingRoot(module, of, outliving, isOwn, depth)
  if (syntax.isPropertyAccessExpression(node) || syntax.isElementAccessExpression(node)) return inner(node.expression)
  if (syntax.isConditionalExpression(node)) return inner(node.whenTrue) ?? inner(node.whenFalse)
  if (syntax.isBinaryExpression(node) && isChoice(node.operatorToken.kind, module)) {
    return inner(node.left) ?? inner(node.right)
  }
  if (node.kind === syntax.SyntaxKind.ThisKeyword) {
    return isInstanceOutliving(module, node, outliving)
      ? node
      : undefined
  }
  if (!syntax.isIdentifier(node) || depth > MAX_NAMES) return undefined
  const binding = bindingOf(module, node)
  const follow = (value: ts.Expression | undefined) =>
    value !== undefined && outlivingRoot(module, value, outliving, isOwn, depth + 1) !== undefined ? node : undefined
  switch (binding._tag) {
    case "Global":
      return isOwn ? undefined : node
    case "Module":
      return node
    case "Variable":
      return binding.within !== undefined && outliving.loaded.has(binding.within)
        ? node
        : follow(binding.declaration.initializer ?? loopedOver(module, binding.declaration))
    case "Parameter":
      return outliving.lent.has(binding.parameter) || outliving.loaded.has(binding.within)
        ? node
        : follow(calledOn(module, binding.within, binding.parameter))
    default:
      return undefined
  }
}

/** A variable that holds another value afterwards, and is read by the next call. */
const isVariableOutliving = (module: Module, name: ts.Identifier, { loaded }: Outliving): boolean => {
  const binding = bindingOf(module, name)
  if (binding._tag === "Module" || binding._tag === "Global") return true
  return binding.within !== undefined && loaded.has(binding.within)
}

const isInstanceOutliving = (module: Module, node: ts.Node, { loaded }: Outliving): boolean => {
  const { syntax } = module
  for (let around = node.parent; around !== undefined; around = around.parent) {
    if (syntax.isConstructorDeclaration(around)) return false
    if (syntax.isClassDeclaration(around) || syntax.isClassExpression(around)) return loaded.has(around)
  }
  return false
}

const MAX_NAMES = 8

/** What an expression writes to, if it writes. */
const targetOf = (module: Module, node: ts.Node): ts.Expression | undefined => {
  const { syntax } = module
  if (syntax.isBinaryExpression(node) && isAssignment(node.operatorToken.kind, module)) return node.left
  if (syntax.isPrefixUnaryExpression(node) || syntax.isPostfixUnaryExpression(node)) {
    return isStep(node.operator, module) ? node.operand : undefined
  }
  if (syntax.isDeleteExpression(node)) return node.expression
  if (!syntax.isCallExpression(node) || !syntax.isPropertyAccessExpression(node.expression)) return undefined
  const { expression: object, name } = node.expression
  // `DateTime.add` and `HashMap.set` give something new
  if (pathOf(module, object)?.startsWith("effect") === true) return undefined
  if (MUTATORS.test(name.text) || (name.text === "next" && isMadeByCall(module, object))) return object
  return /^(?:Object\.(?:assign|defineProperty|defineProperties|setPrototypeOf)|Reflect\.(?:set|deleteProperty))$/
      .test(node.expression.getText())
    ? node.arguments[0]
    : undefined
}

/** As generators and iterators are. */
const isMadeByCall = (module: Module, given: ts.Expression): boolean => {
  const { declared, syntax } = module
  const node = bare(given, syntax)
  const found = syntax.isIdentifier(node) ? declared.get(node.text) : undefined
  return found?._tag === "Const" && found.value !== undefined && syntax.isCallExpression(bare(found.value, syntax))
}

const isMethodCall = ({ syntax }: Module, node: ts.Node): boolean => syntax.isCallExpression(node)

/** `event.items` in `for (const item of event.items)`. */
const loopedOver = ({ syntax }: Module, declaration: ts.VariableDeclaration): ts.Expression | undefined => {
  const loop = declaration.parent.parent
  return syntax.isForOfStatement(loop) ? loop.expression : undefined
}

/** `event.items` in `event.items.forEach((item) => ...)`; what `reduce` gathers in is the caller's own. */
const calledOn = (
  { syntax }: Module,
  within: FunctionNode,
  parameter: ts.ParameterDeclaration
): ts.Expression | undefined => {
  const call = within.parent
  if (!syntax.isCallExpression(call) || !syntax.isPropertyAccessExpression(call.expression)) return undefined
  if (!call.arguments.some((argument) => argument === within)) return undefined
  const isGathered = call.expression.name.text.startsWith("reduce") && within.parameters[0] === parameter
  return isGathered ? undefined : call.expression.expression
}

const isAssignment = (kind: ts.SyntaxKind, { syntax: { SyntaxKind } }: Module): boolean =>
  kind >= SyntaxKind.FirstAssignment && kind <= SyntaxKind.LastAssignment

const isStep = (kind: ts.SyntaxKind, { syntax: { SyntaxKind } }: Module): boolean =>
  kind === SyntaxKind.PlusPlusToken || kind === SyntaxKind.MinusMinusToken

const isChoice = (kind: ts.SyntaxKind, { syntax: { SyntaxKind } }: Module): boolean =>
  kind === SyntaxKind.QuestionQuestionToken || kind === SyntaxKind.BarBarToken
  || kind === SyntaxKind.AmpersandAmpersandToken

const MUTATORS = /^(?:push|pop|shift|unshift|splice|sort|reverse|fill|copyWithin|set|add|delete|clear)$/
