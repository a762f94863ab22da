// A strictly ordered store on the real PostgreSQL, with its client: a database of its own for each layer that is built.
import { PostgresEventStore } from "@deciduous/postgres"
import * as Layer from "effect/Layer"
import { emptyPostgres } from "../../../packages/postgres/test/support/Pg.ts"

export const freshStrict = PostgresEventStore.layerClient({ migrate: true, ordering: "strict" }).pipe(
  Layer.provideMerge(emptyPostgres()),
  Layer.fresh
)
