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

/** What the store in memory answers after others, which are all written. */
const inMemory = (before: ReadonlyArray<EventStore.Append>, append: EventStore.Append) =>
  Effect.gen(function*() {
    const store = yield* EventStore.EventStore
    for (const one of before) assert.isTrue(Result.isSuccess(yield* send(store, one)))
    return said(yield* send(store, append))
  }).pipe(Effect.provide(Layer.fresh(MemoryEventStore.layer)))

interface Done {
  readonly append: EventStore.Append
  readonly answer: Answer
}

/** Those that wrote the events of the log, in its order; others were refused or repeated, perhaps only in part. */
const writers = (
  done: ReadonlyArray<Done>,
  stored: ReadonlyMap<string, StoredEvent>
): ReadonlyArray<EventStore.Append> => {
  const writerOf = new Map<string, { readonly position: string; readonly append: EventStore.Append }>()
  for (const { answer, append } of done.toSorted((a, b) => b.append.events.length - a.append.events.length)) {
    if (Result.isFailure(answer)) continue
    const { position, version } = answer.success
    const places = append.events.map((_, i) => `${append.streamId.name}@${version - append.events.length + 1 + i}`)
    const isOwn = append.events.every(({ id, metadata }, i) => {
      const there = stored.get(places[i]!)
      return there?.id === id && there.metadata.commandId === metadata.commandId
    })
    if (!isOwn || places.some((place) => writerOf.has(place))) continue
    for (const place of places) writerOf.set(place, { position, append })
  }
  const inOrder = [...writerOf.values()].toSorted((a, b) => a.position < b.position ? -1 : 1)
  return [...new Set(inOrder.map(({ append }) => append))]
}

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
  const streams = new Map(program.flat().map(({ streamId }) => [streamId.name, streamId]))
  const events = yield* Effect.forEach(
    streams.values(),
    (streamId) => Effect.orDie(Stream.runCollect(stores[0].read(streamId)))
  )
  const stored = new Map(events.flat().map((one) => [`${one.streamId}@${one.version}`, one]))
  const written = writers(done, stored)
  assert.strictEqual(written.flatMap(({ events }) => events).length, stored.size, "each event has its append")
  // every answer is one that memory gives at some moment of the same history
  for (const { answer, append } of done) {
    const moments = Array.makeBy(written.length + 1, (k) => inMemory(written.slice(0, k), append))
    let answers: ReadonlyArray<string> = []
    for (const moment of moments) {
      answers = [...answers, yield* moment]
      if (answers.at(-1) === said(answer)) break
    }
    assert.include(answers, said(answer))
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
