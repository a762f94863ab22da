// The same read model by the runtime itself: by its workers, while streams are appended to side by side, and inline.
import { type EventData, type StoredEvent, StreamId } from "@deciduous/core"
import { EventStore } from "@deciduous/runtime/EventStore"
import * as Projections from "@deciduous/runtime/Projections"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as fc from "fast-check"
import { firstDifference } from "../../../internal/difference.ts"
import { same } from "../../../internal/same.ts"
import { randomOf } from "../random.ts"
import type { AppendLaw } from "./judge.ts"
import { type Append, logOfAppends } from "./log.ts"
import type { Stand, Subject } from "./stand.ts"

export const byRuntime = (stand: Stand, subject: Subject): AppendLaw => ({
  name: "workers and appends write the same read model",
  problemOf: Effect.fnUntraced(function*(appends, base) {
    if (base._tag === "Failed" || appends.length === 0) return undefined
    const { projection, store } = subject
    const at = appends.at(-1)!.at
    const asked = Effect.scoped(worked(subject, appends))
    const { log, model } = yield* Effect.orDie(Effect.provide(asked, store([])))
    const expected = yield* stand.build({ batches: log.map((event) => [event]) })
    if (expected._tag === "Failed") return undefined
    if (!same(expected.model, model)) {
      return { at, sentence: `A worker writes another one: ${firstDifference(expected.model, model, same)}` }
    }
    const inline = { ...projection, mode: "inline" as const, shards: 1 }
    const order = log.map(({ id }) => appends.find(({ stored }) => stored[0]!.id === id)).filter((one) =>
      one !== undefined
    )
    const written = Effect.andThen(Effect.forEach(order, append), subject.read(projection.version, log))
    const its = yield* Effect.orDie(Effect.provide(written, store([inline])))
    return same(expected.model, its)
      ? undefined
      : { at, sentence: `Written inline it is another one: ${firstDifference(expected.model, its, same)}` }
  })
})

/** Streams are appended to side by side while a worker is at work; fast-check's scheduler says who is next. */
const worked = Effect.fnUntraced(function*({ projection, read }: Subject, appends: ReadonlyArray<Append>) {
  yield* Projections.start([projection])
  const run = Effect.runPromiseWith(yield* Effect.context<EventStore>())
  const { rng } = randomOf(appends.length, logOfAppends(appends).length)
  const scheduler = fc.scheduler().generate(rng, undefined).value
  for (const stream of Map.groupBy(appends, ({ stored }) => stored[0]!.streamId).values()) {
    scheduler.scheduleSequence(stream.map((one) => ({ label: "append", builder: () => run(append(one)) })))
  }
  yield* Effect.promise(() => scheduler.waitIdle())
  const log = yield* Stream.runCollect((yield* EventStore).readAll())
  yield* Projections.waitFor(projection, log.at(-1)!.position, PATIENCE)
  return { log, model: yield* read(projection.version, log) }
})

/** A worker that has not taken a handful of events by then never will. */
const PATIENCE = "20 seconds"

const append = Effect.fnUntraced(function*({ stored }: Append) {
  const [first, ...more] = stored.map(dataOf)
  const { aggregateId, category } = stored[0]!
  yield* (yield* EventStore).append(StreamId.make(category, aggregateId), [first!, ...more], { expectedVersion: "any" })
})

const dataOf = ({ data, id, schemaVersion, type }: StoredEvent): EventData => ({
  id,
  type,
  schemaVersion,
  data,
  metadata: {}
})
