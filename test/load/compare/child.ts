// The process of one measurement: started by processes.ts, opens one contender, prepares or measures one workload, answers.
import { makeClock } from "./Clock.ts"
import { open } from "./contenders.ts"
import type { Measured, Scale } from "./Workload.ts"
import { workloads } from "./workloads.ts"

export interface Task {
  readonly kind: "prepare" | "measure"
  readonly workload: string
  readonly contender: string
  readonly concurrency: number
  readonly url: string
  /** Of the server, for its processor time. */
  readonly postmaster: number
  readonly scale: Scale
}

export type Answer = { readonly measured: Measured | undefined } | { readonly failed: string }

process.once("message", (task: Task) => {
  void perform(task).then(
    (measured): Answer => ({ measured }),
    (error: unknown): Answer => ({ failed: error instanceof Error ? error.stack ?? error.message : String(error) })
  ).then((answer) => process.send!(answer, () => process.exit(0)))
})

const perform = async (task: Task): Promise<Measured | undefined> => {
  const workload = workloads.find(({ name }) => name === task.workload)!
  const contender = await open(task.contender, task)
  if (task.kind === "measure") {
    const measured = await workload.run(contender, makeClock(task.scale, task.postmaster), task.concurrency)
    await contender.close()
    return measured
  }
  await workload.prepare!(contender, task.scale)
  await contender.close()
  return undefined
}
