// All workloads, in the order in which they are run and shown.
import type { Workload } from "./Workload.ts"
import { w1 } from "./workloads/w1-append.ts"
import { w10 } from "./workloads/w10-live.ts"
import { w11 } from "./workloads/w11-memory.ts"
import { w2 } from "./workloads/w2-commands.ts"
import { w3 } from "./workloads/w3-batches.ts"
import { w4 } from "./workloads/w4-load.ts"
import { w5 } from "./workloads/w5-one-stream.ts"
import { w6 } from "./workloads/w6-read-all.ts"
import { w7 } from "./workloads/w7-projection.ts"
import { w8 } from "./workloads/w8-inline.ts"
import { w9 } from "./workloads/w9-handle.ts"

export const workloads: ReadonlyArray<Workload> = [w1, w2, w3, w4, w5, w6, w7, w8, w9, w10, w11]
