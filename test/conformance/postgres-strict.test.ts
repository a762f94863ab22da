// The conformance suites on a real PostgreSQL whose log is ordered strictly.
import * as EventStoreServerSuite from "@deciduous/testing/suites/EventStoreServerSuite"
import * as EventStoreSuite from "@deciduous/testing/suites/EventStoreSuite"
import * as SnapshotSuite from "@deciduous/testing/suites/SnapshotSuite"
import { freshStrict } from "./support/freshStrict.ts"
import { serverCapabilities } from "./support/serverCapabilities.ts"

EventStoreSuite.run("PostgreSQL, strict", freshStrict)

EventStoreServerSuite.run("PostgreSQL, strict", freshStrict, {
  ...serverCapabilities,
  lateAppend: { unsupported: "appends commit in the order of their places, one transaction after the other" }
})

SnapshotSuite.run("PostgreSQL, strict", freshStrict)
