// The conformance suites on a real PostgreSQL.
import * as EventStoreServerSuite from "@deciduous/testing/suites/EventStoreServerSuite"
import * as EventStoreSuite from "@deciduous/testing/suites/EventStoreSuite"
import * as SnapshotSuite from "@deciduous/testing/suites/SnapshotSuite"
import { freshPostgres } from "../../packages/postgres/test/support/Pg.ts"
import { serverCapabilities } from "./support/serverCapabilities.ts"

EventStoreSuite.run("PostgreSQL", freshPostgres)

EventStoreServerSuite.run("PostgreSQL", freshPostgres, serverCapabilities)

SnapshotSuite.run("PostgreSQL", freshPostgres)
