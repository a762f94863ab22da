// The conformance suites on a real PostgreSQL.
import * as EventStoreSuite from "@deciduous/testing/suites/EventStoreSuite"
import { freshPostgres } from "../../packages/postgres/test/support/Pg.ts"

EventStoreSuite.run("PostgreSQL", freshPostgres)
