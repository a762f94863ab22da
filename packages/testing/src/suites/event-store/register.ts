// Makes tests of vitest out of cases. What a backend does not support stays in the report, with the reason in its name.
import { layer as withLayer } from "@effect/vitest"
import type * as Layer from "effect/Layer"
import type { Rule } from "./Case.ts"

export const register = <E, R>(
  name: string,
  layer: Layer.Layer<R, E>,
  cases: ReadonlyArray<Rule<NoInfer<R>>>
): void =>
  withLayer(layer, { excludeTestServices: true, timeout: setUp })(name, (it) => {
    for (const { check, rule, title, unsupported } of cases) {
      if (unsupported === undefined) it.effect(`[${rule}] ${title}`, () => check, timeLimit)
      else it.effect.skip(`[${rule}] ${title} (not supported: ${unsupported})`, () => check)
    }
  })

/** A database is created and migrated first, perhaps on a busy machine. */
const setUp = "2 minutes"
/** Milliseconds; the longest case writes ten thousand events. */
const timeLimit = 60_000
