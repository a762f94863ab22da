// `pnpm test:soak`: three workers under random faults for ten minutes, told as it happens. DECIDUOUS_SOAK_SECONDS says
// another time, and DECIDUOUS_SEED repeats the faults of another run.
import * as Effect from "effect/Effect"
import * as Random from "effect/Random"
import { seed } from "../support/seed.ts"
import { Server } from "../support/Server.ts"
import { soak } from "./soak.ts"

const seconds = Number(process.env["DECIDUOUS_SOAK_SECONDS"] ?? 600)
if (!(seconds > 0)) throw new Error("DECIDUOUS_SOAK_SECONDS must be a number of seconds, such as 600.")

console.log(`Faults for ${seconds} seconds. DECIDUOUS_SEED=${seed} repeats them.`)
const { caughtUp, errands, events, faults } = await soak({
  seed: `${seed}`,
  duration: seconds * 1000,
  say: (what) => console.log(`${new Date().toISOString()}  ${what}`)
}).pipe(Effect.scoped, Effect.provide(Server.layer), Random.withSeed(`${seed}`), Effect.runPromise)
console.log(
  `${events} events, each once in both read models; ${errands} errands, each command of them once. `
    + `${Object.entries(faults).map(([kind, times]) => `${kind} ${times}`).join(", ")}. Caught up ${
      (caughtUp / 1000).toFixed(1)
    } s after the last fault. Seed ${seed}.`
)
