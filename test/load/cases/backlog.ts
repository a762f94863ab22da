// A backlog of 1,000,000 events, projected by a process of its own as an application would run it: how long that takes, and
// the most memory that the process held. It is filled first, 100 events to an account, on a server that keeps what it commits.
import { type EventData, StreamId } from "@deciduous/core"
import { PostgresEventStore } from "@deciduous/postgres"
import { EventIds, EventStore } from "@deciduous/runtime"
import { Array, Effect } from "effect"
import { spawnSync } from "node:child_process"
import * as path from "node:path"
import { accountOf } from "../compare/history.ts"
import type { Server } from "../compare/server.ts"
import type { Case } from "../measure.ts"
import { storedDeposit, storedOpening } from "./bank.ts"

const accounts = 10_000
const perAccount = [storedOpening, ...Array.makeBy(99, () => storedDeposit)]
const items = accounts * perAccount.length

export const backlog = async (server: Server): Promise<ReadonlyArray<Case>> => {
  const url = server.url("postgres")
  await Effect.runPromise(Effect.provide(fill, PostgresEventStore.layer({ url, schema, migrate: true })))
  let runs = 0
  let memory = 0
  const name = `project a backlog of ${items.toLocaleString("en")} events`
  return [
    {
      name: `${name}, its process from start to end`,
      item: "event",
      items,
      run: async () => {
        memory = memoryOf(url, schema, `balances ${++runs}`)
      }
    },
    { name: `${name}, the most memory of its process`, item: "process", items: 1, unit: "MB", run: async () => memory }
  ]
}

const schema = "backlog"

/** In MB, as the process says it at its end. */
const memoryOf = (...args: ReadonlyArray<string>): number => {
  const program = path.join(import.meta.dirname, "backlogWorker.ts")
  const { status, stderr, stdout } = spawnSync(process.execPath, [program, ...args], { encoding: "utf8" })
  if (status !== 0) throw new Error(stderr)
  return Number(stdout.trim())
}

const fill = Effect.gen(function*() {
  const store = yield* EventStore.EventStore
  const newId = yield* EventIds.EventIds
  yield* Effect.forEach(Array.range(1, accounts), (number) => {
    const [first, ...others] = perAccount.map(({ data, schemaVersion, type }): EventData => ({
      id: newId(),
      type,
      schemaVersion,
      data,
      metadata: {}
    }))
    return store.append(StreamId.make("bank-account", accountOf(number)), [first!, ...others], { expectedVersion: 0 })
  }, { concurrency: 16, discard: true })
})
