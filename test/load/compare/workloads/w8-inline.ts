// W8: one event to a new stream, with a read model of balances that is written in the append's own transaction.
import { randomUUID } from "node:crypto"
import { offered } from "../offers.ts"
import type { Workload } from "../Workload.ts"

export const w8: Workload = {
  name: "W8",
  title: "append with an inline projection",
  unit: "appends",
  concurrency: [32],
  contenders: ["deciduous-inline", "emmett-inline"],
  run: (contender, clock, concurrency) =>
    clock.forAWhile(contender, concurrency, () => offered(contender.append, "append")(randomUUID(), 1), 1)
}
