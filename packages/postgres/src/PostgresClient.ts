// The client of a PostgreSQL server, with the settings that the event store wants of its sessions.
import type { EventStoreError } from "@deciduous/runtime"
import { PgClient } from "@effect/sql-pg"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { userInfo } from "node:os"
import { toError } from "./internal/failure.ts"
import type { SqlClient } from "./internal/sql.ts"

/**
 * @since 0.1.0
 * @category models
 */
export interface Options extends Omit<PgClient.PgPoolConfig, "url"> {
  /** `postgres://user:password@host:port/database` */
  readonly url: string | Redacted.Redacted
}

/**
 * A pool of connections to a server, ten at most unless `maxConnections` says otherwise. Workers of projections and
 * processes have a pool of their own beside it, and so have appends with something in their transaction, each of up to as
 * many connections, opened when they are needed. Fails with `StoreUnavailable` where the server cannot be reached.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (
  { url, ...pool }: Options
): Layer.Layer<PgClient.PgClient | SqlClient, EventStoreError.EventStoreError> =>
  PgClient.layer({
    applicationName: "deciduous",
    ...(nameless(url) ? { username: process.env.PGUSER ?? userInfo().username } : {}),
    ...pool,
    startupParameters: { ...sessionDefaults, ...pool.startupParameters },
    url: typeof url === "string" ? Redacted.make(url) : url
  }).pipe(Layer.catchTag("SqlError", (error) => Layer.effectContext(Effect.fail(toError("connect")(error)))))

/** As for every PostgreSQL client: who is not named is the one who is logged in. */
const nameless = (url: Options["url"]): boolean => {
  const text = Redacted.isRedacted(url) ? Redacted.value(url) : url
  return URL.canParse(text) && new URL(text).username === ""
}

/** A forgotten transaction holds the readers of all streams back, in every database of the cluster. */
const sessionDefaults = { idle_in_transaction_session_timeout: "60s" }
