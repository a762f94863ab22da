// The conformance suite of projections, over every store of checkpoints and read models.
import { PostgresCheckpointStore, PostgresReadModelStore } from "@deciduous/postgres"
import { MemoryCheckpointStore, MemoryEventStore, MemoryReadModelStore, MemoryTables } from "@deciduous/runtime"
import * as ProjectionSuite from "@deciduous/testing/suites/ProjectionSuite"
import * as Layer from "effect/Layer"
import { freshPglite, freshPostgres } from "../../packages/postgres/test/support/Pg.ts"
import { freshStrict } from "./support/freshStrict.ts"

const inMemory = Layer.mergeAll(MemoryCheckpointStore.layer, MemoryReadModelStore.layer)
const inTables = Layer.mergeAll(PostgresCheckpointStore.layerClient(), PostgresReadModelStore.layerClient())

ProjectionSuite.run("memory", Layer.mergeAll(MemoryEventStore.layer, Layer.provide(inMemory, MemoryTables.layer)))
ProjectionSuite.run("PGlite", Layer.provideMerge(inTables, freshPglite))
ProjectionSuite.run("PostgreSQL", Layer.provideMerge(inTables, freshPostgres))
ProjectionSuite.run("PostgreSQL, strict", Layer.provideMerge(inTables, freshStrict))
