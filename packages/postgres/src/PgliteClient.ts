// The client of an embedded PostgreSQL: PGlite inside this process, behind the same PgClient as a server.
import type { EventStoreError } from "@deciduous/runtime"
import { PgClient } from "@effect/sql-pg"
import { PGlite, type PGliteOptions } from "@electric-sql/pglite"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as path from "node:path"
import { toError } from "./internal/failure.ts"
import { begin, finish } from "./internal/pglite/creation.ts"
import { own } from "./internal/pglite/folderOwner.ts"
import { makeGateway } from "./internal/pglite/gateway.ts"
import { because, unavailable } from "./internal/pglite/unavailable.ts"
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
 * The guard knows processes of this machine by their pid and start, and those of other containers or machines by a sign
 * of life every 5 seconds: 30 seconds after the last one they count as dead, which is also how long the folder of a
 * killed container stays taken. It does not see an owner elsewhere that is suspended or busy with one statement for so
 * long, clocks that are apart by that much, nor programs other than this library.
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
      const isNew = folder !== undefined && (yield* begin(folder))
      const db = yield* Effect.acquireRelease(
        open(folder, isNew, options.pglite),
        (db) => Effect.promise(() => db.close())
      )
      if (isNew) yield* finish(folder)
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

/** PGlite's error says little; what helps depends on whether the folder ever held a database. */
const open = (folder: string | undefined, isNew: boolean, options: Options["pglite"] = {}) =>
  Effect.tryPromise({
    try: () => PGlite.create({ ...options, ...(folder === undefined ? {} : { dataDir: folder }) }),
    catch: (cause) => {
      if (folder === undefined) return unavailable("in memory", `cannot be opened${because(cause)}.`, cause)
      return unavailable(
        folder,
        isNew
          ? `cannot be created${because(cause)}. It holds no events: delete it before you start again.`
          : `cannot be opened${
            because(cause)
          }. Unless PGlite's options are at fault, the database is damaged: keep this `
            + `folder as it is, and restore a copy.`,
        cause
      )
    }
  })
