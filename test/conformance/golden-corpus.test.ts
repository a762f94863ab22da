// The golden corpus: every version of every event that was ever stored, read as it was on the day of its recording. Files of
// it are added by `deciduous audit --record` and never edited; docs/guide/audit.md has their form.
import { readCatalog } from "@deciduous/codegen/read/index"
import { readVersions } from "@deciduous/codegen/readable"
import { LoanApplicationEvents } from "@deciduous/event-schemas/loan-application.events.gen"
import { OrderEvents } from "@deciduous/event-schemas/order.events.gen"
import { PaymentEvents } from "@deciduous/event-schemas/payment.events.gen"
import { ShipmentEvents } from "@deciduous/event-schemas/shipment.events.gen"
import { StockEvents } from "@deciduous/event-schemas/stock.events.gen"
import { BankAccount } from "@deciduous/example-bank-account/aggregate"
import { report } from "@deciduous/testing/laws/Law"
import * as RecordedLaws from "@deciduous/testing/laws/RecordedLaws"
import * as fs from "node:fs"
import * as path from "node:path"
import { describe, expect, it } from "vitest"

const schemas = path.resolve(import.meta.dirname, "../../event-schemas")
const corpus = path.join(schemas, "recorded")

const { assembled } = readCatalog({ folder: schemas, ignore: [path.join(schemas, "generated")] })

describe("the golden corpus", () => {
  it("[71] has an example of every version that may be stored", () => {
    const versions = assembled!.aggregates.flatMap(({ events, stream }) =>
      events.flatMap((event) => readVersions(event).map(({ version }) => `${stream}/${event.name}@${version}.json`))
    )
    expect(versions.length).toBeGreaterThan(25)
    expect(versions.filter((file) => !fs.existsSync(path.join(corpus, file)))).toEqual([])
  })

  // by the sets that applications read with, upcasters and all
  const sets = [BankAccount.events, LoanApplicationEvents, OrderEvents, PaymentEvents, ShipmentEvents, StockEvents]
  for (const law of RecordedLaws.laws(corpus, sets)) {
    it(`[71] ${law.name}`, () => {
      const verdict = law.check()
      expect(verdict._tag, verdict._tag === "Fails" ? report(verdict) : law.name).toBe("Holds")
    })
  }
})
