// Who is compared: where each adapter's module is, what the tables call it, and whose databases it reads.
import * as fs from "node:fs"
import * as path from "node:path"
import type { Contender, Open, Options } from "./Contender.ts"

export interface Entry {
  /** What it is, for the legend under the tables. */
  readonly is: string
  /** From this folder. Those of peers are loaded by name alone: what they import is installed only for them. */
  readonly module: string
  readonly export?: string
  /** The package whose version the legend names, in peers/. */
  readonly package?: string
  /** Whether it is an event store of others; the rest are ours, or references. */
  readonly isPeer?: true
  /** The contender whose prepared database it reads; its own by default. */
  readonly reads?: string
}

export const contenders: Readonly<Record<string, Entry>> = {
  deciduous: { is: "Deciduous on PostgreSQL, default layers", module: "./contenders/deciduous.ts" },
  "deciduous-rows": {
    is: "Deciduous's projection into rows of one's own, an upsert for each event",
    module: "./contenders/deciduous-rows.ts",
    reads: "deciduous"
  },
  "deciduous-inline": {
    is: "Deciduous with `fromView` in the append's transaction",
    module: "./contenders/deciduous.ts",
    export: "openInline"
  },
  memory: { is: "Deciduous in memory", module: "./contenders/deciduous.ts", export: "openInMemory" },
  emmett: {
    is: "store, command handler and consumer of",
    module: "../peers/emmett.mts",
    isPeer: true,
    package: "@event-driven-io/emmett-postgresql"
  },
  "emmett-inline": {
    is: "an upsert by an inline projection in the append's transaction, of",
    module: "../peers/emmett.mts",
    export: "openInline",
    package: "@event-driven-io/emmett-postgresql"
  },
  "emmett-batches": {
    is: "`readMessagesBatch` in a loop, without the consumer, of",
    module: "../peers/emmett-batches.mts",
    isPeer: true,
    package: "@event-driven-io/emmett-postgresql",
    reads: "emmett"
  },
  "emmett-memory": {
    is: "the store in memory of",
    module: "../peers/emmett-memory.mts",
    package: "@event-driven-io/emmett"
  },
  castore: {
    is: "store and command of",
    module: "../peers/castore.mts",
    isPeer: true,
    package: "@castore/event-storage-adapter-postgres"
  },
  plain: {
    is: "BEGIN, SELECT max(version), INSERT each, COMMIT on",
    module: "../peers/plain.mts",
    isPeer: true,
    package: "pg"
  },
  pgbench: { is: "one-row INSERTs by PostgreSQL's own load tool", module: "./contenders/pgbench.ts" },
  "one-row": { is: "one-row INSERTs, where there is no pgbench, on", module: "../peers/one-row.mts", package: "pg" },
  "raw-read": {
    is: "Deciduous's table read by its driver alone, nothing decoded",
    module: "./contenders/raw-read.ts",
    reads: "deciduous"
  }
}

export const open = async (name: string, options: Options): Promise<Contender> => {
  const { export: exported = "open", module } = contenders[name]!
  const loaded = await import(module) as Readonly<Record<string, Open<unknown>>>
  return loaded[exported]!(options)
}

export const peers = path.resolve(import.meta.dirname, "../peers")

/** A line of the legend: what a contender is, with the version that is installed. */
export const described = (name: string): string => {
  const entry = contenders[name]!
  if (entry.package === undefined) return entry.is
  const manifest = fs.readFileSync(path.join(peers, "node_modules", entry.package, "package.json"), "utf8")
  return `${entry.is} ${entry.package} ${(JSON.parse(manifest) as { readonly version: string }).version}`
}
