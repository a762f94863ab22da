// W3: batches of 100 events, each to a new stream.
import { randomUUID } from "node:crypto"
import { offered } from "../offers.ts"
import type { Workload } from "../Workload.ts"

const batch = 100

export const w3: Workload = {
  name: "W3",
  title: "append batches of 100 events",
  unit: "events",
  concurrency: [1, 8],
  quickConcurrency: [8],
  contenders: ["deciduous", "emmett", "castore", "plain"],
  run: (contender, clock, concurrency) =>
    clock.forAWhile(contender, concurrency, () => offered(contender.append, "append")(randomUUID(), batch), batch)
}
