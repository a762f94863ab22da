// Runs programs on a store and writes down what was asked, what was answered, and when. Read program.ts first.
import { type EventData, Position, type StoredEvent, StreamId } from "@deciduous/core"
import { EventStore, type EventStoreError } from "@deciduous/runtime"
import type { NonEmptyReadonlyArray } from "effect/Array"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Stream from "effect/Stream"
import { type Change, type RangeOfAll, type Step, streams, type Write } from "./program.ts"

type Error = EventStoreError.EventStoreError | EventStoreError.OutcomeUnknown | EventStoreError.VersionConflict
type Answer<A> = Result.Result<A, Error>
type Appends = ReadonlyArray<EventStore.Append>

/** What was asked and answered; `asked` and `answered` count the steps of a clock that all clients share. */
export type Entry =
  & { readonly asked: number; readonly answered: number }
  & (
    | { readonly do: "append"; readonly appends: Appends; readonly answer: Answer<ReadonlyArray<EventStore.Appended>> }
    | {
      readonly do: "read"
      readonly stream: StreamId.StreamId
      readonly range: EventStore.ReadRange
      readonly answer: Answer<ReadonlyArray<StoredEvent>>
    }
    | { readonly do: "read tails"; readonly answer: Answer<ReadonlyArray<EventStore.Tail>> }
    | {
      readonly do: "read all"
      readonly range: EventStore.ReadAllRange
      readonly answer: Answer<ReadonlyArray<StoredEvent>>
    }
  )

export interface Run {
  /** With which the names of this run's streams begin, and no other's. */
  readonly category: string
  readonly entries: ReadonlyArray<Entry>
  readonly streams: ReadonlyMap<string, ReadonlyArray<StoredEvent>>
  readonly log: ReadonlyArray<StoredEvent>
}

/** All clients of one run at the same time, in turns over the present store and others of its log; the streams are new. */
export const run = Effect.fnUntraced(function*(
  clients: ReadonlyArray<ReadonlyArray<Step>>,
  others: ReadonlyArray<EventStore.EventStore["Service"]> = []
) {
  const store = yield* EventStore.EventStore
  const stores = [store, ...others]
  const category = `run${crypto.randomUUID().replaceAll("-", "")}`
  const memory = newMemory(category)
  const client = Effect.fnUntraced(function*(steps: ReadonlyArray<Step>, i: number) {
    for (const step of steps) {
      yield* Effect.yieldNow
      memory.add(yield* perform(stores[i % stores.length]!, step, memory))
    }
  })
  yield* Effect.forEach(clients, client, { concurrency: "unbounded", discard: true })

  const ends = new Map<string, ReadonlyArray<StoredEvent>>()
  for (const id of streams) {
    const streamId = StreamId.make(category, id)
    ends.set(streamId.name, yield* Stream.runCollect(store.read(streamId)))
  }
  const all = [...ends.values()].flat()
  const log = yield* Effect.repeat(Stream.runCollect(store.readAll({ filter: { categories: [category] } })), {
    // other transactions of the server may hold it back
    until: (log) => log.length >= all.length
  })
  return { category, entries: memory.entries, streams: ends, log } satisfies Run
})

type Memory = ReturnType<typeof newMemory>

/** What the clients of a run know: answers so far, and the number of the next event and of the next moment. */
const newMemory = (category: string) => {
  const entries: Array<Entry> = []
  const requests: Array<Appends> = []
  const positions: Array<Position.Position> = []
  const versions = new Map<string, number>()
  let events = 0
  let moments = 0
  return {
    category,
    entries,
    requests,
    positions,
    stream: (stream: number) => StreamId.make(category, streams[stream]!),
    version: ({ name }: StreamId.StreamId) => versions.get(name) ?? 0,
    newId: () => `00000000-0000-4000-8000-${(++events).toString(16).padStart(12, "0")}`,
    now: () => ++moments,
    add: (entry: Entry) => {
      entries.push(entry)
      if (entry.do !== "append" || Result.isFailure(entry.answer)) return
      for (const [i, { position, version }] of entry.answer.success.entries()) {
        const { name } = entry.appends[i]!.streamId
        versions.set(name, Math.max(versions.get(name) ?? 0, version))
        positions.push(position)
      }
    }
  }
}

