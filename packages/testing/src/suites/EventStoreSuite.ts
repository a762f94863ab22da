// What every event store must hold, for those who write one: run it over a layer, and the rules become tests.
import type { EventStore } from "@deciduous/runtime"
import type * as Layer from "effect/Layer"
import { appending } from "./event-store/appending.ts"
import type { Case } from "./event-store/Case.ts"
import { evolving } from "./event-store/evolving.ts"
import { filtering } from "./event-store/filtering.ts"
import { handling } from "./event-store/handling.ts"
import { naming } from "./event-store/naming.ts"
import { ordering } from "./event-store/ordering.ts"
import { payloads } from "./event-store/payloads.ts"
import { reading } from "./event-store/reading.ts"
import { register } from "./event-store/register.ts"
import { repeating } from "./event-store/repeating.ts"
import { secrecy } from "./event-store/secrecy.ts"
import { surroundings } from "./event-store/surroundings.ts"
import { together } from "./event-store/together.ts"
import * as SubscriptionSuite from "./SubscriptionSuite.ts"

/**
 * What a backend does not do.
 *
 * @since 0.1.0
 * @category models
 */
export interface Capabilities {
  /** By the number of the rule, why. Such a rule stays in the report, as skipped and with this reason in its name. */
  readonly unsupported?: { readonly [rule: number]: string }
}

/**
 * The cases of the suite as data, for other runners than vitest.
 *
 * Each names its streams anew, so they may share one store, also one that holds events already. While a case runs
 * nobody else may append to that store.
 *
 * @since 0.1.0
 * @category suites
 */
export const cases: ReadonlyArray<Case> = [
  ...appending,
  ...repeating,
  ...together,
  ...reading,
  ...ordering,
  ...SubscriptionSuite.cases,
  ...filtering,
  ...payloads,
  ...naming,
  ...secrecy,
  ...handling,
  ...evolving,
  ...surroundings
]

/**
 * Registers the rules as tests of vitest, one for each case, named by number and in words.
 *
 * The layer is built once. Effect's test services are left out: a database waits by the real clock.
 *
 * @example
 * ```ts
 * import { MemoryEventStore } from "@deciduous/runtime"
 * import * as EventStoreSuite from "@deciduous/testing/suites/EventStoreSuite"
 *
 * EventStoreSuite.run("memory", MemoryEventStore.layer)
 * ```
 *
 * @since 0.1.0
 * @category suites
 */
export const run = <E>(
  name: string,
  layer: Layer.Layer<EventStore.EventStore, E>,
  { unsupported = {} }: Capabilities = {}
): void =>
  register(
    `an event store: ${name}`,
    layer,
    cases.map((one) => {
      const reason = unsupported[one.rule]
      return reason === undefined ? one : { ...one, unsupported: reason }
    })
  )
