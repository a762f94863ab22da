// The published suites over the stores in memory: the tests of `packages/runtime` that `test/conformance` has beside those
// of databases, without the databases. Only the mutants' vitest reads this file.
import { MemoryEventStore, MemoryInbox, MemoryOutbox } from "@deciduous/runtime"
import * as EventStoreSuite from "@deciduous/testing/suites/EventStoreSuite"
import * as OutboxSuite from "@deciduous/testing/suites/OutboxSuite"
import * as ProcessSuite from "@deciduous/testing/suites/ProcessSuite"
import * as ProjectionSuite from "@deciduous/testing/suites/ProjectionSuite"
import * as SnapshotSuite from "@deciduous/testing/suites/SnapshotSuite"
import * as Layer from "effect/Layer"

EventStoreSuite.run("memory", MemoryEventStore.layer, { unsupported: { 34: "the whole log is in memory" } })
SnapshotSuite.run("memory", MemoryEventStore.layer)
ProcessSuite.run("memory", MemoryEventStore.layer)
ProjectionSuite.run("memory", MemoryEventStore.layer)
OutboxSuite.run(
  "memory",
  Layer.merge(MemoryOutbox.layer(OutboxSuite.outbox), MemoryInbox.layer).pipe(
    Layer.provideMerge(MemoryEventStore.layer)
  )
)
