// The same random programs on PostgreSQL, where their appends meet, and on the store in memory, where they come one by one.
import type { EventData, StoredEvent } from "@deciduous/core"
import { PostgresEventStore } from "@deciduous/postgres"
import { EventStore, MemoryEventStore } from "@deciduous/runtime"
import { assert, layer } from "@effect/vitest"
import { Array, Context, Effect, Layer, Result, Stream } from "effect"
import type { NonEmptyReadonlyArray } from "effect/Array"
import * as fc from "fast-check"
import { anotherStore } from "../../support/clients.ts"
import { event, stream } from "../../support/events.ts"
import { freshPglite, freshPostgres } from "../../support/Pg.ts"

type Store = EventStore.EventStore["Service"]
type Answer = Result.Result<EventStore.Appended, Effect.Error<ReturnType<Store["append"]>>>

/** Appends that come at the same time, and then others. */
type Program = ReadonlyArray<ReadonlyArray<EventStore.Append>>

/** Few streams, versions, ids and contents, so that appends conflict, are repeated and reuse ids. */
const programs = fc.array(
  fc.array(
    fc.record({
      name: fc.constantFrom("a", "b", "c"),
      expectedVersion: fc.oneof(fc.nat({ max: 4 }), fc.constantFrom("any" as const, "any" as const, "exists" as const)),
      command: fc.option(fc.constantFrom("one", "two"), { freq: 2 }),
      first: fc.nat({ max: 11 }),
      count: fc.integer({ min: 1, max: 3 }),
      data: fc.constantFrom("x", "x", "x", "y")
    }),
    { minLength: 1, maxLength: 8 }
  ),
  { minLength: 1, maxLength: 4 }
)

const toProgram = (run: string, rounds: typeof programs extends fc.Arbitrary<infer A> ? A : never): Program => {
  const ids = Array.makeBy(14, () => event().id)
  return rounds.map((round) =>
    round.map(({ command, count, data, expectedVersion, first, name }) => ({
      streamId: stream(`${run}-${name}`),
      expectedVersion,
      events: Array.makeBy(count, (i): EventData => ({
        ...event(data),
        id: ids[first + i]!,
        metadata: command === null ? {} : { commandId: command }
      })) as unknown as NonEmptyReadonlyArray<EventData>
    }))
  )
}

const send = (store: Store, { events, expectedVersion, streamId }: EventStore.Append): Effect.Effect<Answer> =>
  Effect.result(store.append(streamId, events, { expectedVersion }))

/** What is the same in every store, whatever it calls its positions. */
const said = (answer: Answer): string =>
  Result.isSuccess(answer) ? `version ${answer.success.version}` : answer.failure.message

/** What the store in memory answers after others, or that it does not write them all. */
const inMemory = (before: ReadonlyArray<EventStore.Append>, append: EventStore.Append) =>
  Effect.gen(function*() {
    const store = yield* EventStore.EventStore
    for (const one of before) if (Result.isFailure(yield* send(store, one))) return "it is no history"
    return said(yield* send(store, append))
  }).pipe(Effect.provide(Layer.fresh(MemoryEventStore.layer)))

interface Done {
  readonly append: EventStore.Append
  readonly answer: Answer
}

/**
 * Those that wrote the events of a stream, in their order; others were refused or repeated, perhaps only in part. Where
 * several were told of the same place, one wrote and the others repeated it; `kinds` are those to take for it first.
 */
const writers = (
  done: ReadonlyArray<Done>,
  stored: ReadonlyArray<StoredEvent>,
  kinds: ReadonlyArray<string>
): ReadonlyArray<EventStore.Append> => {
  const writerOf = new Map<number, EventStore.Append>()
  const order = (a: Done, b: Done) =>
    b.append.events.length - a.append.events.length || kinds.indexOf(kindOf(a)) - kinds.indexOf(kindOf(b))
  for (const { answer, append } of done.toSorted(order)) {
    if (Result.isFailure(answer)) continue
    const before = answer.success.version - append.events.length
    const versions = append.events.map((_, i) => before + 1 + i)
    const isOwn = append.events.every(({ id, metadata }, i) => {
      const there = stored[before + i]
      return there?.id === id && there.metadata.commandId === metadata.commandId
    })
    if (!isOwn || versions.some((version) => writerOf.has(version))) continue
    for (const version of versions) writerOf.set(version, append)
  }
  const inOrder = [...writerOf].toSorted(([one], [other]) => one - other)
  return [...new Set(inOrder.map(([, append]) => append))]
}

/** Each is recognised in another way when it comes again, and may be the one that wrote. */
const kindOf = ({ append: { expectedVersion } }: Done): string =>
  typeof expectedVersion === "string" ? expectedVersion : "number"

const histories = [
  ["any", "exists", "number"],
  ["any", "number", "exists"],
  ["exists", "any", "number"],
  ["exists", "number", "any"],
  ["number", "any", "exists"],
  ["number", "exists", "any"]
]

/** The answers that memory gives at no moment of a history. */
const unexplained = Effect.fnUntraced(function*(done: ReadonlyArray<Done>, written: ReadonlyArray<EventStore.Append>) {
  const found: Array<string> = []
  for (const { answer, append } of done) {
    let isExplained = false
    for (let moment = 0; moment <= written.length && !isExplained; moment++) {
      isExplained = (yield* inMemory(written.slice(0, moment), append)) === said(answer)
    }
    if (!isExplained) found.push(said(answer))
  }
  return found
})

const check = Effect.fnUntraced(function*(stores: NonEmptyReadonlyArray<Store>, program: Program) {
  const done: Array<Done> = []
  for (const round of program) {
    const answers = yield* Effect.forEach(
      round,
      (append, i) => Effect.map(send(stores[i % stores.length]!, append), (answer) => ({ append, answer })),
      { concurrency: "unbounded" }
    )
    done.push(...answers)
  }
  for (const ofStream of Map.groupBy(done, ({ append }) => append.streamId.name).values()) {
    const stored = yield* Effect.orDie(Stream.runCollect(stores[0].read(ofStream[0]!.append.streamId)))
    const found: Array<ReadonlyArray<string>> = []
    for (const kinds of histories) {
      const written = writers(ofStream, stored, kinds)
      assert.strictEqual(written.flatMap(({ events }) => events).length, stored.length, "each event has its append")
      found.push(yield* unexplained(ofStream, written))
      if (found.at(-1)!.length === 0) break
    }
    assert.isTrue(found.some((answers) => answers.length === 0), `no order explains ${found.join(" and ")}`)
  }
})

for (const [name, store] of [["PostgreSQL", freshPostgres], ["PGlite", freshPglite]] as const) {
  layer(store, { excludeTestServices: true, timeout: "120 seconds" })(`random programs on ${name}`, (it) => {
    it.effect("are answered as in memory, from one store and from two", () =>
      Effect.gen(function*() {
        const store = yield* EventStore.EventStore
        const other = name === "PostgreSQL" ? yield* anotherStore() : Context.get(
          yield* Layer.build(Layer.fresh(PostgresEventStore.layerClient())),
          EventStore.EventStore
        )
        const runPromise = Effect.runPromiseWith(yield* Effect.context<never>())
        let run = 0
        yield* Effect.promise(() =>
          fc.assert(
            fc.asyncProperty(
              programs,
              fc.boolean(),
              (program, isAlone) =>
                runPromise(check(isAlone ? [store] : [store, other], toProgram(`run-${run++}`, program)))
            ),
            { numRuns: 40 }
          )
        )
      }))
  })
}
