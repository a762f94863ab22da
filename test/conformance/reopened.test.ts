// What outlives a process: a folder of PGlite that is closed and opened again.
import { StreamId } from "@deciduous/core"
import { PgliteEventStore } from "@deciduous/postgres/pglite"
import { EventStore } from "@deciduous/runtime"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import * as fs from "node:fs"
import { emptyDump, newFolder } from "../../packages/postgres/test/support/Pg.ts"

const streamId = StreamId.make("reopened", "1")
const commandId = crypto.randomUUID()

const newEvent = () => ({
  id: crypto.randomUUID(),
  type: "Happened",
  schemaVersion: 1,
  data: { text: "\0" },
  metadata: { commandId }
})

describe("a folder that is opened again on PGlite", () => {
  it.live("[10] knows the commands that were handled before, and has their events as they were", () =>
    Effect.gen(function*() {
      const folder = newFolder()
      const opened = <A, E>(use: Effect.Effect<A, E, EventStore.EventStore>, pglite = {}) =>
        Effect.provide(use, Layer.fresh(PgliteEventStore.layer({ folder, pglite })))
      const handle = Effect.gen(function*() {
        const store = yield* EventStore.EventStore
        const appended = yield* store.append(streamId, [newEvent(), newEvent()], { expectedVersion: "any" })
        return { appended, stored: yield* Stream.runCollect(store.readAll()) }
      })
      const loadDataDir = new Blob([fs.readFileSync(yield* Effect.promise(emptyDump))])
      const first = yield* opened(handle, { loadDataDir })
      assert.lengthOf(first.stored, 2)
      assert.deepStrictEqual(yield* opened(handle), first)
    }))
})
