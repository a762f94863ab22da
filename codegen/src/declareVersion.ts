// The next version of an event in the text of an `aggregate.yaml`: `current` is raised, and a step that does nothing yet
// leads to it. Every other byte stays as it was. For `deciduous bump`.
import { isMap, isScalar, type YAMLMap } from "yaml"
import { addEntry, endOf, parseMapping, splice, startOf, type Style } from "./yamlText.ts"

/** Nothing where the manifest has no such event, or is written in a way that is not understood. */
export const declareVersion = (text: string, event: string, from: number): string | undefined => {
  const stepped = withStep(text, event, from)
  const entry = stepped === undefined ? undefined : entryOf(stepped, event)
  if (stepped === undefined || entry === undefined) return undefined
  const current = entry.map.get("current", true)
  return isScalar(current) ? splice(stepped, startOf(current), endOf(current)!, String(from + 1)) : stepped
}

/** With `from: []` under `upcasts`. */
const withStep = (text: string, event: string, from: number): string | undefined => {
  const entry = entryOf(text, event)
  if (entry === undefined) return undefined
  const { map, root } = entry
  const upcasts = map.get("upcasts", true)
  if (isMap(upcasts)) {
    // a key may be 1 or "1"
    const isThere = upcasts.items.some(({ key }) => isScalar(key) && String(key.value) === String(from))
    return isThere ? text : addEntry(text, root, upcasts as YAMLMap, ({ quoted }) => step(from, quoted))
  }
  if (map.has("upcasts")) return undefined
  return addEntry(text, root, map, (style) => upcastsEntry(from, style))
}

const upcastsEntry = (from: number, { indent, lineEnd, quoted }: Style): string => {
  const name = quoted ? "\"upcasts\"" : "upcasts"
  return indent === undefined || quoted
    ? `${name}: { ${step(from, quoted)} }`
    : `${name}:${lineEnd}${indent}  ${step(from, quoted)}`
}

const step = (from: number, quoted: boolean): string => quoted ? `"${from}": []` : `${from}: []`

const entryOf = (text: string, event: string): { readonly root: YAMLMap; readonly map: YAMLMap } | undefined => {
  const parsed = parseMapping(text)
  const events = parsed?.root.get("events", true)
  const map = isMap(events) ? events.get(event, true) : undefined
  return parsed === undefined || !isMap(map) ? undefined : { root: parsed.root, map: map as YAMLMap }
}
