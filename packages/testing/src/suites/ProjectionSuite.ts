// What checkpoints, leases and read models must hold, for those who write a store of them. Read EventStoreSuite first.
import type { EventStore } from "@deciduous/runtime"
import type * as Layer from "effect/Layer"
import type { Case } from "./event-store/Case.ts"
import { register } from "./event-store/register.ts"
import { building } from "./projection/building.ts"
import type { Needs } from "./projection/Case.ts"
import { fencing } from "./projection/fencing.ts"
import { following } from "./projection/following.ts"
import { poisoning } from "./projection/poisoning.ts"
import { working } from "./projection/working.ts"
import * as ReadModelSuite from "./ReadModelSuite.ts"

/**
 * The cases of the suite as data, for other runners than vitest. Each names its streams and its projections anew.
 *
 * @since 0.1.0
 * @category suites
 */
export const cases: ReadonlyArray<Case<Needs>> = [
  ...ReadModelSuite.cases,
  ...fencing,
  ...working,
  ...poisoning,
  ...building,
  ...following
]

/**
 * Registers the rules as tests of vitest, over a layer of an event store with checkpoints and read models beside it.
 *
 * @example
 * ```ts
 * import { MemoryEventStore } from "@deciduous/runtime"
 * import * as ProjectionSuite from "@deciduous/testing/suites/ProjectionSuite"
 *
 * ProjectionSuite.run("memory", MemoryEventStore.layer)
 * ```
 *
 * @since 0.1.0
 * @category suites
 */
export const run = <E>(name: string, layer: Layer.Layer<EventStore.EventStore | Needs, E>): void =>
  register(`projections: ${name}`, layer, cases)
