// The conformance suites on PGlite, the PostgreSQL inside the process.
import * as EventStoreServerSuite from "@deciduous/testing/suites/EventStoreServerSuite"
import * as EventStoreSuite from "@deciduous/testing/suites/EventStoreSuite"
import * as SnapshotSuite from "@deciduous/testing/suites/SnapshotSuite"
import { freshPglite } from "../../packages/postgres/test/support/Pg.ts"
import { anotherStoreOfTheClient } from "./support/serverCapabilities.ts"

EventStoreSuite.run("PGlite", freshPglite)

const oneSession = { unsupported: "all of its connections share one session, so transactions come one after the other" }
const noConnection = { unsupported: "the database is in the process: there is no connection that could be lost" }

EventStoreServerSuite.run("PGlite", freshPglite, {
  anotherClient: anotherStoreOfTheClient,
  lateAppend: oneSession,
  idleTransaction: oneSession,
  cutConnections: noConnection,
  relay: noConnection
})

SnapshotSuite.run("PGlite", freshPglite)
