// Streams that are loaded at the same time are read together: one round trip for all that wait.
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Metric from "effect/Metric"
import type { Tail, TailRequest } from "./EventStore.ts"
import type { EventStoreError } from "./EventStoreError.ts"
import * as Lanes from "./internal/lanes.ts"
import { perStore, type Store } from "./internal/perStore.ts"
import * as Metrics from "./Metrics.ts"

/**
 * @since 0.1.0
 * @category models
 */
export interface Service {
  readonly readTail: (store: Store, request: TailRequest) => Effect.Effect<Tail, EventStoreError>
}

/** Two keep the database busy while the answer of one is decoded; more would only make the reads smaller. */
const lanes = 2
/** Each stream may bring a page of events, and all of them are in memory at once. */
const streamsPerRead = 64

const readers = perStore((store) =>
  Lanes.make({
    lanes,
    most: streamsPerRead,
    run: (requests: Parameters<Store["readTails"]>[0]) =>
      Effect.andThen(Metric.update(Metrics.mergedReads, requests.length), store.readTails(requests))
  })
)

/**
 * How the loads of commands are read. On by default: the first ones leave at once, and those that come while these are
 * under way leave together.
 *
 * @since 0.1.0
 * @category references
 */
export const MergedReads = Context.Reference<Service>("@deciduous/runtime/MergedReads", {
  defaultValue: () => ({ readTail: (store, request) => readers(store).submit(request) })
})

/**
 * Every load is a read of its own.
 *
 * @since 0.1.0
 * @category layers
 */
export const off: Layer.Layer<never> = Layer.succeed(MergedReads, {
  readTail: (store, request) => Effect.map(store.readTails([request]), ([tail]) => tail!)
})
