// An event more in the text of an `aggregate.yaml`, with every other byte as it was. For `deciduous new`.
import { isCollection, isMap, isPair, isScalar, type Node, parseDocument, type YAMLMap } from "yaml"

/**
 * The text with the event below `events`, or as it is where it has the event. Nothing where there is no such mapping,
 * which `generate` reports.
 */
export const declareEvent = (text: string, event: string, current: number): string | undefined => {
  const document = parseDocument(text, { schema: "core", logLevel: "silent" })
  const events = isMap(document.contents) ? document.contents.get("events", true) : undefined
  if (document.errors.length > 0 || !isMap(events)) return undefined
  if (events.has(event)) return text
  const last = events.items.at(-1)
  const key = last?.key
  if (last === undefined) return inEmpty(text, events, document.contents as YAMLMap, event, current)
  if (!isScalar(key)) return undefined
  const style: Style = { lineEnd: lineEndOf(text), quoted: text[startOf(key)] === "\"" }
  return events.flow === true
    ? afterItem(text, startOf(key), endOf(last.value) ?? endOf(key)!, entry(event, current, style), style)
    : afterBlock(text, startOf(key), endOf(innermost(last.value)) ?? endOf(key)!, entry(event, current, style), style)
}

interface Style {
  readonly lineEnd: string
  /** Names stand in quotes. */
  readonly quoted: boolean
}

const entry = (event: string, current: number, { quoted }: Style): string =>
  quoted ? `"${event}": { "current": ${current} }` : `${event}: { current: ${current} }`

/** `events: {}` in a file of blocks becomes a block. */
const inEmpty = (text: string, events: YAMLMap, root: YAMLMap, event: string, current: number): string => {
  const [start, end] = [startOf(events), endOf(events)!]
  const style: Style = { lineEnd: lineEndOf(text), quoted: root.flow === true }
  const added = entry(event, current, style)
  const isBlank = text.slice(start + 1, end - 1).trim() === ""
  return root.flow === true || !isBlank
    ? splice(text, start + 1, start + 1, ` ${added}${isBlank ? " " : ""}`)
    : splice(text, text.slice(0, start).trimEnd().length, end, `${style.lineEnd}  ${added}`)
}

/** In brackets, on a line of its own where the one before has one. */
const afterItem = (text: string, key: number, end: number, added: string, { lineEnd }: Style): string => {
  const before = text.slice(lineStart(text, key), key)
  return splice(text, end, end, before.trim() === "" ? `,${lineEnd}${before}${added}` : `, ${added}`)
}

/** Below the lines of the last event, its comments included. */
const afterBlock = (text: string, key: number, end: number, added: string, { lineEnd }: Style): string => {
  const indent = text.slice(lineStart(text, key), key)
  // the text of a block scalar ends with its line
  let at = lineStop(text, text[end - 1] === "\n" ? end - 1 : end)
  for (const [comment, margin] of text.slice(at).matchAll(/\r?\n([ \t]*)#[^\r\n]*/gy)) {
    if (margin!.length <= indent.length) break
    at += comment.length
  }
  return splice(text, at, at, `${lineEnd}${indent}${added}`)
}

/** The last thing that a block ends with. */
const innermost = (node: unknown): unknown => {
  if (!isCollection(node) || node.flow === true) return node
  const last: unknown = node.items.at(-1)
  return isPair(last) ? innermost(last.value) ?? last.key : innermost(last)
}

const startOf = (node: Node): number => node.range![0]
const endOf = (node: unknown): number | undefined => (node as Node | null | undefined)?.range?.[1]

const lineStart = (text: string, offset: number): number => text.lastIndexOf("\n", offset - 1) + 1
const lineStop = (text: string, offset: number): number => {
  const stop = /\r?\n|$/g
  stop.lastIndex = offset
  return stop.exec(text)!.index
}

const lineEndOf = (text: string): string => /\r?\n/.exec(text)?.[0] ?? "\n"

const splice = (text: string, from: number, to: number, inserted: string): string =>
  text.slice(0, from) + inserted + text.slice(to)
