// A log by its URL: `postgres:` for a server's, `file:` for a folder that PGlite has.
import { PostgresEventStore } from "@deciduous/postgres"
import type { EventStore, EventStoreError } from "@deciduous/runtime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { fileURLToPath } from "node:url"

export const layerAt = (url: string): Layer.Layer<EventStore.EventStore, EventStoreError.EventStoreError> =>
  url.startsWith("file:")
    // where it is not needed it costs no process its time
    ? Layer.unwrap(Effect.map(
      Effect.promise(() => import("@deciduous/postgres/pglite")),
      ({ PgliteEventStore }) => PgliteEventStore.layer({ folder: fileURLToPath(url) })
    ))
    : PostgresEventStore.layer({ url })
