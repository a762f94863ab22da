// The user's own aggregates, all of them or one by the category of a stream.
import * as Effect from "effect/Effect"
import type { AnyAggregate, Config } from "../config.ts"
import { Unusable } from "../Failure.ts"
import { configFile } from "./loadConfig.ts"
import { notLoaded } from "./userModule.ts"

export const aggregateOf = Effect.fnUntraced(function*(
  config: Config,
  category: string
): Effect.fn.Return<AnyAggregate, Unusable> {
  const found = yield* aggregatesOf(config)
  const wanted = found.find(({ events }) => events.category === category)
  if (wanted !== undefined) return wanted
  const there = found.map(({ events }) => `${events.aggregate} (${events.category})`).sort()
  const message =
    `The stream is of the category "${category}", and "aggregates" of ${configFile} has no such aggregate. `
    + (there.length === 0 ? "It has none at all: export them by name." : `It has ${there.join(", ")}.`)
  return yield* new Unusable({ message })
})

/** `file` is the configuration's, as messages name it. */
const aggregatesOf = Effect.fnUntraced(function*(
  { aggregates }: Pick<Config, "aggregates">,
  file: string = configFile
): Effect.fn.Return<ReadonlyArray<AnyAggregate>, Unusable> {
  if (aggregates === undefined) return yield* new Unusable({ message: notNamed(file) })
  const module: unknown = yield* Effect.tryPromise({
    try: async () => aggregates(),
    catch: (cause) => notLoaded(`"aggregates" of ${file}`, cause)
  })
  return Object.values(module ?? {}).filter(isAggregate)
})

/** At least one: who has none has exported them otherwise than by name, or none that is one. */
export const someAggregates = Effect.fnUntraced(function*(
  config: Pick<Config, "aggregates">,
  file: string = configFile
): Effect.fn.Return<ReadonlyArray<AnyAggregate>, Unusable> {
  const found = yield* aggregatesOf(config, file)
  if (found.length > 0) return found
  return yield* new Unusable({ message: `"aggregates" of ${file} has no aggregate: export them by name.` })
})

const notNamed = (file: string) =>
  `A state is folded by the project's own code, which ${file} has to name:

  import { defineConfig } from "@deciduous/cli/config"

  export default defineConfig({
    aggregates: () => import("./src/aggregates.ts") // which says: export { BankAccount } from "./BankAccount.ts"
  })`

const isAggregate = (value: unknown): value is AnyAggregate => {
  if (typeof value !== "object" || value === null || !("decider" in value) || !("events" in value)) return false
  const { decider, events } = value
  return typeof decider === "object" && decider !== null && "evolve" in decider
    && typeof events === "object" && events !== null && "category" in events && "decode" in events
}
