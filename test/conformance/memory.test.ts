// The conformance suites over the stores in memory.
import { MemoryEventStore } from "@deciduous/runtime"
import * as EventStoreServerSuite from "@deciduous/testing/suites/EventStoreServerSuite"
import * as EventStoreSuite from "@deciduous/testing/suites/EventStoreSuite"
import * as SnapshotSuite from "@deciduous/testing/suites/SnapshotSuite"

EventStoreSuite.run("memory", MemoryEventStore.layer, {
  unsupported: { 34: "the whole log is in memory" }
})

const alone = { unsupported: "there are no other clients" }
const noTransactions = { unsupported: "there are no transactions: an append is one step" }
const noConnection = { unsupported: "there is no connection that could be lost" }

EventStoreServerSuite.run("memory", MemoryEventStore.layer, {
  anotherClient: alone,
  lateAppend: noTransactions,
  idleTransaction: noTransactions,
  cutConnections: noConnection,
  relay: noConnection
})

SnapshotSuite.run("memory", MemoryEventStore.layer)
