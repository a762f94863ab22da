// `deciduous migrate`: gives a database the tables of this release, and the ordering that is asked for.
import { Migrations, Ordering } from "@deciduous/postgres"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { Unusable } from "./Failure.ts"
import { Command, Flag } from "./internal/cli.ts"
import { loadConfig } from "./internal/loadConfig.ts"
import { clientLayer, type Store, storeFlags, storeOf } from "./store.ts"

const flags = {
  ordering: Flag.Literals("ordering", Ordering.orderings).pipe(
    Flag.withDescription("Change how the log is ordered, for all programs on it (default: as it is)"),
    Flag.optional
  ),
  ...storeFlags
}

export const migrate = Command.make(
  "migrate",
  flags,
  Effect.fnUntraced(function*({ ordering, ...storeFlags }) {
    const store = yield* storeOf(storeFlags, yield* loadConfig)
    yield* Effect.gen(function*() {
      const applied = yield* Migrations.run({ schema: store.schema })
      for (const name of applied) yield* Console.log(`applied  ${name}`)
      const count = applied.length === 1 ? "1 migration" : `${applied.length} migrations`
      yield* Console.log(
        applied.length === 0 ? `${store.name} has everything already.` : `${store.name}: ${count} applied.`
      )
      if (Option.isSome(ordering)) yield* order(store, ordering.value)
    }).pipe(
      Effect.provide(clientLayer(store)),
      Effect.mapError(({ message }) => new Unusable({ message: `${store.name}: ${message}` }))
    )
  })
).pipe(
  Command.withDescription("Give a database the tables of this release; safe to run at any time, and at the same time"),
  Command.withExamples([
    { command: "deciduous migrate --url postgres://localhost/bank", description: "A server" },
    { command: "deciduous migrate", description: "The embedded database in .deciduous/pglite" },
    { command: "deciduous migrate --ordering strict", description: "Commit events one after the other from now on" }
  ])
)

const order = Effect.fnUntraced(function*({ name, schema }: Store, ordering: Ordering.Ordering) {
  const before = yield* Ordering.change(ordering, { schema })
  yield* Console.log(
    before === ordering
      ? `${name}: the ordering is ${ordering} already.`
      : `${name}: the ordering is ${ordering} now, and was ${before}. Positions and checkpoints stay as they are.`
  )
})
