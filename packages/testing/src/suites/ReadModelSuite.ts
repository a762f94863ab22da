// What a store of read models must hold, for those who write one. ProjectionSuite asks all of it too.
import type * as Layer from "effect/Layer"
import type { Rule } from "./event-store/Case.ts"
import { register } from "./event-store/register.ts"
import { activating } from "./read-model/activating.ts"
import type { Needs } from "./read-model/documents.ts"
import { finding } from "./read-model/finding.ts"
import { writing } from "./read-model/writing.ts"

/**
 * The cases of the suite as data, for other runners than vitest. Each names its models anew; they are among those of
 * `ProjectionSuite`.
 *
 * @since 0.1.0
 * @category suites
 */
export const cases: ReadonlyArray<Rule<Needs>> = [...writing, ...finding, ...activating]

/**
 * Registers the rules of documents alone as tests of vitest, over a layer of a `ReadModelStore` and of the
 * `ProjectionStore` that knows which version of a model is read. It needs no event store.
 *
 * @example
 * ```ts
 * import { MemoryEventStore } from "@deciduous/runtime"
 * import * as ReadModelSuite from "@deciduous/testing/suites/ReadModelSuite"
 *
 * ReadModelSuite.run("memory", MemoryEventStore.layer)
 * ```
 *
 * @since 0.1.0
 * @category suites
 */
export const run = <E>(name: string, layer: Layer.Layer<Needs, E>): void =>
  register(`read models: ${name}`, layer, cases)
