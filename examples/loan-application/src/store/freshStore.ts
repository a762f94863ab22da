// The store of one run, new and empty, and what to call it.
import { PostgresEventStore } from "@deciduous/postgres"
import { PgliteEventStore } from "@deciduous/postgres/pglite"
import { type EventStoreError, MemoryEventStore, type Projections } from "@deciduous/runtime"
import { DateTime, Effect, Layer } from "effect"
import { randomBytes } from "node:crypto"
import type { Options } from "../options.ts"
import { embeddedServer, type NoServer } from "./embeddedServer.ts"
import { temporaryFolder } from "./temporaryFolder.ts"

export interface FreshStore {
  readonly name: string
  readonly layer: Layer.Layer<Projections.Stores, EventStoreError.EventStoreError | NoServer>
}

export const freshStore = ({ store, url }: Pick<Options, "store" | "url">): Effect.Effect<FreshStore> => {
  switch (store) {
    case "memory":
      return Effect.succeed({ name: "memory", layer: MemoryEventStore.layer })
    case "pglite":
      return Effect.succeed({
        name: "PGlite, in a temporary folder",
        layer: Layer.unwrap(Effect.map(temporaryFolder, (folder) => PgliteEventStore.layer({ folder })))
      })
    case "postgres":
      return url === undefined
        ? Effect.succeed({
          name: "PostgreSQL, a temporary server",
          layer: Layer.unwrap(Effect.map(embeddedServer, (url) => PostgresEventStore.layer({ url, migrate: true })))
        })
        : Effect.map(freshSchema, (schema) => ({
          name: `PostgreSQL, schema ${schema} (to remove it: drop schema ${schema} cascade)`,
          layer: PostgresEventStore.layer({ url, schema, migrate: true })
        }))
  }
}

/** Named by its second; two runs in one second differ by chance. */
const freshSchema = Effect.map(
  DateTime.now,
  (now) => `loan_log_${DateTime.formatIso(now).slice(0, 19).replaceAll(/\D/g, "")}_${randomBytes(3).toString("hex")}`
)
