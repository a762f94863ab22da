// Another build of the project, to be compared with: of a commit, or in another folder. Read by `compare`.
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { existsSync } from "node:fs"
import * as path from "node:path"
import type { AnyAggregate, Config } from "../../config.ts"
import { Unusable } from "../../Failure.ts"
import { someAggregates } from "../aggregates.ts"
import { configFile, configIn } from "../loadConfig.ts"
import { projectAt } from "./checkout.ts"

export interface Build {
  /** As messages name it: `this build`, `main`. */
  readonly name: string
  /** By category. */
  readonly aggregates: ReadonlyMap<string, AnyAggregate>
}

export const thisBuild = (config: Config): Effect.Effect<Build, Unusable> => buildOf("this build", config, configFile)

/** `name` is that of a folder, or what git calls a commit. */
export const otherBuild = Effect.fnUntraced(function*(
  name: string
): Effect.fn.Return<Build, Unusable, Scope.Scope> {
  const folder = existsSync(name) ? name : yield* projectAt(name)
  if (!existsSync(path.join(folder, configFile))) {
    const message = `--compare: ${name} has no ${configFile}, which names the aggregates of a build.`
    return yield* new Unusable({ message })
  }
  const file = `${configFile} of ${name}`
  return yield* buildOf(name, yield* configIn(folder, file), file)
})

const buildOf = (name: string, config: Config, file: string): Effect.Effect<Build, Unusable> =>
  Effect.map(someAggregates(config, file), (aggregates) => ({
    name,
    aggregates: new Map(aggregates.map((aggregate) => [aggregate.events.category, aggregate]))
  }))
