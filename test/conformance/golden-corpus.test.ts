// The golden corpus: every version of every event that was ever stored, read as it was on the day of its recording. Files of
// it are added by `deciduous audit --record` and never edited; docs/guide/audit.md has their form.
import { readCatalog } from "@deciduous/codegen/read/index"
import { readVersions } from "@deciduous/codegen/readable"
import { type EventSet, Position } from "@deciduous/core"
import { Timestamp } from "@deciduous/core/Scalar"
import { LoanApplicationEvents } from "@deciduous/event-schemas/loan-application.events.gen"
import { BankAccount } from "@deciduous/example-bank-account/aggregate"
import { Equal, Result, Schema } from "effect"
import * as fs from "node:fs"
import * as path from "node:path"
import { describe, expect, it } from "vitest"

const schemas = path.resolve(import.meta.dirname, "../../event-schemas")

/** The sets that applications read with, upcasters and all. */
const eventSets: ReadonlyArray<Pick<EventSet.EventSet<unknown, never>, "category" | "decode">> = [
  BankAccount.events,
  LoanApplicationEvents
]

interface Encoded {
  readonly type: string
  readonly schemaVersion: number
  readonly data: unknown
}

interface Example {
  readonly stored: Encoded & { readonly streamId: string; readonly version: number; readonly recordedAt: string }
  readonly read: ReadonlyArray<Encoded> | null
}

const exampleOf = (file: string): Example => JSON.parse(fs.readFileSync(path.join(schemas, "recorded", file), "utf8"))

/** What an event is read as that stands where the example stands. */
const reader = (category: string, { recordedAt, streamId, version }: Example["stored"]) => (event: Encoded) => {
  const set = eventSets.find((one) => one.category === category)!
  const read = set.decode({
    ...event,
    id: "",
    streamId,
    category,
    aggregateId: streamId.slice(category.length + 1),
    version,
    position: Position.start,
    metadata: {},
    recordedAt: Schema.decodeSync(Timestamp)(recordedAt)
  })
  return Result.getOrThrow(read).map(({ event }) => event)
}

const { assembled } = readCatalog({ folder: schemas, ignore: [path.join(schemas, "generated")] })

describe("the golden corpus", () => {
  it("[71] has an example of every version that may be stored", () => {
    const versions = assembled!.aggregates.flatMap(({ events, stream }) =>
      events.flatMap((event) => readVersions(event).map(({ version }) => `${stream}/${event.name}@${version}.json`))
    )
    expect(versions.length).toBeGreaterThan(25)
    expect(versions.filter((file) => !fs.existsSync(path.join(schemas, "recorded", file)))).toEqual([])
  })

  for (const file of fs.globSync("*/*.json", { cwd: path.join(schemas, "recorded") }).sort()) {
    const category = path.dirname(file)
    it(`[71] ${category}/${path.basename(file, ".json")} is read as it was on the day of its recording`, () => {
      const { read, stored } = exampleOf(file)
      const decode = reader(category, stored)
      const events = decode(stored)
      if (read === null) return expect(events).not.toEqual([])
      const then = read.flatMap(decode)
      expect(Equal.equals(events, then), `${JSON.stringify(events)} was ${JSON.stringify(then)}`).toBe(true)
    })
  }
})
