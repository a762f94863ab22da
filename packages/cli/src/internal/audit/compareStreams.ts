// Every stream folded by two builds, and what came of it. Grows with the streams that differ, and of these keeps a few.
// Read by `compare`.
import type { StoredEvent } from "@deciduous/core"
import { jsonDifference } from "../jsonDifference.ts"
import { type Fold, foldOf, type Unfoldable } from "./fold.ts"
import type { Build } from "./otherBuild.ts"
import type { Page } from "./source.ts"

/** What an interrupted run leaves. */
export interface Compared {
  events: number
  streams: number
  readonly differing: Listed
  /** This build can't fold them, whatever the other one can. */
  readonly broken: Listed
  /** Only this build can. */
  readonly mended: Listed
}

export interface Listed {
  streams: number
  /** The first of them, at most `maxListed`. */
  readonly first: Array<Outcome>
}

/** What is to be said of a stream. */
export interface Outcome {
  readonly outcome: "differs" | "broken" | "mended"
  readonly streamId: string
  readonly category: string
  /** Of the stream's last event, or of the one that could not be read or folded. */
  readonly version: number
  /** What differs, or what went wrong. */
  readonly text: string
}

export const maxListed = 20

const none = (): Listed => ({ streams: 0, first: [] })

export const nothingCompared = (): Compared => ({
  events: 0,
  streams: 0,
  differing: none(),
  broken: none(),
  mended: none()
})

interface Underway {
  readonly streamId: string
  readonly category: string
  readonly before: Fold
  readonly after: Fold
  version: number
  events: number
}

/** `isGrouped`: streams come one after the other, so that there is one state of each build at a time. */
export const compareStreams = (other: Build, mine: Build, isGrouped: boolean, compared: Compared) => {
  const underway = new Map<string, Underway>()
  let current: Underway | undefined
  let lastEnded: string | undefined

  const begin = ({ category, streamId }: StoredEvent): Underway => {
    const made = {
      streamId,
      category,
      before: foldOf(other, category),
      after: foldOf(mine, category),
      version: 0,
      events: 0
    }
    underway.set(streamId, made)
    return made
  }

  const end = (stream: Underway): ReadonlyArray<Outcome> => {
    underway.delete(stream.streamId)
    lastEnded = stream.streamId
    compared.streams++
    compared.events += stream.events
    const outcome = outcomeOf(stream, other, mine)
    if (outcome === undefined) return []
    const listed = compared[listOf[outcome.outcome]]
    listed.streams++
    if (listed.first.length < maxListed) listed.first.push(outcome)
    return [outcome]
  }

  return {
    add: ({ events }: Page): ReadonlyArray<Outcome> => {
      const outcomes: Array<Outcome> = []
      for (const stored of events) {
        if (stored.streamId !== current?.streamId) {
          if (isGrouped && current !== undefined) outcomes.push(...end(current))
          current = underway.get(stored.streamId) ?? begin(stored)
        }
        current.events++
        current.version = stored.version
        current.before.add(stored)
        current.after.add(stored)
      }
      return outcomes
    },
    /** No more events come. */
    finish: (): ReadonlyArray<Outcome> => [...underway.values()].flatMap(end),
    /** The stream that was ended last: to go on is to go on after it. */
    place: (): string | undefined => isGrouped ? lastEnded : undefined
  }
}

const listOf = { differs: "differing", broken: "broken", mended: "mended" } as const

const outcomeOf = (
  { after, before, category, streamId, version }: Underway,
  other: Build,
  mine: Build
): Outcome | undefined => {
  const [then, now] = [before.end(), after.end()]
  const at = { streamId, category }
  if (now._tag === "Unfoldable") {
    const also = then._tag === "Unfoldable" ? `; ${other.name} can't either` : ""
    return { ...at, outcome: "broken", version: now.version ?? version, text: `${problemText(now)}${also}` }
  }
  if (then._tag === "Unfoldable") {
    return { ...at, outcome: "mended", version: then.version ?? version, text: problemText(then) }
  }
  const difference = jsonDifference(then.state, now.state)
  if (difference === undefined) return undefined
  const text = `${difference.pointer || "the state"}: ${shown(difference.before)} in ${other.name}, ${
    shown(difference.after)
  } in ${mine.name}`
  return { ...at, outcome: "differs", version, text }
}

const problemText = ({ problem }: Unfoldable): string => problem.replace(/\.$/, "")

const shown = (value: unknown): string => {
  if (value === undefined) return "nothing"
  const text = JSON.stringify(value)
  return text.length <= longest ? text : `${text.slice(0, longest)}…`
}

const longest = 80
