// What reads the stored events of each category in this build: the event sets of the project's aggregates, with their
// hand-written upcasters, as the program itself has them. Read by `audit` and by what records examples.
import { modulePath } from "@deciduous/codegen/handwritten/index"
import * as Effect from "effect/Effect"
import { existsSync } from "node:fs"
import * as path from "node:path"
import type { AnyAggregate, Config } from "../../config.ts"
import { Unusable } from "../../Failure.ts"
import { someAggregates } from "../aggregates.ts"
import { configFile } from "../loadConfig.ts"
import { importModule, thrown } from "../userModule.ts"

export type AnyEventSet = AnyAggregate["events"]

/** By category. */
export type EventSets = ReadonlyMap<string, AnyEventSet>

/** The aggregates that the configuration names; where it names none, what is generated, with the modules of upcasters. */
export const eventSetsOf = (config: Config): Effect.Effect<EventSets, Unusable> =>
  Effect.map(
    config.aggregates === undefined
      ? generated(config)
      : Effect.map(someAggregates(config), (aggregates) => aggregates.map(({ events }) => events)),
    (sets) => new Map(sets.map((set) => [set.category, set]))
  )

const generated = Effect.fnUntraced(function*(config: Config): Effect.fn.Return<ReadonlyArray<AnyEventSet>, Unusable> {
  const out = config.out ?? "src/generated"
  const index = ["index.gen.ts", "index.gen.js"].map((name) => path.join(out, name)).find((file) => existsSync(file))
  if (index === undefined) {
    const message = `Stored events are read by the project's own code, and there is none: ${configFile} names no `
      + `"aggregates", and ${out} has no generated index.gen.ts. help: deciduous generate, or name the aggregates.`
    return yield* new Unusable({ message })
  }
  const { eventSets } = yield* importModule(index)
  if (!Array.isArray(eventSets)) return yield* new Unusable({ message: `${index} exports no eventSets.` })
  return yield* Effect.forEach(eventSets as ReadonlyArray<AnyEventSet>, (set) => withUpcasters(set, config))
})

/** A set that needs none takes any. */
const withUpcasters = Effect.fnUntraced(function*(
  set: AnyEventSet,
  { schemas = "event-schemas", upcasters = {} }: Config
): Effect.fn.Return<AnyEventSet, Unusable> {
  const options = { schemas: path.resolve(schemas), cwd: process.cwd(), upcasters }
  const file = path.relative(".", modulePath(options, { name: set.aggregate }))
  if (!existsSync(file)) return set
  const exported = (yield* importModule(file))["upcasters"]
  if (exported === undefined) return set
  return yield* Effect.try({
    try: () => set.with(exported),
    catch: (cause) => new Unusable({ message: `${file}: ${thrown(cause)} help: deciduous scaffold.` })
  })
})
