// What the command line must know of this project's code. Everything else has a default.
import { defineConfig } from "@deciduous/cli/config"

export default defineConfig({
  aggregates: () => import("./src/aggregates.ts")
})
