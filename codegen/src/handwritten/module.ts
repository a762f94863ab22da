// One module of the user's, as its syntax says it: what stands at its top, and what it imports. Nothing of it is run.
// ts-morph is loaded here, when a module is first read, and nowhere else.
import { readFileSync } from "node:fs"
import type { ts } from "ts-morph"

/** TypeScript's own syntax tree, and its helpers. */
export type Syntax = typeof ts

export interface Module {
  /** As messages print it. */
  readonly file: string
  readonly path: string
  /** With a byte order mark, if there is one. */
  readonly text: string
  readonly tree: ts.SourceFile
  readonly syntax: Syntax
  /** What its top level declares. */
  readonly declared: ReadonlyMap<string, Declaration>
  readonly imported: ReadonlyMap<string, Imported>
}

export type Declaration =
  | { readonly _tag: "Function"; readonly node: ts.FunctionDeclaration | ts.ClassDeclaration }
  | { readonly _tag: "Const"; readonly name: ts.BindingName; readonly value: ts.Expression | undefined }
  | { readonly _tag: "Let" }

export interface Imported {
  readonly from: string
  /** The name there; `*` for all of it. */
  readonly name: string
  readonly isType: boolean
  readonly node: ts.Node
}

/** `undefined` where there is no such file; `problem` where it is no TypeScript. */
export const readModule = async (
  path: string,
  file: string
): Promise<Module | { readonly problem: string } | undefined> => {
  const text = textOf(path)
  if (text === undefined) return undefined
  const { ts: syntax } = await import("ts-morph")
  const { diagnostics = [] } = syntax.transpileModule(text, { fileName: path, reportDiagnostics: true })
  const tree = syntax.createSourceFile(path, text, syntax.ScriptTarget.Latest, true)
  const [first] = diagnostics
  if (first !== undefined) {
    const { character, line } = tree.getLineAndCharacterOfPosition(first.start ?? 0)
    const message = syntax.flattenDiagnosticMessageText(first.messageText, " ")
    return {
      problem: `${file}:${line + 1}:${character + 1}  error  MODULE_UNREADABLE  The module is no TypeScript: ${message}`
    }
  }
  return { file, path, text, tree, syntax, declared: declarationsIn(tree, syntax), imported: importsIn(tree, syntax) }
}

/** Where a node stands, for messages. */
export const placeOf = ({ file, tree }: Module, node: ts.Node) => {
  const { character, line } = tree.getLineAndCharacterOfPosition(node.getStart(tree))
  return { file, line: line + 1, column: character + 1 }
}

/** Without what only the compiler reads: `satisfies`, `as`, parentheses. */
export const bare = (node: ts.Expression, syntax: Syntax): ts.Expression =>
  syntax.isSatisfiesExpression(node) || syntax.isAsExpression(node) || syntax.isParenthesizedExpression(node)
    || syntax.isNonNullExpression(node) || syntax.isTypeAssertionExpression(node)
    ? bare(node.expression, syntax)
    : node

/** The value that a module exports under a name. */
export const exportedValue = (
  module: Module,
  name: string
): ts.Expression | ts.FunctionDeclaration | ts.ClassDeclaration | undefined => {
  const found = module.declared.get(localName(module, name))
  if (found === undefined && name === "default") return defaultOf(module)
  return found?._tag === "Function" ? found.node : found?._tag === "Const" ? found.value : undefined
}

const defaultOf = ({ declared, syntax, tree }: Module): ReturnType<typeof exportedValue> => {
  for (const statement of tree.statements) {
    const isDefault = syntax.isFunctionDeclaration(statement) || syntax.isClassDeclaration(statement)
    if (isDefault && statement.modifiers?.some(({ kind }) => kind === syntax.SyntaxKind.DefaultKeyword) === true) {
      return statement
    }
    if (!syntax.isExportAssignment(statement)) continue
    const value = bare(statement.expression, syntax)
    const found = syntax.isIdentifier(value) ? declared.get(value.text) : undefined
    return found?._tag === "Function" ? found.node : found?._tag === "Const" ? found.value : value
  }
  return undefined
}

/** What `export { a as b }` calls it at home. */
const localName = ({ syntax, tree }: Module, name: string): string => {
  for (const statement of tree.statements) {
    if (!syntax.isExportDeclaration(statement) || statement.exportClause === undefined) continue
    if (!syntax.isNamedExports(statement.exportClause)) continue
    const found = statement.exportClause.elements.find((element) => element.name.text === name)
    if (found?.propertyName !== undefined) return found.propertyName.text
  }
  return name
}

const textOf = (path: string): string | undefined => {
  try {
    return readFileSync(path, "utf8")
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return undefined
    throw cause
  }
}

const declarationsIn = (tree: ts.SourceFile, syntax: Syntax): ReadonlyMap<string, Declaration> => {
  const declared = new Map<string, Declaration>()
  for (const statement of tree.statements) {
    const isNamed = syntax.isFunctionDeclaration(statement) || syntax.isClassDeclaration(statement)
    if (isNamed && statement.name !== undefined) {
      declared.set(statement.name.text, { _tag: "Function", node: statement })
    }
    if (!syntax.isVariableStatement(statement)) continue
    const isConst = (statement.declarationList.flags & syntax.NodeFlags.Const) !== 0
    for (const { initializer, name } of statement.declarationList.declarations) {
      for (const one of boundNames(name, syntax)) {
        declared.set(one, isConst ? { _tag: "Const", name, value: initializer } : { _tag: "Let" })
      }
    }
  }
  return declared
}

/** The names that a parameter or a variable binds. */
export const boundNames = (name: ts.BindingName, syntax: Syntax): ReadonlyArray<string> =>
  syntax.isIdentifier(name)
    ? [name.text]
    : name.elements.flatMap((element) => syntax.isBindingElement(element) ? boundNames(element.name, syntax) : [])

const importsIn = (tree: ts.SourceFile, syntax: Syntax): ReadonlyMap<string, Imported> => {
  const imported = new Map<string, Imported>()
  for (const statement of tree.statements) {
    if (!syntax.isImportDeclaration(statement) || !syntax.isStringLiteral(statement.moduleSpecifier)) continue
    const from = statement.moduleSpecifier.text
    const clause = statement.importClause
    if (clause === undefined) continue
    const add = (local: string, name: string, isType: boolean) =>
      imported.set(local, { from, name, isType: isType || clause.isTypeOnly, node: statement.moduleSpecifier })
    if (clause.name !== undefined) add(clause.name.text, "default", false)
    const bindings = clause.namedBindings
    if (bindings !== undefined && syntax.isNamespaceImport(bindings)) add(bindings.name.text, "*", false)
    if (bindings !== undefined && syntax.isNamedImports(bindings)) {
      for (const element of bindings.elements) {
        add(element.name.text, (element.propertyName ?? element.name).text, element.isTypeOnly)
      }
    }
  }
  return imported
}
