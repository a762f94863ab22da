// What a document says and the schema language cannot hold, line by line. Read by every importer.
import type { Place } from "./place.ts"

/**
 * `left out`: it is gone. `approximated`: something near to it stands for it. `said`: nothing is lost, but it means more
 * here than it did there.
 */
export interface Note {
  readonly kind: "left out" | "approximated" | "said"
  readonly at: Place
  readonly what: string
  /** What to do about it. */
  readonly help: string | undefined
}

/** Where importers leave what they find. */
export interface Notes {
  readonly leftOut: (at: Place, what: string, help?: string) => undefined
  readonly approximated: (at: Place, what: string, help?: string) => undefined
  readonly said: (at: Place, what: string, help?: string) => undefined
  readonly all: () => ReadonlyArray<Note>
}

export const makeNotes = (before: ReadonlyArray<Note> = []): Notes => {
  const notes = new Map<string, Note>()
  const add = (note: Note): undefined => {
    const key = `${note.kind} ${note.at} ${note.what}`
    if (!notes.has(key)) notes.set(key, note)
  }
  before.forEach(add)
  const of = (kind: Note["kind"]) => (at: Place, what: string, help?: string) => add({ kind, at, what, help })
  return {
    leftOut: of("left out"),
    approximated: of("approximated"),
    said: of("said"),
    all: () => [...notes.values()]
  }
}

/** A line each, what is said of many places once, with the first of them; what to do stands below, the first time. */
export const notesText = (notes: ReadonlyArray<Note>): string => {
  const groups = new Map<string, ReadonlyArray<Note>>()
  for (const note of notes) {
    const key = note.kind === "said" ? note.what : `${note.at} ${note.what}`
    groups.set(key, [...(groups.get(key) ?? []), note])
  }
  const helped = new Set<string>()
  return [...groups.values()].map(([first, ...others]) => {
    const { at, kind, what } = first!
    const help = first!.help !== undefined && helped.has(first!.help) ? undefined : first!.help
    helped.add(help ?? "")
    const more = others.length === 0
      ? ""
      : ` (and in ${others.length} more ${others.length === 1 ? "place" : "places"})`
    return `${at}  ${kind}  ${what}${more}${help === undefined ? "" : `\n  help: ${help}`}`
  }).join("\n")
}

/** Of these `--strict` makes errors. */
export const isLoss = ({ kind }: Note): boolean => kind !== "said"
