// The suite of outboxes over the stores in memory, on PGlite and on PostgreSQL.
import { type Ordering, PostgresEventStore } from "@deciduous/postgres"
import { MemoryEventStore, MemoryInbox, MemoryOutbox } from "@deciduous/runtime"
import * as OutboxSuite from "@deciduous/testing/suites/OutboxSuite"
import * as Layer from "effect/Layer"
import { emptyPglite, emptyPostgres } from "../../packages/postgres/test/support/Pg.ts"

OutboxSuite.run(
  "memory",
  Layer.merge(MemoryOutbox.layer(OutboxSuite.outbox), MemoryInbox.layer).pipe(
    Layer.provideMerge(MemoryEventStore.layer)
  )
)

const onPostgres = (ordering: Ordering.Ordering) =>
  PostgresEventStore.layerClient({ migrate: true, ordering, outboxes: [OutboxSuite.outbox] })

OutboxSuite.run("PGlite", onPostgres("compound").pipe(Layer.provide(emptyPglite), Layer.fresh))

OutboxSuite.run("PostgreSQL", onPostgres("compound").pipe(Layer.provide(emptyPostgres()), Layer.fresh))

OutboxSuite.run("PostgreSQL, strict", onPostgres("strict").pipe(Layer.provide(emptyPostgres()), Layer.fresh))
