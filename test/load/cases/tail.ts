// How late a read model shows what was appended: 500 appends a second, each at its own time whatever becomes of the others,
// while a worker projects them; once the worker has the writer's store, and once one of its own, as in another process. On a
// server that keeps what it commits. An append counts from the time at which it is due until a query sees what it led to,
// for which is looked every millisecond, over a third store.
import { type EventData, type Position, StreamId } from "@deciduous/core"
import type { BankAccountEvent } from "@deciduous/event-schemas/bank-account.events.gen"
import { BankAccount } from "@deciduous/example-bank-account/aggregate"
import { PostgresEventStore } from "@deciduous/postgres"
import { CheckpointStore, EventIds, EventStore, Projection, Projections, ProjectionStore } from "@deciduous/runtime"
import { Effect, Fiber, Layer, ManagedRuntime, Schema } from "effect"
import type { Server } from "../compare/server.ts"
import type { Case } from "../measure.ts"
import { storedDeposit } from "./bank.ts"

/** Of a run, in milliseconds; the first of these is not counted. */
const warmUp = 1_000
const duration = 6_000
/** Milliseconds between two appends. */
const every = 2
const accounts = 1_000

export const tail = (server: Server): ReadonlyArray<Case> => [
  ...percentiles("in the writer's process", server, true),
  ...percentiles("in another process", server, false)
]

/** Of one run, which the first of the cases makes. */
const percentiles = (where: string, server: Server, isTogether: boolean): ReadonlyArray<Case> => {
  let sorted: ReadonlyArray<number> = []
  const at = (percent: number) => sorted[Math.floor(sorted.length * percent / 100)]! * 1000
  const of = (percent: number, run: () => Promise<number>): Case => ({
    name: `tail, the worker ${where}, p${percent}`,
    item: "append until it is seen",
    items: 1,
    run
  })
  return [
    of(50, async () => {
      sorted = (await measure(server, isTogether)).toSorted((one, other) => one - other)
      return at(50)
    }),
    of(99, async () => at(99))
  ]
}

let runs = 0

/** Latencies in milliseconds. */
const measure = async (server: Server, isTogether: boolean): Promise<ReadonlyArray<number>> => {
  const counts = Projection.fromView(
    { initialState: 0, evolve: (count: number, _event: BankAccountEvent) => count + 1 },
    {
      name: `counts ${++runs}`,
      events: BankAccount.events,
      state: Schema.Finite,
      keyOf: ({ aggregateId }) => aggregateId
    }
  )
  const open = () =>
    ManagedRuntime.make(
      Layer.fresh(PostgresEventStore.layer({ url: server.url("postgres"), schema: `tail_${runs}`, migrate: true }))
    )
  const writer = open()
  await writer.runPromise(EventStore.EventStore)
  const [worker, looker] = [isTogether ? writer : open(), open()]
  const waiting = new Map<Position.Position, number>()
  const latencies: Array<number> = []

  const working = worker.runFork(Projections.run([counts]))
  const begun = performance.now()
  let isWritten = false
  const written = writer.runPromise(write(begun, (position, due) => waiting.set(position, due)))
    .finally(() => isWritten = true)
  const looking = looker.runPromise(look(ProjectionStore.modelOf(counts), (reached) => {
    const now = performance.now()
    for (const [position, due] of waiting) {
      if (position > reached) continue
      waiting.delete(position)
      if (due - begun > warmUp) latencies.push(now - due)
    }
    return !isWritten || waiting.size > 0
  }))
  await written
  await looking
  working.interruptUnsafe()
  for (const runtime of new Set([worker, looker, writer])) await runtime.dispose()
  return latencies
}

/** Appends when it is due, late ones at once, and tells where each came to stand. */
const write = Effect.fnUntraced(function*(begun: number, told: (position: Position.Position, due: number) => void) {
  const store = yield* EventStore.EventStore
  const newId = yield* EventIds.EventIds
  const { data, schemaVersion, type } = storedDeposit
  const append = (number: number, due: number) => {
    const event: EventData = { id: newId(), type, schemaVersion, data, metadata: {} }
    const stream = StreamId.make("bank-account", `${number % accounts}`)
    return Effect.map(
      store.append(stream, [event], { expectedVersion: "any" }),
      ({ position }) => told(position, due)
    )
  }
  const all: Array<Fiber.Fiber<void, unknown>> = []
  for (let number = 0; number * every < duration; number++) {
    const due = begun + number * every
    const pause = due - performance.now()
    if (pause > 0) yield* Effect.sleep(pause)
    all.push(yield* Effect.forkChild(append(number, due)))
  }
  yield* Fiber.joinAll(all)
})

/** Asks how far a read model is, until there is nothing more to be seen. */
const look = Effect.fnUntraced(function*(model: string, seen: (reached: Position.Position) => boolean) {
  const store = yield* CheckpointStore.CheckpointStore
  while (true) {
    const [shard] = yield* store.standings([model])
    if (shard !== undefined && !seen(shard.position)) return
    yield* Effect.sleep(1)
  }
})
