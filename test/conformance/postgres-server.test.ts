// The suite of stores on servers, on a real PostgreSQL.
import * as EventStoreServerSuite from "@deciduous/testing/suites/EventStoreServerSuite"
import { freshPostgres } from "../../packages/postgres/test/support/Pg.ts"
import { serverCapabilities } from "./support/serverCapabilities.ts"

EventStoreServerSuite.run("PostgreSQL", freshPostgres, serverCapabilities)
