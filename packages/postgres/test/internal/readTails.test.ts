import { EventStore, SnapshotStore } from "@deciduous/runtime"
import { assert, layer } from "@effect/vitest"
import { Array, Effect } from "effect"
import { append, event, read, stream, where } from "../support/events.ts"
import { freshPglite, freshPostgres } from "../support/Pg.ts"
import { sent } from "../support/sent.ts"

const places = (tails: ReadonlyArray<EventStore.Tail>) => tails.map(({ events }) => events.map(where))

for (const [name, store] of [["PostgreSQL", freshPostgres], ["PGlite", freshPglite]] as const) {
  layer(store, { excludeTestServices: true, timeout: "60 seconds" })(`tails on ${name}`, (it) => {
    it.effect("of many streams come in one round trip, in the order in which they were asked for", () =>
      Effect.gen(function*() {
        const { readTails } = yield* EventStore.EventStore
        yield* append("a", 0, 1, 2, 3)
        yield* append("b", 0, 1)
        const ask = readTails([
          { streamId: stream("b"), after: 0 },
          { streamId: stream("none"), after: 0 },
          { streamId: stream("a"), after: 1 },
          { streamId: stream("a"), after: 2 },
          { streamId: stream("b"), after: 1 },
          { streamId: stream("b"), after: 2 ** 40 }
        ])
        const tails = yield* ask
        assert.deepStrictEqual(places(tails), [
          ["test-b@1"],
          [],
          ["test-a@2", "test-a@3"],
          ["test-a@3"],
          [],
          []
        ])
        assert.isTrue(tails.every(({ handledAt, isWhole }) => isWhole && handledAt === undefined))
        const events = (yield* read("a")).slice(1)
        assert.deepStrictEqual(
          tails[2]!.events,
          events.map(({ data, position, recordedAt, schemaVersion, streamId, type, version }) => (
            { data, position, recordedAt, schemaVersion, streamId, type, version }
          ))
        )
        assert.lengthOf(yield* sent(ask), 1)
        assert.lengthOf(yield* sent(readTails([{ streamId: stream("a"), after: 0 }])), 1)
      }))

    it.effect("begin with the event of the stream's last snapshot, which comes in the same round trip", () =>
      Effect.gen(function*() {
        const { readTails, snapshots } = yield* EventStore.EventStore
        const keeper = yield* SnapshotStore.SnapshotStore
        assert.strictEqual(snapshots, keeper)
        for (const name of ["kept", "plain"]) yield* append(name, 0, 1, 2, "a".repeat(20_000), 4, 5)
        const events = yield* read("kept")
        const at = (version: number) => ({
          streamId: "test-kept",
          fingerprint: "f",
          version,
          position: events[version - 1]!.position,
          state: { at: version }
        })
        for (const version of [2, 3]) yield* keeper.save(at(version), { keep: 2 })
        const asked = (name: string, snapshot: string) => ({ streamId: stream(name), after: 0, snapshot })
        const ask = readTails([
          asked("plain", "f"),
          asked("kept", "f"),
          { streamId: stream("kept"), after: 3 },
          asked("kept", "another"),
          { ...asked("none", "f"), commandId: "c" }
        ])
        const tails = yield* ask
        assert.deepStrictEqual(places(tails).map(([first]) => first), [
          "test-plain@1",
          "test-kept@3",
          "test-kept@4",
          "test-kept@1",
          undefined
        ])
        const [, { snapshot, ...tail }] = tails as [EventStore.Tail, EventStore.Tail]
        const { takenAt, ...kept } = snapshot!
        assert.deepStrictEqual(kept, at(3))
        assert.deepStrictEqual(takenAt, (yield* keeper.load("test-kept", "f"))!.takenAt)
        assert.isTrue(tails.every(({ snapshot }, i) => (snapshot === undefined) === (i !== 1)))
        // the heavy one is weighed by a read of its own
        assert.deepStrictEqual([tail.events.length, tail.isWhole], [3, true])
        yield* append("kept", 5, 6)
        yield* keeper.save({ ...at(5), version: 5 }, { keep: 2 })
        assert.lengthOf(yield* sent(readTails([asked("kept", "f"), asked("plain", "f")])), 1)
      }))

    it.effect("say where a command was handled, also before the version that was asked for", () =>
      Effect.gen(function*() {
        const { append: appendTo, readTails } = yield* EventStore.EventStore
        const by = (commandId: string) => ({ ...event(), metadata: { commandId } })
        yield* appendTo(stream("handled"), [by("c-1"), by("c-1")], { expectedVersion: 0 })
        yield* appendTo(stream("handled"), [by("c-2"), by("c-2")], { expectedVersion: 2 })
        const asked = (commandId: string, after: number, name = "handled") => ({
          streamId: stream(name),
          after,
          commandId
        })
        const all = [asked("c-2", 4), asked("c-1", 1), asked("c-3", 0), asked("c-1", 0, "other")] as const
        const tails = yield* readTails(all)
        assert.deepStrictEqual(tails.map(({ handledAt }) => handledAt), [3, 1, undefined, undefined])
        assert.deepStrictEqual(tails.map(({ events }) => events.length), [0, 3, 4, 0])
        for (const [i, request] of all.entries()) assert.deepStrictEqual(yield* readTails([request]), [tails[i]!])
        const mixed = yield* readTails([{ streamId: stream("handled"), after: 4 }, asked("c-2", 4)])
        assert.deepStrictEqual(mixed.map(({ handledAt }) => handledAt), [undefined, 3])
      }))

    it.effect("that are long come in parts, each of which says that there is more", () =>
      Effect.gen(function*() {
        const { readTails } = yield* EventStore.EventStore
        yield* append("long", 0, ...Array.range(1, 2600))
        const inParts = Effect.fnUntraced(function*(others: ReadonlyArray<string>) {
          const versions: Array<number> = []
          const lengths: Array<number> = []
          for (let isWhole = false; !isWhole;) {
            const [tail] = yield* readTails([
              { streamId: stream("long"), after: versions.length },
              ...others.map((name) => ({ streamId: stream(name), after: 0 }))
            ])
            versions.push(...tail!.events.map(({ version }) => version))
            lengths.push(tail!.events.length)
            isWhole = tail!.isWhole
          }
          assert.deepStrictEqual(versions, Array.range(1, 2600))
          return lengths
        })
        assert.deepStrictEqual(yield* inParts([]), [2000, 600])
        assert.deepStrictEqual(yield* inParts(["x"]), [1000, 1000, 600])
        assert.deepStrictEqual(yield* inParts(Array.makeBy(20, String)), [...Array.replicate(250, 10), 100])
      }))

    it.effect("end before contents that are heavy, and come in pages of 1 MiB where they begin with such", () =>
      Effect.gen(function*() {
        const { readTails } = yield* EventStore.EventStore
        yield* append("heavy", 0, 1, 2, ...Array.replicate("a".repeat(250_000), 6), 9)
        for (const others of [[], [{ streamId: stream("none"), after: 0 }]]) {
          const tailOf = (after: number) =>
            Effect.map(readTails([{ streamId: stream("heavy"), after }, ...others]), ([tail]) => [
              tail!.events.map(({ version }) => version),
              tail!.isWhole
            ])
          assert.deepStrictEqual(yield* tailOf(0), [[1, 2], false])
          assert.deepStrictEqual(yield* tailOf(2), [[3, 4, 5, 6, 7], false])
          assert.deepStrictEqual(yield* tailOf(7), [[8, 9], true])
        }
      }))

    it.effect("of something that is no stream or no version fail before anything is sent", () =>
      Effect.gen(function*() {
        const { readTails } = yield* EventStore.EventStore
        const refused = readTails([{ streamId: stream("a"), after: 0 }, { streamId: stream(""), after: 0 }])
        assert.strictEqual((yield* Effect.flip(refused)).reason._tag, "InvalidStreamId")
        assert.strictEqual(
          (yield* Effect.flip(readTails([{ streamId: stream("a"), after: -1 }]))).reason._tag,
          "InvalidRange"
        )
        assert.lengthOf(yield* sent(Effect.flip(refused)), 0)
      }))
  })
}
