// `deciduous migrate`: gives a database the tables of this release.
import { Migrations } from "@deciduous/postgres"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import { Unusable } from "./Failure.ts"
import { Command } from "./internal/cli.ts"
import { loadConfig } from "./internal/loadConfig.ts"
import { clientLayer, storeFlags, storeOf } from "./store.ts"

export const migrate = Command.make(
  "migrate",
  storeFlags,
  Effect.fnUntraced(function*(flags) {
    const store = yield* storeOf(flags, yield* loadConfig)
    const applied = yield* Migrations.run({ schema: store.schema }).pipe(
      Effect.provide(clientLayer(store)),
      Effect.mapError(({ message }) => new Unusable({ message: `${store.name}: ${message}` }))
    )
    for (const name of applied) yield* Console.log(`applied  ${name}`)
    const count = applied.length === 1 ? "1 migration" : `${applied.length} migrations`
    yield* Console.log(
      applied.length === 0 ? `${store.name} has everything already.` : `${store.name}: ${count} applied.`
    )
  })
).pipe(
  Command.withDescription("Give a database the tables of this release; safe to run at any time, and at the same time"),
  Command.withExamples([
    { command: "deciduous migrate --url postgres://localhost/bank", description: "A server" },
    { command: "deciduous migrate", description: "The embedded database in .deciduous/pglite" }
  ])
)
