// What the command line must know of this repository's own events: where they are, and where their upcasters stand.
import { defineConfig } from "@deciduous/cli/config"

export default defineConfig({
  schemas: "event-schemas",
  out: "event-schemas/generated",
  upcasters: { BankAccount: "examples/bank-account/src/upcasters.ts" }
})
