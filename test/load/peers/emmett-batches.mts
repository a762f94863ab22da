// What @event-driven-io/emmett-postgresql's consumer stands on, used alone: its `readMessagesBatch` in a loop, without the
// consumer's pauses, checkpoints and handlers. The fastest global read that it exports.
import { dumbo } from "@event-driven-io/dumbo"
import { readMessagesBatch } from "@event-driven-io/emmett-postgresql"
import type { Open } from "../compare/Contender.ts"
import { perform, type PromiseOp } from "../compare/perform.ts"

const batchSize = 1_000

export const open: Open<PromiseOp> = async ({ url }) => {
  const pool = dumbo({ connectionString: url })
  return {
    perform,
    readAll: (events) => async () => {
      let read = 0
      for (let after = 0n; read < events;) {
        const batch = await readMessagesBatch(pool.execute, { after, batchSize: Math.min(batchSize, events - read) })
        if (batch.messages.length === 0) throw new Error(`${read} events of ${events}`)
        read += batch.messages.length
        after = batch.currentGlobalPosition
      }
    },
    close: () => pool.close()
  }
}
