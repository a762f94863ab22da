// What processes must hold, for those who write a store of them. Read EventStoreSuite first.
import type { EventStore } from "@deciduous/runtime"
import type * as Layer from "effect/Layer"
import type { Case } from "./event-store/Case.ts"
import { register } from "./event-store/register.ts"
import type { Needs } from "./process/Case.ts"
import { failing } from "./process/failing.ts"
import { poisoning } from "./process/poisoning.ts"
import { sending } from "./process/sending.ts"
import { taking } from "./process/taking.ts"
import { waiting } from "./process/waiting.ts"

/**
 * The cases of the suite as data, for other runners than vitest. Each names its streams and its process anew.
 *
 * @since 0.1.0
 * @category suites
 */
export const cases: ReadonlyArray<Case<Needs>> = [...sending, ...taking, ...waiting, ...failing, ...poisoning]

/**
 * Registers the rules as tests of vitest, over a layer of an event store with checkpoints and processes beside it.
 *
 * @example
 * ```ts
 * import { MemoryEventStore } from "@deciduous/runtime"
 * import * as ProcessSuite from "@deciduous/testing/suites/ProcessSuite"
 *
 * ProcessSuite.run("memory", MemoryEventStore.layer)
 * ```
 *
 * @since 0.1.0
 * @category suites
 */
export const run = <E>(name: string, layer: Layer.Layer<EventStore.EventStore | Needs, E>): void =>
  register(`processes: ${name}`, layer, cases)
