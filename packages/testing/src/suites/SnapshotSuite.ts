// What a store of snapshots must hold, for those who write one: run it over a layer, and the rules become tests.
import type { EventStore, SnapshotStore } from "@deciduous/runtime"
import type * as Layer from "effect/Layer"
import type { Case } from "./event-store/Case.ts"
import { register } from "./event-store/register.ts"
import { folding } from "./snapshot/folding.ts"
import { keeping } from "./snapshot/keeping.ts"
import { trusting } from "./snapshot/trusting.ts"

type Needed = EventStore.EventStore | SnapshotStore.SnapshotStore

/**
 * The cases of the suite as data, for other runners than vitest. Each names its streams anew, so they may share one store.
 *
 * @since 0.1.0
 * @category suites
 */
export const cases: ReadonlyArray<Case<Needed>> = [
  ...keeping,
  ...folding,
  ...trusting
]

/**
 * Registers the rules as tests of vitest, one for each case, named by number and in words. The layer brings the snapshots,
 * and the event store of the streams of which they are.
 *
 * @example
 * ```ts
 * import { MemoryEventStore } from "@deciduous/runtime"
 * import * as SnapshotSuite from "@deciduous/testing/suites/SnapshotSuite"
 *
 * SnapshotSuite.run("memory", MemoryEventStore.layer)
 * ```
 *
 * @since 0.1.0
 * @category suites
 */
export const run = <E>(name: string, layer: Layer.Layer<Needed, E>): void =>
  register(`a store of snapshots: ${name}`, layer, cases)
