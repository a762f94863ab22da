// A minute of what `pnpm test:soak` does for ten: workers under random faults, and every effect once in the end.
import { layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { soak } from "../fault/soak/soak.ts"
import { seed, seeded } from "../fault/support/seed.ts"
import { Server } from "../fault/support/Server.ts"

layer(Server.layer, { excludeTestServices: true, timeout: "1 minute" })("three workers", (it) => {
  it.effect("[42] are killed, stopped and cut off for a minute, and each effect of each event is there once", () => {
    const told: Array<string> = []
    return seeded(
      soak({ seed: `${seed}`, duration: 60_000, say: (what) => told.push(what) }).pipe(
        Effect.onError(() => Effect.sync(() => process.stderr.write(`\n${told.join("\n")}\n`)))
      )
    )
  }, 360_000)
})
