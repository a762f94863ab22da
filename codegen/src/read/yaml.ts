// The text of one file into nodes. YAML is read as its JSON part only: whatever could mean two things is refused.
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from "yaml"
import type { Document, Pair, YAMLParseError } from "yaml"
import { error } from "../diagnostic.ts"
import type { Report } from "../diagnostic.ts"
import type { Place } from "../model.ts"
import type { Entry, Node } from "./node.ts"
import { gluedKey, syntaxProblem } from "./syntaxProblem.ts"
import { ALIAS, forbiddenMarks } from "./yamlTokens.ts"

/** The nodes of a file's text, or nothing where the text is no YAML that is read here; then the reason is reported. */
export const parseYaml = (file: string, text: string, report: Report): Node | undefined => {
  const lines = new LineCounter()
  const document = parseDocument(text, { ...OPTIONS, lineCounter: lines })
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset)
    return { file, line, column: col }
  }
  const first = document.errors.toSorted((a, b) => noticed(a) - noticed(b))[0]
  if (first !== undefined) {
    report(syntaxProblem(first, text, placeAt))
    return undefined
  }
  const marks = forbiddenMarks(text)
  for (const mark of marks) report(error(mark.code, placeAt(mark.offset), mark.message, mark.help))
  if (marks.length > 0) return undefined
  if (document.contents === null) {
    report(error("YAML_SYNTAX", { file, line: 1, column: 1 }, "The file is empty."))
    return undefined
  }
  let isSpoilt = false
  const refuse: Report = (problem) => {
    isSpoilt = true
    report(problem)
  }
  const root = convert(document.contents, { placeAt, report, refuse, depth: 0, at: 0 })
  // Without a part of it the rest would be blamed for what is missing.
  return isSpoilt ? undefined : root
}

/** Where the parser saw that something is wrong: of what should not have begun, behind it. */
const noticed = ({ code, pos }: YAMLParseError): number => code === "BLOCK_IN_FLOW" ? pos[1] : pos[0]

/** Deeper nesting is a mistake, and would end our own recursion before it ended the file's. */
const MAX_DEPTH = 64

const OPTIONS = {
  schema: "core",
  strict: true,
  // `1` and `"1"` are one key in JSON but two for the parser, so duplicates are looked for below.
  uniqueKeys: false,
  // Else `!!binary` would make a Buffer.
  resolveKnownTags: false,
  intAsBigInt: true,
  prettyErrors: false,
  logLevel: "error"
} as const

interface Context {
  readonly placeAt: (offset: number) => Place
  readonly report: Report
  /** Reports what leaves a part of the text unread. */
  readonly refuse: Report
  readonly depth: number
  /** Where a node that has no text of its own is said to stand. */
  readonly at: number
}

type YamlNode = Document["contents"]

const convert = (node: YamlNode, context: Context): Node | undefined => {
  const offset = node?.range?.[0] ?? context.at
  const place = context.placeAt(offset)
  const inner = { ...context, depth: context.depth + 1, at: offset }
  if (context.depth > MAX_DEPTH) {
    context.refuse(error("YAML_SYNTAX", place, `This is nested more than ${MAX_DEPTH} levels deep.`))
    return undefined
  }
  if (isMap(node)) return convertMap(node.items, place, inner)
  if (isSeq(node)) {
    const items = node.items.map((item) => convert(item as YamlNode, inner))
    return { _tag: "List", place, items: items.filter((item) => item !== undefined) }
  }
  const value: unknown = isScalar(node) ? node.value : null
  if (isAlias(node) || (typeof value === "number" && !Number.isFinite(value))) {
    context.refuse(error("YAML_SYNTAX", place, "JSON has no such value."))
    return undefined
  }
  // PostgreSQL keeps -0 as 0, and so does a file that says it. The core schema makes nothing but these types.
  return { _tag: "Scalar", place, value: value === 0 ? 0 : value as null | boolean | number | bigint | string }
}

const convertMap = (pairs: ReadonlyArray<Pair>, place: Place, context: Context): Node => {
  const entries = new Map<string, Entry>()
  for (const pair of pairs) {
    const key = pair.key
    const offset = (key as YamlNode)?.range?.[0] ?? context.at
    const keyPlace = context.placeAt(offset)
    if (!isScalar(key) || key.value === null) {
      context.refuse(error("YAML_SYNTAX", keyPlace, "A key must be one word or text."))
      continue
    }
    const name = typeof key.value === "number" ? JSON.stringify(key.value) : String(key.value)
    const glued = key.type === "PLAIN" && (pair.value === null || /^[^\s:]+:[{[]/.test(name)) && gluedKey(name)
    if (glued) {
      context.refuse(error("YAML_SYNTAX", keyPlace, ...glued))
      continue
    }
    const earlier = entries.get(name)
    if (earlier !== undefined) {
      context.report(
        error("YAML_DUPLICATE_KEY", keyPlace, `${JSON.stringify(name)} is already given on line ${earlier.place.line}.`)
      )
      continue
    }
    if (name === "<<" && key.type === "PLAIN") {
      context.refuse(error("YAML_ALIAS", keyPlace, ALIAS.message, ALIAS.help))
      continue
    }
    const value = convert(pair.value as YamlNode, { ...context, at: offset })
    if (value !== undefined) entries.set(name, { key: name, place: keyPlace, value })
  }
  return { _tag: "Map", place, entries: [...entries.values()] }
}
