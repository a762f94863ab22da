// One entry more in a mapping of a YAML text, with every other byte as it was. Read by `declareEvent.ts` and
// `declareVersion.ts`.
import { type Document, isCollection, isMap, isPair, isScalar, type Node, parseDocument, type YAMLMap } from "yaml"

/** How a text is written: what is added looks the same. */
export interface Style {
  readonly lineEnd: string
  /** Names stand in quotes. */
  readonly quoted: boolean
  /** Between brackets there is no indentation. */
  readonly indent: string | undefined
}

/** The entry's text, as it is to stand there. */
export type Written = (style: Style) => string

/** The text's mapping, or nothing where it is no YAML or another thing. */
export const parseMapping = (text: string): { readonly document: Document; readonly root: YAMLMap } | undefined => {
  const document = parseDocument(text, { schema: "core", logLevel: "silent" })
  return document.errors.length > 0 || !isMap(document.contents)
    ? undefined
    : { document, root: document.contents as YAMLMap }
}

/** Adds to a mapping of the text, behind its last entry. */
export const addEntry = (text: string, root: YAMLMap, map: YAMLMap, written: Written): string | undefined => {
  const last = map.items.at(-1)
  if (last === undefined) return inEmpty(text, map, root, written)
  const key = last.key
  if (!isScalar(key)) return undefined
  const start = startOf(key)
  const quoted = text[start] === "\""
  return map.flow === true
    ? afterItem(text, start, endOf(last.value) ?? endOf(key)!, written, quoted)
    : afterBlock(text, start, endOf(innermost(last.value)) ?? endOf(key)!, written, quoted)
}

/** `events: {}` in a file of blocks becomes a block. */
const inEmpty = (text: string, map: YAMLMap, root: YAMLMap, written: Written): string => {
  const [start, end] = [startOf(map), endOf(map)!]
  const lineEnd = lineEndOf(text)
  const isBlank = text.slice(start + 1, end - 1).trim() === ""
  if (root.flow === true || !isBlank) {
    const added = written({ lineEnd, quoted: root.flow === true, indent: undefined })
    return splice(text, start + 1, start + 1, ` ${added}${isBlank ? " " : ""}`)
  }
  const margin = /^[ \t]*/.exec(text.slice(lineStart(text, start)))![0]
  const indent = `${margin}  `
  const added = written({ lineEnd, quoted: false, indent })
  return splice(text, text.slice(0, start).trimEnd().length, end, `${lineEnd}${indent}${added}`)
}

/** In brackets, on a line of its own where the one before has one. */
const afterItem = (text: string, key: number, end: number, written: Written, quoted: boolean): string => {
  const before = text.slice(lineStart(text, key), key)
  const lineEnd = lineEndOf(text)
  const added = written({ lineEnd, quoted, indent: undefined })
  return splice(text, end, end, before.trim() === "" ? `,${lineEnd}${before}${added}` : `, ${added}`)
}

/** Below the lines of the last entry, its comments included. */
const afterBlock = (text: string, key: number, end: number, written: Written, quoted: boolean): string => {
  const indent = text.slice(lineStart(text, key), key)
  const lineEnd = lineEndOf(text)
  // the text of a block scalar ends with its line
  let at = lineStop(text, text[end - 1] === "\n" ? end - 1 : end)
  for (const [comment, margin] of text.slice(at).matchAll(/\r?\n([ \t]*)#[^\r\n]*/gy)) {
    if (margin!.length <= indent.length) break
    at += comment.length
  }
  return splice(text, at, at, `${lineEnd}${indent}${written({ lineEnd, quoted, indent })}`)
}

/** The last thing that a block ends with. */
const innermost = (node: unknown): unknown => {
  if (!isCollection(node) || node.flow === true) return node
  const last: unknown = node.items.at(-1)
  return isPair(last) ? innermost(last.value) ?? last.key : innermost(last)
}

export const startOf = (node: Node): number => node.range![0]
export const endOf = (node: unknown): number | undefined => (node as Node | null | undefined)?.range?.[1]

const lineStart = (text: string, offset: number): number => text.lastIndexOf("\n", offset - 1) + 1
const lineStop = (text: string, offset: number): number => {
  const stop = /\r?\n|$/g
  stop.lastIndex = offset
  return stop.exec(text)!.index
}

/** As most of the text's lines end. */
export const lineEndOf = (text: string): string => /\r?\n/.exec(text)?.[0] ?? "\n"

export const splice = (text: string, from: number, to: number, inserted: string): string =>
  text.slice(0, from) + inserted + text.slice(to)
