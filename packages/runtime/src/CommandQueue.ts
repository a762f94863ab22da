// Commands of one stream decide in turn, so that those of one process never conflict with each other.
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Metric from "effect/Metric"
import type { Member } from "./internal/company.ts"
import { perStore, type Store } from "./internal/perStore.ts"
import * as Turns from "./internal/turns.ts"
import * as Metrics from "./Metrics.ts"

/**
 * @since 0.1.0
 * @category models
 */
export interface Service {
  /** `command` is given those that wait behind it when its turn has come, in their order: it may take them along. */
  readonly inTurn: <A, E, R>(
    store: Store,
    stream: string,
    own: Waiting,
    command: (waiting: ReadonlyArray<Waiting>) => Effect.Effect<A, E, R>
  ) => Effect.Effect<A, E, R>
}

/**
 * A command in the queue, or `undefined` for one that has to go alone: it has an id, by which its append is known.
 *
 * @since 0.1.0
 * @category models
 */
export type Waiting = Member | undefined

const turns = perStore(() =>
  Turns.make<Waiting>((wait) =>
    Metric.modify(Metrics.waitingCommands, 1).pipe(
      Effect.andThen(wait),
      Effect.ensuring(Metric.modify(Metrics.waitingCommands, -1))
    )
  )
)

/**
 * How the commands of one stream wait for each other: in the order in which they came, within this process. Those that
 * wait at the same time are decided one after the other and appended together, in one round trip; whatever keeps the append
 * from succeeding, each of them then goes alone.
 *
 * On by default. Commands of different streams, or on different stores, never wait for each other.
 *
 * @since 0.1.0
 * @category references
 */
export const CommandQueue = Context.Reference<Service>("@deciduous/runtime/CommandQueue", {
  defaultValue: () => ({ inTurn: (store, stream, own, command) => turns(store).inTurn(stream, own, command) })
})

/**
 * No waiting: commands of one stream race, and those that lose decide again.
 *
 * @since 0.1.0
 * @category layers
 */
export const off: Layer.Layer<never> = Layer.succeed(CommandQueue, {
  inTurn: (_store, _stream, _own, command) => command([])
})
