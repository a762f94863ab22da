// The object of upcasters that a module exports: which keys it has, and where it stands. Read by `check` and `scaffold`.
import type { ts } from "ts-morph"
import { bare, exportedValue, type Module } from "./module.ts"

export interface Upcasters {
  /** The module that holds the object. */
  readonly home: Module
  readonly object: ts.ObjectLiteralExpression
  /** By `OverdraftLimitSet@1`. */
  readonly members: ReadonlyMap<string, Member>
  /** Something is spread into it that nobody has looked into, so that more keys may be there. */
  readonly isOpen: boolean
}

/** The function, or what stands in its place, and the module that holds it. */
export interface Member {
  readonly module: Module
  readonly node: ts.Node
}

/** Another module of the project, if it was read. */
export type ModuleOf = (from: Module, specifier: string) => Module | undefined

/** What `upcasters` is; `undefined` where the module exports no object of that name. */
export const upcastersIn = (module: Module, moduleOf: ModuleOf, name = "upcasters"): Upcasters | undefined => {
  const value = exportedValue(module, name)
  return value === undefined || !isExpression(module, value) ? undefined : objectIn(module, value, moduleOf)
}

const isExpression = (
  { syntax }: Module,
  value: NonNullable<ReturnType<typeof exportedValue>>
): value is ts.Expression => !syntax.isFunctionDeclaration(value) && !syntax.isClassDeclaration(value)

const objectIn = (module: Module, value: ts.Expression, moduleOf: ModuleOf): Upcasters | undefined => {
  const { declared, imported, syntax } = module
  const node = bare(value, syntax)
  if (syntax.isIdentifier(node)) {
    const found = declared.get(node.text)
    if (found?._tag === "Const" && found.value !== undefined) return objectIn(module, found.value, moduleOf)
    const from = imported.get(node.text)
    const other = from && moduleOf(module, from.from)
    return from === undefined || other === undefined ? undefined : upcastersIn(other, () => undefined, from.name)
  }
  if (syntax.isCallExpression(node)) {
    // such as Object.freeze({ ... })
    const argument = node.arguments.find((of) => syntax.isObjectLiteralExpression(bare(of, syntax)))
    return argument === undefined ? undefined : objectIn(module, argument, moduleOf)
  }
  if (!syntax.isObjectLiteralExpression(node)) return undefined
  const members = new Map<string, Member>()
  let isOpen = false
  for (const property of node.properties) {
    if (syntax.isSpreadAssignment(property)) {
      const inner = objectIn(module, property.expression, moduleOf)
      if (inner === undefined || inner.isOpen) isOpen = true
      for (const [key, member] of inner?.members ?? []) members.set(key, member)
      continue
    }
    const name = property.name
    const key = syntax.isIdentifier(name) || syntax.isStringLiteralLike(name) ? name.text : undefined
    if (key === undefined) {
      isOpen = true
    } else if (syntax.isPropertyAssignment(property)) members.set(key, { module, node: property.initializer })
    else members.set(key, { module, node: syntax.isShorthandPropertyAssignment(property) ? property.name : property })
  }
  return { home: module, object: node, members, isOpen }
}
