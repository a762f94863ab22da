// The conformance suite of processes, over every store.
import { MemoryEventStore } from "@deciduous/runtime"
import * as ProcessSuite from "@deciduous/testing/suites/ProcessSuite"
import { freshPglite, freshPostgres } from "../../packages/postgres/test/support/Pg.ts"
import { freshStrict } from "./support/freshStrict.ts"

ProcessSuite.run("memory", MemoryEventStore.layer)
ProcessSuite.run("PGlite", freshPglite)
ProcessSuite.run("PostgreSQL", freshPostgres)
ProcessSuite.run("PostgreSQL, strict", freshStrict)
