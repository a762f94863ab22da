// What those who follow a log must be given, for who writes a subscription of its own. EventStoreSuite asks all of it too.
import type { EventStore } from "@deciduous/runtime"
import type * as Layer from "effect/Layer"
import type { Case } from "./event-store/Case.ts"
import { register } from "./event-store/register.ts"
import { subscribing } from "./event-store/subscribing.ts"

/**
 * The cases of the suite as data, for other runners than vitest. They are among those of `EventStoreSuite`.
 *
 * @since 0.1.0
 * @category suites
 */
export const cases: ReadonlyArray<Case> = subscribing

/**
 * Registers the rules of subscriptions alone as tests of vitest, over a layer of an event store: its `subscribe` and
 * `subscribePages` are what is asked.
 *
 * @example
 * ```ts
 * import { MemoryEventStore } from "@deciduous/runtime"
 * import * as SubscriptionSuite from "@deciduous/testing/suites/SubscriptionSuite"
 *
 * SubscriptionSuite.run("memory", MemoryEventStore.layer)
 * ```
 *
 * @since 0.1.0
 * @category suites
 */
export const run = <E>(name: string, layer: Layer.Layer<EventStore.EventStore, E>): void =>
  register(`subscriptions: ${name}`, layer, cases)
