// The suite of outboxes over the stores in memory, on PGlite and on PostgreSQL.
import {
  type Ordering,
  PostgresCheckpointStore,
  PostgresEventStore,
  PostgresInbox,
  PostgresOutbox
} from "@deciduous/postgres"
import { MemoryCheckpointStore, MemoryEventStore, MemoryInbox, MemoryOutbox, MemoryTables } from "@deciduous/runtime"
import * as OutboxSuite from "@deciduous/testing/suites/OutboxSuite"
import * as Layer from "effect/Layer"
import { emptyPglite, emptyPostgres } from "../../packages/postgres/test/support/Pg.ts"

OutboxSuite.run(
  "memory",
  Layer.mergeAll(MemoryOutbox.layer(OutboxSuite.outbox), MemoryInbox.layer, MemoryCheckpointStore.layer).pipe(
    Layer.provide(MemoryEventStore.layer),
    Layer.provide(MemoryTables.layer)
  )
)

/** The events bring the tables. */
const onPostgres = (ordering: Ordering.Ordering) =>
  Layer.mergeAll(
    PostgresCheckpointStore.layerClient(),
    PostgresInbox.layerClient(),
    PostgresOutbox.layerClient()
  ).pipe(
    Layer.provideMerge(PostgresEventStore.layerClient({
      migrate: true,
      ordering,
      afterAppend: PostgresOutbox.afterAppend([OutboxSuite.outbox])
    }))
  )

OutboxSuite.run("PGlite", onPostgres("compound").pipe(Layer.provide(emptyPglite), Layer.fresh))

OutboxSuite.run("PostgreSQL", onPostgres("compound").pipe(Layer.provide(emptyPostgres()), Layer.fresh))

OutboxSuite.run("PostgreSQL, strict", onPostgres("strict").pipe(Layer.provide(emptyPostgres()), Layer.fresh))
