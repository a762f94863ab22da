// What an outbox and an inbox must hold, for those who write them: run it over a layer, and the rules become tests.
import type { CheckpointStore, EventStore, Inbox, OutboxStore } from "@deciduous/runtime"
import type * as Layer from "effect/Layer"
import type { Case } from "./event-store/Case.ts"
import { register } from "./event-store/register.ts"
import { receiving } from "./outbox/receiving.ts"
import { sending } from "./outbox/sending.ts"
import { writing } from "./outbox/writing.ts"

export { outbox } from "./outbox/published.ts"

/**
 * What a backend brings: a store whose appends write to {@link outbox}, and what sends and takes messages.
 *
 * @since 0.1.0
 * @category models
 */
export type Needed =
  | EventStore.EventStore
  | OutboxStore.OutboxStore
  | CheckpointStore.CheckpointStore
  | Inbox.Inbox

/**
 * The cases of the suite as data, for other runners than vitest. While a case runs nobody else may relay the outbox.
 *
 * @since 0.1.0
 * @category suites
 */
export const cases: ReadonlyArray<Case<Needed>> = [...writing, ...sending, ...receiving]

/**
 * Registers the rules as tests of vitest, one for each case, named by number and in words.
 *
 * @example
 * ```ts
 * import { MemoryEventStore, MemoryInbox, MemoryOutbox } from "@deciduous/runtime"
 * import * as OutboxSuite from "@deciduous/testing/suites/OutboxSuite"
 * import { Layer } from "effect"
 *
 * OutboxSuite.run(
 *   "memory",
 *   Layer.merge(MemoryOutbox.layer(OutboxSuite.outbox), MemoryInbox.layer).pipe(
 *     Layer.provideMerge(MemoryEventStore.layer)
 *   )
 * )
 * ```
 *
 * @since 0.1.0
 * @category suites
 */
export const run = <E>(name: string, layer: Layer.Layer<Needed, E>): void =>
  register(`an outbox: ${name}`, layer, cases)
