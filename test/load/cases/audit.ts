// `deciduous audit` of 200,000 events of a bank, a fifth of them of old versions: from a server and from a file. Each run is
// a process of its own, as a user starts it in this repository, and counts by its CPU time, its start included: a server
// beside it, and whatever else the machine does, would count otherwise.
import { StreamId } from "@deciduous/core"
import { PostgresEventStore } from "@deciduous/postgres"
import { EventIds, EventStore } from "@deciduous/runtime"
import { Array, Effect } from "effect"
import { spawnSync } from "node:child_process"
import * as fs from "node:fs"
import * as path from "node:path"
import { accountOf } from "../compare/history.ts"
import type { Case } from "../measure.ts"
import { storedDeposit, storedOpening } from "./bank.ts"

const root = path.resolve(import.meta.dirname, "../../..")
const cli = path.join(root, "packages/cli/src/bin.ts")

const accounts = 40_000
const perAccount = [storedOpening, ...Array.makeBy(4, () => storedDeposit)]
const items = accounts * perAccount.length

/** Fills a schema of its own on the server at the URL, and a file in the folder. */
export const audit = async (url: string, folder: string): Promise<ReadonlyArray<Case>> => {
  const file = path.join(folder, "events.jsonl")
  writeLines(file)
  await Effect.runPromise(Effect.provide(fill, PostgresEventStore.layer({ url, schema, migrate: true })))
  const on = (name: string, ...args: ReadonlyArray<string>): Case => ({
    name: `audit ${items.toLocaleString("en")} events, ${name}, CPU time`,
    item: "event",
    items,
    run: async () => cpuTimeOf("audit", "bank-account", ...args)
  })
  return [on("PostgreSQL", "--url", url, "--schema", schema), on("a file", "--file", file)]
}

const schema = "audited"

/** In microseconds, as the process tells it at its end. */
const cpuTimeOf = (...args: ReadonlyArray<string>): number => {
  const told = `process.on("exit", () => { const { system, user } = process.cpuUsage(); console.error(system + user) })`
  const options = ["--import", `data:text/javascript,${encodeURIComponent(told)}`, cli]
  const { status, stderr } = spawnSync(process.execPath, [...options, ...args], { cwd: root, encoding: "utf8" })
  if (status !== 0) throw new Error(stderr)
  return Number(stderr.trim().split("\n").at(-1))
}

const fill = Effect.gen(function*() {
  const store = yield* EventStore.EventStore
  const newId = yield* EventIds.EventIds
  const events = () =>
    Array.map(perAccount, ({ data, schemaVersion, type }) => ({ id: newId(), type, schemaVersion, data, metadata: {} }))
  yield* Effect.forEach(Array.range(1, accounts), (number) => {
    const [first, ...others] = events()
    return store.append(StreamId.make("bank-account", accountOf(number)), [first!, ...others], { expectedVersion: 0 })
  }, { concurrency: 64, discard: true })
})

const writeLines = (file: string): void => {
  const opened = fs.openSync(file, "w")
  for (let number = 1; number <= accounts; number++) {
    const streamId = `bank-account-${accountOf(number)}`
    const lines = perAccount.map(({ data, schemaVersion, type }, index) =>
      JSON.stringify({ streamId, version: index + 1, type, schemaVersion, recordedAt, data })
    )
    fs.writeSync(opened, `${lines.join("\n")}\n`)
  }
  fs.closeSync(opened)
}

const recordedAt = "2026-03-01T09:00:00.000Z"