const perform = (store: EventStore.EventStore["Service"], step: Step, memory: Memory): Effect.Effect<Entry> => {
  switch (step.do) {
    case "append":
    case "append to all":
    case "repeat": {
      const appends = appendsOf(step, memory)
      memory.requests.push(appends)
      const [one] = appends
      const append = step.do !== "append to all" && appends.length === 1 && one !== undefined
        ? Effect.map(store.append(one.streamId, one.events, one), (appended) => [appended])
        : store.appendAll(appends as NonEmptyReadonlyArray<EventStore.Append>)
      return timed(memory, append, (answer) => ({ do: "append", appends, answer }))
    }
    case "read": {
      const stream = memory.stream(step.stream)
      const reading = Stream.runCollect(store.read(stream, step.range))
      return timed(memory, reading, (answer) => ({ do: "read", stream, range: step.range, answer }))
    }
    case "read tails": {
      const tails = step.tails.map(([stream, after, command]) => ({
        streamId: memory.stream(stream),
        after,
        commandId: `${command}`
      }))
      const reading = store.readTails(tails as unknown as NonEmptyReadonlyArray<EventStore.TailRequest>)
      return timed(memory, reading, (answer) => ({ do: "read tails", answer }))
    }
    case "read all": {
      const range = rangeOf(step.range, memory)
      const reading = Stream.runCollect(store.readAll(range))
      return timed(memory, reading, (answer) => ({ do: "read all", range, answer }))
    }
  }
}

type Untimed<E> = E extends Entry ? Omit<E, "asked" | "answered"> : never

const timed = <A>(
  { now }: Memory,
  use: Effect.Effect<A, Error>,
  entry: (answer: Answer<A>) => Untimed<Entry>
): Effect.Effect<Entry> =>
  Effect.suspend(() => {
    const asked = now()
    return Effect.map(Effect.result(use), (answer) => ({ ...entry(answer), asked, answered: now() }) as Entry)
  })

const appendsOf = (
  step: Extract<Step, { readonly do: "append" | "append to all" | "repeat" }>,
  memory: Memory
): Appends => {
  if (step.do === "append") return [appendOf(step.write, memory)]
  if (step.do === "append to all") return step.writes.map((write) => appendOf(write, memory))
  const before = memory.requests.at(-1 - (step.which % Math.max(memory.requests.length, 1)))
  return before === undefined ? [] : before.map((append, i) => i > 0 ? append : changed(append, step.change, memory))
}

const appendOf = ({ command, events, expected, stream }: Write, memory: Memory): EventStore.Append => {
  const streamId = memory.stream(stream)
  const metadata = command === undefined ? {} : { commandId: `${command}` }
  return {
    streamId,
    events: nonEmpty(events.map((event) => ({ id: memory.newId(), ...event, metadata }))),
    expectedVersion: typeof expected === "string" ? expected : Math.max(memory.version(streamId) + expected, 0)
  }
}

const changed = (append: EventStore.Append, change: Change, { newId }: Memory): EventStore.Append => {
  const { events, expectedVersion } = append
  const last = events.at(-1)
  if (last === undefined) return append
  const withEvents = (events: ReadonlyArray<EventData>) => ({ ...append, events: nonEmpty(events) })
  switch (change) {
    case "nothing":
      return append
    case "a content":
      return withEvents([...events.slice(0, -1), { ...last, data: { was: last.data } }])
    case "all ids":
      return withEvents(events.map((event) => ({ ...event, id: newId() })))
    case "one more":
      return withEvents([...events, { ...last, id: newId() }])
    case "one less":
      return withEvents(events.slice(1))
    case "the expectation":
      return { ...append, expectedVersion: typeof expectedVersion === "number" ? "any" : 1 }
  }
}

/** The types do not let an append of nothing through, and stores must refuse it. */
const nonEmpty = (events: ReadonlyArray<EventData>) => events as NonEmptyReadonlyArray<EventData>

const rangeOf = (
  { after, before, prefix, types, ...range }: RangeOfAll,
  { category, positions }: Memory
): EventStore.ReadAllRange => {
  const position = (which: number) => positions.at(-1 - (which % Math.max(positions.length, 1))) ?? Position.start
  return {
    ...range,
    ...(after === undefined ? {} : { after: position(after) }),
    ...(before === undefined ? {} : { before: position(before) }),
    filter: {
      ...(prefix === undefined ? { categories: [category] } : { streamPrefix: `${category}-${prefix}` }),
      ...(types === undefined ? {} : { types })
    }
  }
}
