// Picks an example of each type and version out of an audit, for the golden corpus. Read by `decodeAll`.
import type { StoredEvent } from "@deciduous/core"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { existsSync } from "node:fs"
import type { Config } from "../../config.ts"
import { catalogIn } from "../catalog.ts"
import { type Example, exampleFile, exampleOf, personalKinds, record, recordedIn } from "../recorded.ts"
import type { AnyEventSet } from "./eventSets.ts"
import { type Kind, kindKey } from "./tally.ts"

/** What is written at the end, when nothing has turned out to be wrong with what was read. */
export interface Candidate {
  readonly kind: Pick<StoredEvent, "category" | "type" | "schemaVersion">
  readonly example: Example
}

/** It needs the schema files, as they say what is personal. */
export const recorderOf = Effect.fnUntraced(
  function*({ out = "src/generated", schemas = "event-schemas" }: Config) {
    const personal = personalKinds(yield* catalogIn(schemas, [out]))
    const decided = new Set<Kind>()
    const candidates = new Map<string, Candidate>()
    let there = 0
    const left = new Set<string>()

    const see = (kind: Kind, stored: StoredEvent, eventSet: AnyEventSet): void => {
      if (decided.has(kind)) return
      decided.add(kind)
      const key = kindKey(kind)
      if (candidates.has(key)) return
      if (existsSync(exampleFile(schemas, kind))) there++
      else if (personal.has(key)) left.add(key)
      else {
        const { category, schemaVersion, type } = kind
        const example = Result.getOrThrow(exampleOf(eventSet, stored))
        candidates.set(key, { kind: { category, type, schemaVersion }, example })
      }
    }

    return {
      see,
      examples: (): ReadonlyArray<Candidate> => [...candidates.values()],
      /** With what an interrupted run has seen. */
      goOn: (seen: ReadonlyArray<Candidate>): void => {
        for (const candidate of seen) candidates.set(kindKey(candidate.kind), candidate)
      },
      write: Effect.map(Effect.suspend(() => record(schemas, [...candidates.values()])), (files) => ({
        files,
        text: [
          files.length === 0
            ? `Nothing new was recorded in ${recordedIn(schemas)}${
              there === 0 ? "." : `, which has the others already.`
            }`
            : [`Recorded, to be committed and never changed:`, ...files.map((file) => `  ${file}`)].join("\n"),
          ...[...left].sort().map((key) =>
            `Not recorded, as it holds personal data: ${key}. An invented one does: deciduous sample ${key} --record`
          )
        ].join("\n")
      }))
    }
  }
)
