// Commands of one stream decide in turn, so that those of one process never conflict with each other.
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Metric from "effect/Metric"
import { perStore, type Store } from "./internal/perStore.ts"
import * as Turns from "./internal/turns.ts"
import * as Metrics from "./Metrics.ts"

/**
 * @since 0.1.0
 * @category models
 */
export interface Service {
  readonly inTurn: <A, E, R>(store: Store, stream: string, command: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>
}

const turns = perStore(() =>
  Turns.make((wait) =>
    Metric.modify(Metrics.waitingCommands, 1).pipe(
      Effect.andThen(wait),
      Effect.ensuring(Metric.modify(Metrics.waitingCommands, -1))
    )
  )
)

/**
 * How the commands of one stream wait for each other: in the order in which they came, within this process.
 *
 * On by default. Commands of different streams, or on different stores, never wait for each other.
 *
 * @since 0.1.0
 * @category references
 */
export const CommandQueue = Context.Reference<Service>("@deciduous/runtime/CommandQueue", {
  defaultValue: () => ({ inTurn: (store, stream, command) => turns(store).inTurn(stream, command) })
})

/**
 * No waiting: commands of one stream race, and those that lose decide again.
 *
 * @since 0.1.0
 * @category layers
 */
export const off: Layer.Layer<never> = Layer.succeed(CommandQueue, { inTurn: (_store, _stream, command) => command })
