// The repository's files as the rules of style see them.
import * as fs from "node:fs"
import * as path from "node:path"
import { ts } from "ts-morph"

export const root = path.resolve(import.meta.dirname, "../../..")

/** A TypeScript file, with what it imports and from which line. */
export interface Source {
  /** From the root, with slashes: `packages/core/src/View.ts`. */
  readonly path: string
  /** The folder of its package: `packages/core`. */
  readonly home: string
  readonly text: string
  readonly imports: ReadonlyArray<{ readonly specifier: string; readonly line: number }>
}

/** A source from its path and text; the rules are tried on made-up ones too. */
export const source = (file: string, text: string): Source => ({
  path: file,
  home: /^(?:packages|examples)\/[^/]+|^[^/]+/.exec(file)![0],
  text,
  imports: importsOf(ts.createSourceFile(file, text, ts.ScriptTarget.Latest))
})

const importsOf = (file: ts.SourceFile): Source["imports"] => {
  const found: Array<Source["imports"][number]> = []
  const add = (node: ts.Node | undefined) => {
    if (node === undefined || !ts.isStringLiteral(node)) return
    found.push({ specifier: node.text, line: file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1 })
  }
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) add(node.moduleSpecifier)
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal)
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) add(node.arguments[0])
    ts.forEachChild(node, visit)
  }
  visit(file)
  return found
}

const skipped = new Set(["node_modules", "dist", ".git", ".tsbuildinfo", ".deciduous", "coverage", ".vite-temp"])

/** Everything that a person wrote or a tool generated and committed, from the root, with slashes. */
export const files: ReadonlyArray<string> = fs.globSync("**/*", {
  cwd: root,
  withFileTypes: true,
  exclude: (entry) => skipped.has(entry.name)
}).filter((entry) => entry.isFile()).map((entry) =>
  path.relative(root, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, "/")
)

export const read = (file: string): string => fs.readFileSync(path.join(root, file), "utf8")

const sourcesIn = (pattern: RegExp): ReadonlyArray<Source> =>
  files.filter((file) => pattern.test(file)).map((file) => source(file, read(file)))

/** What is published or run: no tests. */
export const sources = sourcesIn(/^(packages\/[^/]+|codegen|examples\/[^/]+)\/src\/.*\.tsx?$/)

/** What the generator wrote. */
export const generated = sourcesIn(/^event-schemas\/generated\/.*\.ts$/)

/** Tests, benches and configuration; also what is generated to be compared with. */
export const tests = sourcesIn(
  /^(packages\/[^/]+|codegen|examples\/[^/]+)\/(test\/.*\.tsx?|[^/]+\.ts)$|^test\/.*\.ts$|^[^/]+\.ts$/
)

export const isGenerated = ({ path }: Source): boolean => path.endsWith(".gen.ts")
