// The client of an embedded PostgreSQL: PGlite inside this process, behind the same PgClient as a server.
import type { EventStoreError } from "@deciduous/runtime"
import { PgClient } from "@effect/sql-pg"
import { PGlite, type PGliteOptions } from "@electric-sql/pglite"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as path from "node:path"
import { toError } from "./internal/failure.ts"
import { own } from "./internal/pglite/folderOwner.ts"
import { makeGateway } from "./internal/pglite/gateway.ts"
import { messageOf, unavailable } from "./internal/pglite/unavailable.ts"
import type { SqlClient } from "./internal/sql.ts"

/**
 * @since 0.1.0
 * @category models
 */
export interface Options {
  /** Where the database is kept; created if it is not there. In memory, until the layer closes, if left out. */
  readonly folder?: string
  /** PGlite's own options, such as extensions, or `loadDataDir` to start from a dump. */
  readonly pglite?: Omit<PGliteOptions, "dataDir">
}

/**
 * An embedded PostgreSQL that lives as long as the layer, and keeps the process alive as long.
 *
 * Fails with `StoreInUse` where another process has the folder open, and with `StoreUnavailable` where the folder cannot
 * be used. The first open of a folder takes some seconds and 700 MB of memory, later ones a third of a second.
 *
 * All connections share one session: inside a transaction take no other connection, and `set` holds for all.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (
  options: Options = {}
): Layer.Layer<PgClient.PgClient | SqlClient, EventStoreError.EventStoreError> =>
  PgClient.layerFrom(
    Effect.gen(function*() {
      const folder = options.folder === undefined ? undefined : path.resolve(options.folder)
      if (folder !== undefined) yield* own(folder)
      const db = yield* Effect.acquireRelease(open(folder, options.pglite), (db) => Effect.promise(() => db.close()))
      const gateway = yield* Effect.acquireRelease(
        Effect.sync(() => makeGateway(db)),
        ({ stop }) => Effect.promise(stop)
      )
      return yield* PgClient.make({
        stream: gateway.connect,
        username: "postgres",
        database: "postgres",
        maxConnections,
        // an idle connection costs nothing here
        idleTimeout: Duration.infinity
      }).pipe(Effect.mapError(toError("connect")))
    })
  )

/** One works at a time; the others are for a transaction and for those who listen meanwhile. */
const maxConnections = 4

const open = (folder: string | undefined, options: Options["pglite"] = {}) =>
  Effect.tryPromise({
    try: () => PGlite.create({ ...options, ...(folder === undefined ? {} : { dataDir: folder }) }),
    catch: (cause) =>
      unavailable(
        folder ?? "in memory",
        `cannot be opened: ${messageOf(cause)}. If it was never opened before, its creation may have been cut off: `
          + `delete it.`,
        cause
      )
  })
