// An event more in the text of an `aggregate.yaml`, with every other byte as it was. For `deciduous new`.
import { isMap } from "yaml"
import { addEntry, parseMapping } from "./yamlText.ts"

/**
 * The text with the event below `events`, or as it is where it has the event. Nothing where there is no such mapping,
 * which `generate` reports.
 */
export const declareEvent = (text: string, event: string, current: number): string | undefined => {
  const parsed = parseMapping(text)
  const events = parsed?.root.get("events", true)
  if (parsed === undefined || !isMap(events)) return undefined
  if (events.has(event)) return text
  return addEntry(
    text,
    parsed.root,
    events,
    ({ quoted }) => quoted ? `"${event}": { "current": ${current} }` : `${event}: { current: ${current} }`
  )
}
