// The conformance suites on PGlite, the PostgreSQL inside the process.
import * as EventStoreSuite from "@deciduous/testing/suites/EventStoreSuite"
import { freshPglite } from "../../packages/postgres/test/support/Pg.ts"

EventStoreSuite.run("PGlite", freshPglite)
