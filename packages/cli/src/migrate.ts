// `deciduous migrate`: gives a database the tables of this release.
import { Migrations } from "@deciduous/postgres"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import { Unusable } from "./Failure.ts"
import { Command, Flag } from "./internal/cli.ts"
import { clientLayer, databaseName, storeFlags } from "./store.ts"

const flags = {
  ...storeFlags,
  schema: Flag.String("schema").pipe(
    Flag.withDescription("The PostgreSQL schema of the tables"),
    Flag.withMetavar("NAME"),
    Flag.withDefault("deciduous")
  )
}

export const migrate = Command.make(
  "migrate",
  flags,
  Effect.fnUntraced(function*({ schema, ...store }) {
    const applied = yield* Migrations.run({ schema }).pipe(
      Effect.provide(clientLayer(store)),
      Effect.mapError(({ message }) => new Unusable({ message: `${databaseName(store)}: ${message}` }))
    )
    for (const name of applied) yield* Console.log(`applied  ${name}`)
    const count = applied.length === 1 ? "1 migration" : `${applied.length} migrations`
    yield* Console.log(
      applied.length === 0
        ? `${databaseName(store)} has everything already.`
        : `${databaseName(store)}: ${count} applied.`
    )
  })
).pipe(
  Command.withDescription("Give a database the tables of this release; safe to run at any time, and at the same time"),
  Command.withExamples([
    { command: "deciduous migrate --url postgres://localhost/bank", description: "A server" },
    { command: "deciduous migrate", description: "The embedded database in .deciduous/pglite" }
  ])
)
