// `deciduous grant <role>`: gives a role of PostgreSQL what a program needs, and no more.
import { Roles } from "@deciduous/postgres"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import { Argument, Command } from "./internal/cli.ts"
import { printable } from "./internal/print.ts"
import { onDatabase, storeFlags } from "./store.ts"

const flags = {
  role: Argument.String("role").pipe(Argument.withDescription("The name of a role that there is, as it is, unquoted")),
  ...storeFlags
}

export const grant = Command.make(
  "grant",
  flags,
  Effect.fnUntraced(function*({ role, ...store }) {
    yield* onDatabase(store, ({ name, schema }) =>
      Effect.andThen(
        Roles.grant(role, { schema }),
        Console.log(`${name}: ${printable(role)} may append and read, and nothing else.`)
      ))
  })
).pipe(
  Command.withDescription("Give a PostgreSQL role the rights to append and to read, and no others"),
  Command.withExamples([
    {
      command: "deciduous grant bank_app --url postgres://owner@localhost/bank",
      description: "As the owner of the tables"
    }
  ])
)
