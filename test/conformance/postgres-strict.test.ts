// The conformance suites on a real PostgreSQL whose log is ordered strictly.
import { PostgresEventStore } from "@deciduous/postgres"
import * as EventStoreServerSuite from "@deciduous/testing/suites/EventStoreServerSuite"
import * as EventStoreSuite from "@deciduous/testing/suites/EventStoreSuite"
import * as Layer from "effect/Layer"
import { emptyPostgres } from "../../packages/postgres/test/support/Pg.ts"
import { serverCapabilities } from "./support/serverCapabilities.ts"

const freshStrict = PostgresEventStore.layerClient({ migrate: true, ordering: "strict" }).pipe(
  Layer.provideMerge(emptyPostgres()),
  Layer.fresh
)

EventStoreSuite.run("PostgreSQL, strict", freshStrict)

EventStoreServerSuite.run("PostgreSQL, strict", freshStrict, {
  ...serverCapabilities,
  lateAppend: { unsupported: "appends commit in the order of their places, one transaction after the other" }
})
