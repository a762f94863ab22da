// The databases that workloads only read: each is written once, by the contender whose tables they are, and read in all rounds.
import { contenders } from "./contenders.ts"
import { database } from "./database.ts"
import { inFreshProcess } from "./processes.ts"
import type { Plan } from "./run.ts"
import type { Server } from "./server.ts"

export type Execute = Awaited<ReturnType<typeof database>>["execute"]

export interface Prepared {
  readonly database: string
  readonly failed: string | undefined
}

/** By workload and contender, `W6 emmett`; those that need nothing prepared are not there. */
export const prepareAll = async (
  plan: Plan,
  server: Server,
  execute: Execute
): Promise<ReadonlyMap<string, Prepared>> => {
  const prepared = new Map<string, Prepared>()
  const written = new Map<string, Prepared>()
  for (const workload of plan.workloads.filter(({ prepare }) => prepare !== undefined)) {
    for (const reader of workload.contenders.filter((name) => plan.contenders.includes(name))) {
      const contender = contenders[reader]!.reads ?? reader
      const database = `bench_${workload.name}_${contender}`.toLowerCase()
      if (!written.has(database)) {
        plan.say(`${workload.name} ${contender}: preparing`)
        await execute(`create database ${database}`)
        const answer = await inFreshProcess({
          kind: "prepare",
          workload: workload.name,
          contender,
          concurrency: 1,
          url: server.url(database),
          postmaster: server.pid,
          scale: plan.scale
        }, undefined)
        await vacuum(server.url(database))
        written.set(database, { database, failed: "failed" in answer ? answer.failed : undefined })
      }
      prepared.set(`${workload.name} ${reader}`, written.get(database)!)
    }
  }
  return prepared
}

/** Else the autovacuum would come during somebody's measurement. */
const vacuum = async (url: string): Promise<void> => {
  const { close, execute } = await database(url)
  await execute("vacuum (analyze)")
  await close()
}
