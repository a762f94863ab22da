// The event store on an embedded PostgreSQL: no server, one process. The default where nothing is configured.
import type { EventStoreError } from "@deciduous/runtime"
import * as Layer from "effect/Layer"
import * as PgliteClient from "./PgliteClient.ts"
import * as PostgresEventStore from "./PostgresEventStore.ts"

/**
 * @since 0.1.0
 * @category models
 */
export interface Options extends PgliteClient.Options, Omit<PostgresEventStore.Options, "migrate"> {}

/**
 * An event store in a folder, or in memory. It brings its tables to this release by itself.
 *
 * It fails as `PgliteClient.layer` does, and as a store on a server does.
 *
 * @example
 * ```ts
 * import { PgliteEventStore } from "@deciduous/postgres/pglite"
 *
 * const Store = PgliteEventStore.layer({ folder: "data/bank" })
 * ```
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (
  { folder, pglite, ...options }: Options = {}
): Layer.Layer<PostgresEventStore.Services, EventStoreError.EventStoreError> =>
  PostgresEventStore.layerClient({ ...options, migrate: true }).pipe(
    Layer.provide(PgliteClient.layer({
      ...(folder === undefined ? {} : { folder }),
      ...(pglite === undefined ? {} : { pglite })
    }))
  )
