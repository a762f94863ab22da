// The object of upcasters that a module exports: which keys it has, and where it stands. Read by `check` and `scaffold`.
import type { ts } from "ts-morph"
import { bare, exportedValue, type Module } from "./module.ts"

export interface Upcasters {
  readonly object: ts.ObjectLiteralExpression
  /** By `OverdraftLimitSet@1`: the function, or what stands in its place. */
  readonly members: ReadonlyMap<string, ts.Node>
  /** Something is spread into it that this file does not hold, so that more keys may be there. */
  readonly isOpen: boolean
}

/** What `upcasters` is; `undefined` where the module exports no object of that name. */
export const upcastersIn = (module: Module, name = "upcasters"): Upcasters | undefined => {
  const value = exportedValue(module, name)
  return value === undefined || module.syntax.isFunctionDeclaration(value) ? undefined : objectIn(module, value)
}

const objectIn = (module: Module, value: ts.Expression): Upcasters | undefined => {
  const { declared, syntax } = module
  const node = bare(value, syntax)
  if (syntax.isIdentifier(node)) {
    const found = declared.get(node.text)
    return found?._tag === "Const" && found.value !== undefined ? objectIn(module, found.value) : undefined
  }
  if (syntax.isCallExpression(node)) {
    // such as Object.freeze({ ... })
    const argument = node.arguments.find((of) => syntax.isObjectLiteralExpression(bare(of, syntax)))
    return argument === undefined ? undefined : objectIn(module, argument)
  }
  if (!syntax.isObjectLiteralExpression(node)) return undefined
  const members = new Map<string, ts.Node>()
  let isOpen = false
  for (const property of node.properties) {
    if (syntax.isSpreadAssignment(property)) {
      const inner = objectIn(module, property.expression)
      if (inner === undefined || inner.isOpen) isOpen = true
      for (const [key, member] of inner?.members ?? []) members.set(key, member)
      continue
    }
    const name = property.name
    const key = syntax.isIdentifier(name) || syntax.isStringLiteralLike(name) ? name.text : undefined
    if (key === undefined) {
      isOpen = true
    } else if (syntax.isPropertyAssignment(property)) members.set(key, property.initializer)
    else members.set(key, syntax.isShorthandPropertyAssignment(property) ? property.name : property)
  }
  return { object: node, members, isOpen }
}
