// What an event store on a server must hold besides: several clients, the transactions of others, lost connections.
// Read EventStoreSuite first.
import type { EventStore } from "@deciduous/runtime"
import type * as Layer from "effect/Layer"
import type { Capabilities } from "./event-store-server/Capabilities.ts"
import { clients } from "./event-store-server/clients.ts"
import { connections } from "./event-store-server/connections.ts"
import { transactions } from "./event-store-server/transactions.ts"
import type { Case } from "./event-store/Case.ts"
import { register } from "./event-store/register.ts"

export type { Capabilities, Declared, LateAppend, Relay, Unsupported } from "./event-store-server/Capabilities.ts"

/**
 * The cases of the suite as data, for other runners than vitest.
 *
 * While a case runs nobody else may append to the log.
 *
 * @since 0.1.0
 * @category suites
 */
export const cases = <R>(capabilities: Capabilities<R>): ReadonlyArray<Case<R>> => [
  ...clients(capabilities),
  ...transactions(capabilities),
  ...connections(capabilities)
]

/**
 * Registers the rules as tests of vitest. Those for which a backend has no tool stay in the report, with its reason.
 *
 * @example
 * ```ts
 * import { MemoryEventStore } from "@deciduous/runtime"
 * import * as EventStoreServerSuite from "@deciduous/testing/suites/EventStoreServerSuite"
 *
 * const alone = { unsupported: "it has one client, and no server" }
 *
 * EventStoreServerSuite.run("memory", MemoryEventStore.layer, {
 *   anotherClient: alone,
 *   lateAppend: alone,
 *   idleTransaction: alone,
 *   cutConnections: alone,
 *   relay: alone
 * })
 * ```
 *
 * @since 0.1.0
 * @category suites
 */
export const run = <E, R = never>(
  name: string,
  layer: Layer.Layer<EventStore.EventStore | R, E>,
  capabilities: Capabilities<R>
): void => register(`an event store on a server: ${name}`, layer, cases(capabilities))
