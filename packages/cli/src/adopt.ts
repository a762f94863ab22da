// `deciduous adopt`: takes over a log that was restored into a cluster which counts its transactions anew.
import { Adopt } from "@deciduous/postgres"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import { Unusable } from "./Failure.ts"
import { Command } from "./internal/cli.ts"
import { onDatabase, storeFlags } from "./store.ts"

export const adopt = Command.make(
  "adopt",
  storeFlags,
  Effect.fnUntraced(function*(flags) {
    yield* onDatabase(flags, ({ name, schema }) =>
      Adopt.run({ schema }).pipe(
        Effect.flatMap(({ behind }) =>
          Console.log(
            `${name}: adopted. Its transactions were ${behind} behind the log's, and are counted on from these now. `
              + `Events, positions and checkpoints stay as they are.`
          )
        ),
        Effect.catchTag(
          "NothingToAdopt",
          ({ message }) => Effect.fail(new Unusable({ message: `${name}: ${message}` }))
        )
      ))
  })
).pipe(
  Command.withDescription("Take over a log that was restored into another PostgreSQL cluster (see TransactionBehind)"),
  Command.withExamples([
    {
      command: "deciduous adopt --url postgres://owner@localhost/bank",
      description: "After pg_restore, before the first start"
    }
  ])
)
