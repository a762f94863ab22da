// What makes a function give two results for one event, as its syntax shows it. Read by `purity.ts`.
import type { ts } from "ts-morph"
import type { Syntax } from "./module.ts"

/** A node that is impure by itself: as it is printed, and what to do instead. */
export interface Impurity {
  readonly node: ts.Node
  readonly shown: string
  readonly help: string
}

/** `isGlobal` says whether a name means what it means everywhere, and nothing of the user's. */
export const impurityOf = (
  node: ts.Node,
  syntax: Syntax,
  isGlobal: (name: ts.Identifier) => boolean
): Impurity | undefined => {
  const shown = (of: ts.Node) => shortly(of.getText())
  if (syntax.isAwaitExpression(node) || (syntax.isForOfStatement(node) && node.awaitModifier !== undefined)) {
    return { node, shown: "await", help: "an upcaster returns at once; take all from the event and its context." }
  }
  if (isFunction(node, syntax) && node.modifiers?.some(({ kind }) => kind === syntax.SyntaxKind.AsyncKeyword)) {
    return { node, shown: "async", help: "an upcaster returns at once; take all from the event and its context." }
  }
  if (syntax.isNewExpression(node) && isNamed(node.expression, "Date", syntax, isGlobal)) {
    const count = node.arguments?.length ?? 0
    if (count === 0) return { node, shown: shown(node), help: CLOCK }
    return count > 1 ? { node, shown: shown(node), help: ZONE } : undefined
  }
  if (syntax.isMetaProperty(node)) return { node, shown: "import.meta", help: NO_IO }
  if (syntax.isCallExpression(node)) {
    const called = node.expression
    if (syntax.isIdentifier(called) && isGlobal(called)) {
      const help = called.text === "Date" ? CLOCK : CALLS.get(called.text)
      if (help !== undefined) return { node, shown: shown(node), help }
    }
    if (called.kind === syntax.SyntaxKind.ImportKeyword) return { node, shown: shown(node), help: NO_IO }
    if (syntax.isPropertyAccessExpression(called)) {
      const name = called.name.text
      const given = node.arguments.length
      if (LOCAL_TIME.test(name)) return { node: called.name, shown: `${name}()`, help: ZONE }
      if (name.startsWith("toLocale") && given === 0) return { node: called.name, shown: `${name}()`, help: LOCALE }
      const isZoned = node.arguments[1]?.getText().includes("timeZone") === true
      if (/^toLocale(Date|Time)String$/.test(name) && !isZoned) {
        return { node: called.name, shown: `${name}()`, help: ZONE }
      }
      if (name === "localeCompare" && given < 2) return { node: called.name, shown: `${name}()`, help: LOCALE }
    }
  }
  if (
    (syntax.isNewExpression(node) || syntax.isCallExpression(node))
    && syntax.isPropertyAccessExpression(node.expression)
  ) {
    const isIntl = isNamed(node.expression.expression, "Intl", syntax, isGlobal)
    if (isIntl && (node.arguments?.length ?? 0) === 0) return { node, shown: shown(node), help: LOCALE }
    const isTime = isIntl && node.expression.name.text === "DateTimeFormat"
    if (isTime && node.arguments?.[1]?.getText().includes("timeZone") !== true) {
      return { node, shown: shown(node), help: ZONE }
    }
  }
  if (syntax.isPropertyAccessExpression(node) && syntax.isIdentifier(node.expression) && isGlobal(node.expression)) {
    const path = `${node.expression.text}.${node.name.text}`
    const help = MEMBERS.get(path) ?? WHOLE.get(node.expression.text)
    const called = syntax.isCallExpression(node.parent) && node.parent.expression === node ? node.parent : node
    if (help !== undefined) return { node, shown: shown(called), help }
  }
  if (
    syntax.isVariableDeclaration(node) && node.initializer !== undefined && syntax.isObjectBindingPattern(node.name)
  ) {
    return destructured(node.name, node.initializer, syntax, isGlobal)
  }
  return undefined
}

/** `const { now } = Date` */
const destructured = (
  pattern: ts.ObjectBindingPattern,
  from: ts.Expression,
  syntax: Syntax,
  isGlobal: (name: ts.Identifier) => boolean
): Impurity | undefined => {
  if (!syntax.isIdentifier(from) || !isGlobal(from)) return undefined
  for (const element of pattern.elements) {
    const name = element.propertyName ?? element.name
    const path = `${from.text}.${name.getText()}`
    const help = MEMBERS.get(path) ?? WHOLE.get(from.text)
    if (help !== undefined) return { node: element, shown: path, help }
  }
  return undefined
}

/** Modules of Node that know something of the world. */
export const isImpureModule = (specifier: string): boolean =>
  /^(?:node:)?(?:fs|fs\/promises|crypto|os|child_process|http|https|http2|net|dgram|dns|tls|timers|timers\/promises|process|perf_hooks|worker_threads|cluster|readline|readline\/promises|sqlite|inspector|v8|vm)$/
    .test(specifier)

export const NO_IO = "an upcaster knows the event and its context, and nothing else."

const CLOCK = "use context.recordedAt."
const ZONE = "use the methods for UTC, or the text itself: a machine's time zone is not the event's."
const LOCALE = "name the locale: a machine's own is not the event's."
const CHANCE = "derive it from the event, or from context.streamId and context.version."

const CALLS: ReadonlyMap<string, string> = new Map([
  ["fetch", NO_IO],
  ["setTimeout", NO_IO],
  ["setInterval", NO_IO],
  ["setImmediate", NO_IO],
  ["queueMicrotask", NO_IO],
  ["require", NO_IO]
])

const MEMBERS: ReadonlyMap<string, string> = new Map([
  ["Date.now", CLOCK],
  ["performance.now", CLOCK],
  ["performance.timeOrigin", CLOCK],
  ["Temporal.Now", CLOCK],
  ["Math.random", CHANCE]
])

/** Whatever of them is used. */
const WHOLE: ReadonlyMap<string, string> = new Map([
  ["crypto", CHANCE],
  ["process", NO_IO],
  ["console", NO_IO],
  ["globalThis", NO_IO],
  ["window", NO_IO],
  ["localStorage", NO_IO],
  ["sessionStorage", NO_IO],
  ["navigator", NO_IO],
  ["Deno", NO_IO],
  ["Bun", NO_IO]
])

const LOCAL_TIME =
  /^(?:[gs]et(?:FullYear|Year|Month|Date|Day|Hours|Minutes|Seconds|Milliseconds|TimezoneOffset)|toDateString|toTimeString)$/

const isFunction = (node: ts.Node, syntax: Syntax): node is ts.FunctionLikeDeclaration =>
  syntax.isArrowFunction(node) || syntax.isFunctionExpression(node) || syntax.isFunctionDeclaration(node)
  || syntax.isMethodDeclaration(node)

const isNamed = (
  node: ts.Expression,
  name: string,
  syntax: Syntax,
  isGlobal: (name: ts.Identifier) => boolean
): boolean => syntax.isIdentifier(node) && node.text === name && isGlobal(node)

const shortly = (text: string): string => {
  const line = text.replaceAll(/\s+/g, " ")
  return line.length <= 60 ? line : `${line.slice(0, 57)}...`
}
