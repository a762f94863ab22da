// Data as YAML text that every reader reads alike: what YAML 1.1 takes for a date or for false stands in quotes.
// Read by the exporters, and by the importers for the schema files that they make.
import { Document, isCollection, Lexer, visit } from "yaml"
import type { Json } from "./model.ts"

/** Collections that `isShort` picks stand on one line. */
export const yamlText = (
  value: Json,
  isShort: (text: string, depth: number) => boolean = () => false
): string => {
  const document = new Document(value, { aliasDuplicateObjects: false, schema: "core", compat: "yaml-1.1" })
  visit(document, {
    Collection: (_, node, path) => {
      const depth = path.filter(isCollection).length
      if (depth > 0 && isShort(JSON.stringify(node.toJSON()), depth)) node.flow = true
    },
    Scalar: (_, node) => {
      // old readers make a time of it
      if (typeof node.value === "string" && /^\d{4}-\d\d?-\d\d?/.test(node.value)) node.type = "QUOTE_DOUBLE"
    }
  })
  return withoutPaddedBrackets(document.toString({ lineWidth: 0, flowCollectionPadding: true }))
}

/** `{ a: [b, c] }`: braces are padded, brackets are not. */
const withoutPaddedBrackets = (text: string): string => {
  const tokens = [...new Lexer().lex(text)]
  return tokens.filter((token, index) =>
    !OF_THE_LEXER.has(token) && !(/^ +$/.test(token) && (tokens[index - 1] === "[" || tokens[index + 1] === "]"))
  ).join("")
}

/** By which it tells what follows. */
const OF_THE_LEXER: ReadonlySet<string> = new Set(["\u0002", "\u0018", "\u001f", "\ufeff"])

/** The comment stands above everything. */
export const withComment = (comment: string, yaml: string): string => `# ${comment}\n${yaml}`
