// The conformance suites over the stores in memory.
import { MemoryEventStore } from "@deciduous/runtime"
import * as EventStoreSuite from "@deciduous/testing/suites/EventStoreSuite"

EventStoreSuite.run("memory", MemoryEventStore.layer, {
  unsupported: { 34: "the whole log is in memory" }
})
