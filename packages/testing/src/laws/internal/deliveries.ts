// A history as a view meets it: event by event, each with the document before and after it.
import type { RecordedEvent, View } from "@deciduous/core"
import { copy, hasCollections } from "../../internal/same.ts"
import { recordedEvent } from "./recorded.ts"
import type { InStream } from "./source.ts"
import type { Walk } from "./walk.ts"
import { call, type Finding } from "./watch.ts"

export type AnyView = View.View<unknown, unknown>
export type KeyOf = (event: RecordedEvent<any>) => string | ReadonlyArray<string> | undefined

export interface Delivery {
  /** The step of the walk that it comes from. */
  readonly at: number
  readonly key: string
  readonly recorded: RecordedEvent<unknown>
  readonly before: unknown
  readonly after: unknown
  readonly findings: ReadonlyArray<Finding>
}

export interface Documents {
  readonly view: AnyView
  /** None where the view is one document. */
  readonly keyOf: KeyOf | undefined
  readonly ignored: ReadonlySet<string>
}

/** The events of a walk in their order. */
export const logOf = ({ steps }: Walk, ignored: ReadonlySet<string>) => {
  const versions = new Map<string, number>()
  const log: Array<{ readonly at: number; readonly recorded: RecordedEvent<unknown> }> = []
  for (const [at, { answer }] of steps.entries()) {
    for (
      const { category, event, id, _tag } of answer._tag === "Accepted"
        ? answer.events as ReadonlyArray<InStream>
        : []
    ) {
      const version = (versions.get(`${category}-${id}`) ?? 0) + 1
      versions.set(`${category}-${id}`, version)
      if (ignored.has(_tag)) continue
      log.push({ at, recorded: recordedEvent(category, id, event, { place: log.length + 1, version }) })
    }
  }
  return log
}

/** What a document is before its first event; each begins anew, also where collections in it can be changed. */
export const beginning = ({ initialState }: AnyView): unknown =>
  hasCollections(initialState) ? copy(initialState) : initialState

/** Folds a log into documents, and tells of each event for each of its keys, until something is found. */
export const deliver = ({ keyOf, view }: Documents, log: ReturnType<typeof logOf>): ReadonlyArray<Delivery> => {
  const documents = new Map<string, unknown>()
  const deliveries: Array<Delivery> = []
  for (const { at, recorded } of log) {
    const found: Array<Finding> = []
    const note = (finding: Finding) => {
      found.push(finding)
    }
    const keys = keyOf === undefined ? [""] : keysOf(keyOf, recorded, note)
    for (const key of keys) {
      const before = documents.has(key) ? documents.get(key) : beginning(view)
      const folded = fold(view, before, recorded.event, note)
      const after = folded === undefined ? before : folded.value
      const isOdd = after instanceof Promise || (keyOf === undefined && after === undefined && before !== undefined)
      if (isOdd) {
        note({
          about: "Answers",
          problem: `evolve answered ${isPromise(after)} to ${recorded.type}, which is no state`
        })
      }
      if (after === undefined && keyOf !== undefined) documents.delete(key)
      else documents.set(key, after)
      deliveries.push({ at, key, recorded, before, after, findings: found })
    }
    if (keys.length === 0 && found.length > 0) {
      deliveries.push({ at, key: "", recorded, before: undefined, after: undefined, findings: found })
    }
    if (found.length > 0) break
  }
  return deliveries
}

export const fold = (view: AnyView, state: unknown, event: unknown, note: (finding: Finding) => void = () => {}) =>
  call("evolve", { state, event }, ({ event, state }) => view.evolve(state, event), note)

const keysOf = (keyOf: KeyOf, recorded: RecordedEvent<unknown>, note: (finding: Finding) => void) => {
  const keys = call("keyOf", { event: recorded }, ({ event }) => keyOf(event), note)?.value
  return keys === undefined ? [] : [...new Set([keys].flat())]
}

const isPromise = (state: unknown): string => state instanceof Promise ? "a promise" : String(state)
