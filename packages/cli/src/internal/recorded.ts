// The golden corpus: one example of each stored type and version, with what it was read as on the day of recording. A file
// of it is written once, and read by tests for ever; docs/guide/audit.md has its form. Read by `audit` and `sample`.
import { marksIn } from "@deciduous/codegen/evolution/personal"
import type { Catalog } from "@deciduous/codegen/model"
import { shapesOf } from "@deciduous/codegen/upcast/open"
import { EventSet, type StoredEvent } from "@deciduous/core"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { existsSync } from "node:fs"
import * as path from "node:path"
import type { Unusable } from "../Failure.ts"
import type { AnyEventSet } from "./audit/eventSets.ts"
import { writeFiles } from "./writeFiles.ts"

export interface Example {
  /** All that an upcaster sees. */
  readonly stored: Pick<StoredEvent, "streamId" | "version" | "type" | "schemaVersion" | "data"> & {
    readonly recordedAt: string
  }
  /** The events that it stands for, as they are written; `null` where one of them no longer can be. */
  readonly read: ReadonlyArray<EventSet.EncodedEvent> | null
}

export const exampleOf = (
  set: AnyEventSet,
  event: StoredEvent
): Result.Result<Example, EventSet.UnreadableEvent> => {
  const { data, recordedAt, schemaVersion, streamId, type, version } = event
  return Result.map(set.decode(event), (recorded) => {
    const read = Result.all(recorded.map(({ event }) => set.encode(event)))
    return {
      stored: { streamId, version, recordedAt: DateTime.formatIso(recordedAt), type, schemaVersion, data },
      read: Result.isSuccess(read) ? read.success : null
    }
  })
}

export type Kind = Pick<StoredEvent, "category" | "type" | "schemaVersion">

/** Beside the schemas: `event-schemas/recorded/bank-account/AccountOpened@1.json`. */
export const exampleFile = (schemas: string, { category, schemaVersion, type }: Kind): string =>
  path.posix.join(recordedIn(schemas), folderName(category), `${type}@${schemaVersion}.json`)

/** A category may be any text, and stays below its folder. */
const folderName = (category: string): string =>
  encodeURIComponent(category).replace(/^\.+$/, (dots) => dots.replaceAll(".", "%2E"))

export const recordedIn = (schemas: string): string => path.posix.join(schemas, "recorded")

/** Those that are there already stay as they are. Gives the files that were written. */
export const record = (
  schemas: string,
  examples: ReadonlyArray<{ readonly kind: Kind; readonly example: Example }>
): Effect.Effect<ReadonlyArray<string>, Unusable> => {
  const files = examples.map(({ example, kind }) => ({
    file: exampleFile(schemas, kind),
    text: `${JSON.stringify(example, null, 2)}\n`
  })).filter(({ file }) => !existsSync(file))
  return Effect.as(writeFiles(files), files.map(({ file }) => file))
}

/** The types and versions that hold personal data, as `kindKey` names them: what a store has of them is nobody's example. */
export const personalKinds = (catalog: Catalog): ReadonlySet<string> => {
  const shapeOf = shapesOf(catalog)
  return new Set(
    catalog.aggregates.flatMap(({ events, stream }) =>
      events.flatMap(({ name, versions }) =>
        versions.filter(({ payload }) => marksIn(payload, shapeOf).length > 0)
          .map(({ version }) => `${stream}/${name}@${version}`)
      )
    )
  )
}
