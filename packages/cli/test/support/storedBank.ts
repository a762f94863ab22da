// A bank account's stored events of every version that there ever was, as lines, and stores that hold them.
import { type StoredEvent, StreamId } from "@deciduous/core"
import { PostgresClient, PostgresEventStore } from "@deciduous/postgres"
import { PgliteEventStore } from "@deciduous/postgres/pglite"
import { EventStore } from "@deciduous/runtime"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as fs from "node:fs"
import * as path from "node:path"
import { inject } from "vitest"
import { bankFolder, deciduousIn, linkModules, writeIn } from "./cli.ts"

declare module "vitest" {
  export interface ProvidedContext {
    readonly pg: { readonly host: string; readonly port: number }
  }
}

/** As in a file: what else an event has may be left out. */
export type Line = Pick<StoredEvent, "streamId" | "version" | "type" | "schemaVersion" | "data"> & {
  readonly recordedAt: string
}

/** Makes a folder a project with the bank account's schemas, upcasters and generated code. */
export const makeBankProject = (folder: string): void => {
  bankFolder(folder)
  const read = (file: string) => fs.readFileSync(path.resolve(import.meta.dirname, "../../../..", file), "utf8")
  linkModules(folder)
  writeIn(folder, {
    "src/upcasters.ts": read("examples/bank-account/src/upcasters.ts"),
    "package.json": `{ "type": "module" }`,
    "tsconfig.json": read("packages/cli/templates/project/tsconfig.json")
  })
  const { status, stderr } = deciduousIn(folder)("generate")
  if (status !== 0) throw new Error(stderr)
}

const at = "2026-03-01T09:00:00.000Z"
const money = (amount: string) => ({ amount, currency: "CZK" })
const opened = { holderName: "Ada Lovelace", branch: "PRG-01", openedOn: "2024-02-29" }

/** Ada's events: one that is current, and one for each way in which old ones are read. */
export const history: ReadonlyArray<readonly [type: string, schemaVersion: number, data: unknown]> = [
  ["AccountOpened", 1, opened],
  ["OverdraftChanged", 1, { limitCents: 1250 }],
  ["MoneyMoved", 1, { in: money("5.25"), out: money("1.00"), at }],
  ["StatementPrinted", 1, { pages: 2 }],
  ["FundsDeposited", 1, { amount: money("7.00"), channel: "atm", at }]
]

export const accountId = (n: number): string => `0190a5c8-7b3a-7c4d-9e2f-${String(n).padStart(12, "0")}`

export const streamOf = (n: number): string => `bank-account-${accountId(n)}`

/** Ada's events in the streams of so many accounts. */
export const accounts = (count: number): ReadonlyArray<Line> =>
  Array.from({ length: count }, (_, n) =>
    history.map(([type, schemaVersion, data], index) => ({
      streamId: streamOf(n + 1),
      version: index + 1,
      recordedAt: new Date(Date.UTC(2026, 2, 1, 9) + (10 * n + index) * 60_000).toISOString(),
      type,
      schemaVersion,
      data
    }))).flat()

export const asLines = (lines: ReadonlyArray<unknown>): string =>
  lines.map((line) => `${JSON.stringify(line)}\n`).join("")

/** Appends them as they are, each stream at once. */
export const fill = (store: Layer.Layer<EventStore.EventStore, unknown>, lines: ReadonlyArray<Line>): Promise<void> =>
  Effect.gen(function*() {
    const { append } = yield* EventStore.EventStore
    for (const [streamId, events] of Map.groupBy(lines, ({ streamId }) => streamId)) {
      const [first, ...others] = events.map(({ data, schemaVersion, type }) => ({
        id: crypto.randomUUID(),
        type,
        schemaVersion,
        data,
        metadata: {}
      }))
      const id = StreamId.make("bank-account", streamId.slice("bank-account-".length))
      yield* append(id, [first!, ...others], { expectedVersion: 0 })
    }
  }).pipe(Effect.provide(store), Effect.orDie, Effect.runPromise)

/**
 * A store of its own on the run's server, with the flags that name it. In the strict order no transaction of another test
 * hides its events from readers.
 */
export const onServer = (ordering: "compound" | "strict" = "strict") => {
  const { host, port } = inject("pg")
  const url = `postgres://postgres@${encodeURIComponent(host)}:${port}/postgres`
  const schema = `audit_${crypto.randomUUID().replaceAll("-", "")}`
  return {
    store: PostgresEventStore.layer({ url, schema, ordering, migrate: true }),
    client: PostgresClient.layer({ url: Redacted.make(url) }),
    flags: ["--url", url, "--schema", schema]
  }
}

export const inFolder = (folder: string) => PgliteEventStore.layer({ folder: path.join(folder, ".deciduous/pglite") })
