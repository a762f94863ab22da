// Rules about programs that change while what they stored stays: read through an aggregate, as a user's program does.
import { StreamId } from "@deciduous/core"
import { R } from "@deciduous/core/generated/v1"
import { Aggregate } from "@deciduous/runtime"
import { assert } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { type Case, category, event, isRefusedFor, newStream, read, refusal, rule } from "./Case.ts"
import { Counter, eventsOf, over, type Rules, rules } from "./counter.ts"

export const evolving: ReadonlyArray<Case> = [
  rule(
    67,
    "a chain of upcasts with a missing link is refused when the program starts, not at a read",
    () =>
      Effect.sync(() => {
        const broken: ReadonlyArray<readonly [rules: Rules, problem: RegExp]> = [
          [{ ...rules, "Counted@1": R.upcast("Counted@9", same) }, /"Counted@1" leads to "Counted@9"/],
          [{ ...rules, "Tallied@1": R.renamed("Talied@2") }, /"Tallied@1" leads to "Talied@2"/],
          [{ ...rules, "Counted@1": R.upcast("Counted@0", same), "Counted@0": R.renamed("Counted@1") }, /is a circle/]
        ]
        for (const [rules, problem] of broken) {
          assert.throws(() => eventsOf(rules), problem)
          assert.throws(() => eventsOf(rules), /Counter/)
        }
        const handWritten = eventsOf({ ...rules, "Counted@1": R.upcast("Counted@2", "Counted@1>2") })
        assert.throws(() => handWritten.with({}), /the upcaster "Counted@1>2" is missing/)
      })
  ),

  rule(
    69,
    "an event of an unknown type or of a newer version is a typed error, which says where it stands",
    Effect.fnUntraced(function*(store) {
      const unknown = [
        [event({ by: 1 }, { type: "Counted", schemaVersion: 3 }), /Counted v3 .*\(it knows v1, v2\).* newer release/],
        [event({}, { type: "Forgotten" }), /Forgotten v1 is not known/]
      ] as const
      for (const [stranger, problem] of unknown) {
        const { aggregateId: id } = newStream()
        const streamId = StreamId.make(category, id)
        yield* store.append(streamId, [counted(1), stranger, counted(2)], { expectedVersion: 0 })
        const written = yield* read(store, streamId)
        const says = { type: stranger.type, schemaVersion: stranger.schemaVersion, position: written[1]!.position }
        for (const use of [Aggregate.load(Counter, id), Aggregate.handle(Counter, id, 1)]) {
          const unreadable = yield* isRefusedFor(over(store, use), "UnreadableEvent", problem)
          assert.deepInclude({ ...unreadable }, { streamId: streamId.name, version: 2, ...says })
        }
        assert.deepStrictEqual(yield* read(store, streamId), written)
        // what stood before it can still be read
        const before = yield* over(store, Aggregate.load(Counter, id, { asOf: { version: 1 } }))
        assert.deepStrictEqual([before.state, before.version], [1, 1])
      }
    })
  ),

  rule(
    70,
    "what was stored stays as it was, however it is read and whatever comes after it",
    Effect.fnUntraced(function*(store) {
      const { aggregateId: id } = newStream()
      const streamId = StreamId.make(category, id)
      const old = [
        event({ tens: 4, note: "\u00E1\0", at: "1.0" }, {
          type: "Counted",
          schemaVersion: 1,
          metadata: { z: 1, a: 2 }
        }),
        event({ by: 2 }, { type: "Tallied", schemaVersion: 1 })
      ] as const
      yield* store.append(streamId, old, { expectedVersion: 0 })
      const before = JSON.stringify(yield* read(store, streamId))
      assert.strictEqual((yield* over(store, Aggregate.load(Counter, id))).state, 42)
      assert.strictEqual((yield* over(store, Aggregate.handle(Counter, id, 3))).state, 45)
      yield* store.append(streamId, old, { expectedVersion: 0 })
      yield* refusal(store.append(streamId, [{ ...old[0], data: {} }, old[1]], { expectedVersion: 0 }))
      const after = yield* read(store, streamId)
      assert.strictEqual(JSON.stringify(after.slice(0, 2)), before)
      assert.deepStrictEqual(after.map(({ schemaVersion, type }) => `${type}@${schemaVersion}`), [
        "Counted@1",
        "Tallied@1",
        "Counted@2"
      ])
    })
  )
]

const same = (data: unknown): unknown => data

const counted = (by: number) => event({ by }, { type: "Counted", schemaVersion: 2 })
