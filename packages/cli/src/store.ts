// Which database a verb works on: the PostgreSQL of --url, or a folder with an embedded one.
import { PostgresClient } from "@deciduous/postgres"
import * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import { Flag } from "./internal/cli.ts"

export const storeFlags = {
  url: Flag.Redacted("url").pipe(
    Flag.withDescription("The PostgreSQL server, as postgres://user:password@host:port/database (or DECIDUOUS_URL)"),
    Flag.withMetavar("URL"),
    Flag.withFallbackConfig(Config.Redacted("DECIDUOUS_URL")),
    Flag.optional
  ),
  folder: Flag.String("folder").pipe(
    Flag.withDescription("The folder of an embedded database, where no URL is given"),
    Flag.withMetavar("DIR"),
    Flag.withDefault(".deciduous/pglite")
  )
}

export interface StoreFlags {
  readonly url: Option.Option<Redacted.Redacted>
  readonly folder: string
}

/** The database as messages name it: no user and no password. */
export const databaseName = ({ folder, url }: StoreFlags): string =>
  Option.match(url, {
    onNone: () => folder,
    onSome: (redacted) => {
      const text = Redacted.value(redacted)
      if (!URL.canParse(text)) return "the database at --url"
      const { host, pathname } = new URL(text)
      return `${host}${pathname}`
    }
  })

/** PGlite is loaded only where it is used: it takes a third of a second. */
export const clientLayer = ({ folder, url }: StoreFlags) =>
  Layer.unwrap(
    Option.match(url, {
      onNone: () =>
        Effect.map(
          Effect.promise(() => import("@deciduous/postgres/pglite")),
          ({ PgliteClient }) => PgliteClient.layer({ folder })
        ),
      onSome: (url) => Effect.succeed(PostgresClient.layer({ url }))
    })
  )
