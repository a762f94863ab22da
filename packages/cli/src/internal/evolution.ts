// What every verb that looks at schema files asks the configuration for. Read by `check`, `lock` and their neighbours.
import type { CheckOptions } from "@deciduous/codegen/evolution/check"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { Unusable } from "../Failure.ts"
import { loadConfig } from "./loadConfig.ts"

/** The flag comes before the configuration, and that before the default. */
export const evolutionOptions = (schemas: Option.Option<string>): Effect.Effect<CheckOptions, Unusable> =>
  Effect.map(loadConfig, (config) => ({
    schemas: Option.getOrElse(schemas, () => config.schemas ?? "event-schemas"),
    ignore: [config.out ?? "src/generated"],
    ...(config.upcasters && { upcasters: config.upcasters }),
    ...(config.rules && { rules: config.rules })
  }))
