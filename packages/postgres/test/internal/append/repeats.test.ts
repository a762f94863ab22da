import type { EventData } from "@deciduous/core"
import { PostgresEventStore } from "@deciduous/postgres"
import { EventStore, EventStoreError } from "@deciduous/runtime"
import { PgClient } from "@effect/sql-pg"
import { assert, layer } from "@effect/vitest"
import { Array, Context, Effect, Fiber, Layer } from "effect"
import { append, event, read, stream } from "../../support/events.ts"
import { freshPglite, freshPostgres } from "../../support/Pg.ts"
import { firstEventsOf, untilWaiting } from "../../support/waiting.ts"

type Events = Parameters<EventStore.EventStore["Service"]["append"]>[1]

const events = (count: number, metadata: EventData["metadata"] = {}): Events => {
  const [first, ...others] = Array.range(1, count).map((i) => ({ ...event(i), metadata }))
  return [first!, ...others]
}

const send = (name: string, these: Events, expectedVersion: EventStore.ExpectedVersion) =>
  Effect.flatMap(EventStore.EventStore, (store) => store.append(stream(name), these, { expectedVersion }))

/** Knows nothing of the first but the database. */
const secondStore = Effect.map(
  Layer.build(Layer.fresh(PostgresEventStore.layerClient())),
  Context.get(EventStore.EventStore)
)

const reasonOf = (error: unknown) => error instanceof EventStoreError.EventStoreError ? error.reason : undefined

for (const [name, store] of [["PostgreSQL", freshPostgres], ["PGlite", freshPglite]] as const) {
  layer(store, { excludeTestServices: true, timeout: "60 seconds" })(`a repeated append on ${name}`, (it) => {
    it.effect("is answered as the first was, whatever came after it, and writes nothing", () =>
      Effect.gen(function*() {
        for (const expected of [0, "any"] as const) {
          const name = `again-${expected}`
          const these = events(3)
          const first = yield* send(name, these, expected)
          assert.deepStrictEqual(yield* send(name, these, expected), first)
          yield* append(name, 3)
          assert.deepStrictEqual(yield* send(name, these, expected), first)
          assert.lengthOf(yield* read(name), 4)
        }
        const these = events(2)
        const first = yield* send("again-any", these, "exists")
        assert.deepStrictEqual(yield* send("again-any", these, "exists"), first)
      }))

    it.effect("may have other metadata: an attempt has a trace of its own", () =>
      Effect.gen(function*() {
        const these = events(2)
        const first = yield* send("traced", these, 0)
        const traced = these.map((one) => ({ ...one, metadata: { traceparent: "00-1-2-01" } })) as unknown as Events
        assert.deepStrictEqual(yield* send("traced", traced, 0), first)
      }))

    it.effect("whose content is another is refused, with the version of the one that is there", () =>
      Effect.gen(function*() {
        for (const expected of [0, "any"] as const) {
          const name = `reused-${expected}`
          const these = events(3)
          yield* send(name, these, expected)
          const changed = these.map((one, i) => i === 1 ? { ...one, data: { other: true } } : one) as unknown as Events
          const reason = reasonOf(yield* Effect.flip(send(name, changed, expected)))
          assert.deepInclude(reason, { _tag: "IdReused", streamId: `test-${name}`, version: 2, id: these[1]!.id })
          assert.lengthOf(yield* read(name), 3)
        }
      }))

    it.effect("that is longer, shorter or elsewhere than the first is no repeat", () =>
      Effect.gen(function*() {
        const these = events(2)
        yield* send("shape", these, 0)
        const longer = [...these, event()] as unknown as Events
        assert.strictEqual(reasonOf(yield* Effect.flip(send("shape", longer, 0)))?._tag, "IdReused")
        assert.strictEqual((yield* send("shape", [these[0]], 0)).version, 1)
        assert.strictEqual((yield* Effect.flip(send("shape", events(2), 0)))._tag, "VersionConflict")
        assert.strictEqual((yield* Effect.flip(send("shape", these, 7)))._tag, "VersionConflict")
      }))

    it.effect("of a command is known by the command's id, with other events, and from another store", () =>
      Effect.gen(function*() {
        const first = yield* send("command", events(3, { commandId: "close" }), 0)
        yield* append("command", 3, 1, 2)
        for (const expected of [5, "any", "exists"] as const) {
          assert.deepStrictEqual(yield* send("command", events(1, { commandId: "close" }), expected), first)
        }
        // the version is judged first
        const conflict = yield* Effect.flip(send("command", events(1, { commandId: "close" }), 0))
        assert.deepInclude(conflict, { _tag: "VersionConflict", expected: 0, actual: 5 })
        assert.strictEqual((yield* send("other", events(1, { commandId: "close" }), 0)).version, 1)
        const store = yield* secondStore
        const again = store.append(stream("command"), events(2, { commandId: "close" }), { expectedVersion: "any" })
        assert.deepStrictEqual(yield* again, first)
      }))

    it.effect("of a command with more events than a page is answered with where they end", () =>
      Effect.gen(function*() {
        const first = yield* send("long-command", events(250, { commandId: "import" }), 0)
        yield* append("long-command", "any")
        assert.deepStrictEqual(yield* send("long-command", events(1, { commandId: "import" }), "any"), first)
        const last = yield* send("long-command", events(200, { commandId: "last" }), "any")
        assert.deepStrictEqual(yield* send("long-command", events(1, { commandId: "last" }), "any"), last)
      }))

    it.effect("sent 40 times at once leaves one copy, and 40 equal answers", () =>
      Effect.gen(function*() {
        for (
          const [name, expected, metadata] of [
            ["numbered", 0, {}],
            ["any", "any", {}],
            ["commanded", "any", { commandId: "one" }],
            ["both", 0, { commandId: "one" }]
          ] as const
        ) {
          const these = events(2, metadata)
          const stores = [yield* EventStore.EventStore, yield* secondStore]
          const answers = yield* Effect.forEach(
            Array.range(1, 40),
            (i) => stores[i % 2]!.append(stream(`at-once-${name}`), these, { expectedVersion: expected }),
            { concurrency: "unbounded" }
          )
          assert.lengthOf(new Set(answers.map(({ position }) => position)), 1, name)
          assert.lengthOf(yield* read(`at-once-${name}`), 2, name)
        }
      }))
  })
}

layer(freshPostgres, { excludeTestServices: true, timeout: "60 seconds" })(
  "an append whose first is not over",
  (it) => {
    it.effect("waits for it, and is then answered as it, or written where the first was rolled back", () =>
      Effect.gen(function*() {
        for (const end of ["commit", "rollback"] as const) {
          for (const expected of [0, "any"] as const) {
            const name = `open-${end}-${expected}`
            const these = events(1)
            const finish = yield* firstEventsOf([name], these[0].id)
            const fiber = yield* Effect.forkChild(send(name, these, expected))
            yield* untilWaiting(1)
            yield* finish(end)
            assert.strictEqual((yield* Fiber.join(fiber)).version, 1)
            assert.lengthOf(yield* read(name), 1)
          }
        }
      }))

    it.effect("finds what it asks by the index", () =>
      Effect.gen(function*() {
        const sql = yield* PgClient.PgClient
        const rows = yield* sql`explain select version from deciduous.events where stream_id = 'x' and command_id = 'y'`
        assert.include(JSON.stringify(rows), "events_command")
      }))
  }
)
