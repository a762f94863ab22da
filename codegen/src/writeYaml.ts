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
    Scalar: (_, node, path) => {
      // old readers make a time of it, and others a line's end
      const isOdd = (text: string) => /^\d{4}-\d\d?-\d\d?|(?!\n)\p{Cc}|[\u2028\u2029\ufeff]/u.test(text)
      const isFlow = path.some((above) => isCollection(above) && above.flow === true)
      if (typeof node.value !== "string") return
      if (isOdd(node.value) || (isFlow && node.value.includes("\n"))) node.type = "QUOTE_DOUBLE"
    }
  })
  return withoutPaddedBrackets(document.toString({ lineWidth: 0, flowCollectionPadding: true }))
}

/** `{ a: [b, c] }`: braces are padded, brackets are not. */
const withoutPaddedBrackets = (text: string): string => {
  const tokens = [...new Lexer().lex(text)]
  const isPadding = (token: string, index: number) =>
    /^ +$/.test(token) && (tokens[index - 1] === "[" || (tokens[index + 1] === "]" && !isLineEnd(tokens[index - 1])))
  return tokens.filter((token, index) => !OF_THE_LEXER.has(token) && !isPadding(token, index)).join("")
}

const isLineEnd = (token: string | undefined): boolean => token?.endsWith("\n") ?? true

/** By which it tells what follows. */
const OF_THE_LEXER: ReadonlySet<string> = new Set(["\u0002", "\u0018", "\u001f", "\ufeff"])

/** The comment stands above everything. */
export const withComment = (comment: string, yaml: string): string => `# ${comment}\n${yaml}`
