// The conformance suite of projections, over every store.
import { MemoryEventStore } from "@deciduous/runtime"
import * as ProjectionSuite from "@deciduous/testing/suites/ProjectionSuite"
import { freshPglite, freshPostgres } from "../../packages/postgres/test/support/Pg.ts"
import { freshStrict } from "./support/freshStrict.ts"

ProjectionSuite.run("memory", MemoryEventStore.layer)
ProjectionSuite.run("PGlite", freshPglite)
ProjectionSuite.run("PostgreSQL", freshPostgres)
ProjectionSuite.run("PostgreSQL, strict", freshStrict)
