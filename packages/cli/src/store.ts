// Which database a verb works on: the PostgreSQL at a URL, or a folder with an embedded one.
import { PostgresClient, PostgresEventStore } from "@deciduous/postgres"
import type { EventStore, EventStoreError } from "@deciduous/runtime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import { existsSync } from "node:fs"
import { join } from "node:path"
import type { Config } from "./config.ts"
import { Unusable, Violations } from "./Failure.ts"
import { Flag } from "./internal/cli.ts"
import { loadConfig } from "./internal/loadConfig.ts"

export const storeFlags = {
  url: Flag.Redacted("url").pipe(
    Flag.withDescription("The PostgreSQL server, as postgres://user:password@host:port/database (or DECIDUOUS_URL)"),
    Flag.withMetavar("URL"),
    Flag.optional
  ),
  folder: Flag.String("folder").pipe(
    Flag.withDescription("The folder of an embedded database, in place of a URL (default: .deciduous/pglite)"),
    Flag.withMetavar("DIR"),
    Flag.optional
  ),
  schema: Flag.String("schema").pipe(
    Flag.withDescription("The PostgreSQL schema of the tables (default: deciduous)"),
    Flag.withMetavar("NAME"),
    Flag.optional
  )
}

export interface StoreFlags {
  readonly url: Option.Option<Redacted.Redacted>
  readonly folder: Option.Option<string>
  readonly schema: Option.Option<string>
}

/** A database, with the name that messages have for it: no user and no password. */
export type Store =
  | { readonly _tag: "Server"; readonly url: Redacted.Redacted; readonly name: string; readonly schema: string }
  | { readonly _tag: "Folder"; readonly folder: string; readonly name: string; readonly schema: string }

/** A flag counts before the environment, and that before the configuration. */
export const storeOf = Effect.fnUntraced(
  function*({ folder, schema, url }: StoreFlags, { store }: Pick<Config, "store">) {
    if (Option.isSome(folder) && Option.isSome(url)) {
      return yield* new Unusable({
        message: "--url names a server and --folder an embedded database: give one of them."
      })
    }
    const named = Option.getOrElse(schema, () => store?.schema ?? "deciduous")
    if (Option.isSome(folder)) return inFolder(folder.value, named)
    if (Option.isSome(url)) return onServer(url.value, named)
    const fromEnvironment = process.env["DECIDUOUS_URL"] ?? ""
    if (fromEnvironment !== "") return onServer(Redacted.make(fromEnvironment), named)
    return store?.url === undefined
      ? inFolder(store?.folder ?? ".deciduous/pglite", named)
      : onServer(Redacted.make(store.url), named)
  }
)

const inFolder = (folder: string, schema: string): Store => ({ _tag: "Folder", folder, name: folder, schema })

const onServer = (url: Redacted.Redacted, schema: string): Store => ({
  _tag: "Server",
  url,
  name: serverName(Redacted.value(url)),
  schema
})

const serverName = (url: string): string => {
  if (!URL.canParse(url)) return "the database at the URL"
  const { host, pathname } = new URL(url)
  return `${host}${pathname}`
}

/** PGlite is loaded only where it is used: it takes a third of a second. */
export const clientLayer = (store: Store) =>
  store._tag === "Server"
    ? PostgresClient.layer({ url: store.url })
    : Layer.unwrap(Effect.map(
      Effect.promise(() => import("@deciduous/postgres/pglite")),
      ({ PgliteClient }) => PgliteClient.layer({ folder: store.folder })
    ))

/** What talks to the database itself. */
export type Client = Layer.Success<ReturnType<typeof clientLayer>>

/** Runs what only reads events. It makes no database where there is none, and brings none to other tables. */
export const reading = Effect.fnUntraced(function*<A, E>(
  flags: StoreFlags,
  use: (
    config: Config,
    store: Store
  ) => Effect.Effect<A, E | EventStoreError.EventStoreError, EventStore.EventStore | Client>
) {
  const config = yield* loadConfig
  const store = yield* existing(flags, config)
  return yield* use(config, store).pipe(
    Effect.provide(Layer.provideMerge(PostgresEventStore.layerClient({ schema: store.schema }), clientLayer(store))),
    Effect.mapError((error) => isStoreError(error) ? failureOf(store, error) : error)
  )
})

/** Runs what looks after the database itself. It makes none where there is none. */
export const onDatabase = Effect.fnUntraced(function*<A, E>(
  flags: StoreFlags,
  use: (store: Store) => Effect.Effect<A, E | EventStoreError.EventStoreError, Client>
) {
  const store = yield* existing(flags, yield* loadConfig)
  return yield* use(store).pipe(
    Effect.provide(clientLayer(store)),
    Effect.mapError((error) => isStoreError(error) ? failureOf(store, error) : error)
  )
})

/** PGlite would make a database of any other folder. */
const existing = Effect.fnUntraced(function*(flags: StoreFlags, config: Config) {
  const store = yield* storeOf(flags, config)
  if (store._tag === "Server" || existsSync(join(store.folder, "PG_VERSION"))) return store
  return yield* new Unusable({
    message: `There is no database in ${store.folder}: nothing has been stored yet, or it is elsewhere. `
      + `Name it by --folder or --url.`
  })
})

const isStoreError = (error: unknown): error is EventStoreError.EventStoreError =>
  typeof error === "object" && error !== null && "_tag" in error && error._tag === "EventStoreError"

const failureOf = (store: Store, { message, reason }: EventStoreError.EventStoreError): Violations | Unusable =>
  reason._tag === "UnreadableEvent"
    ? new Violations({ message })
    : new Unusable({ message: `${store.name}: ${message}` })
