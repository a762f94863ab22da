// The generated arbitraries of the bank account: everything that they make can be written, read and handled.
import { Position } from "@deciduous/core"
import { BankAccountArbitraries } from "@deciduous/event-schemas/bank-account.arbitraries.gen"
import { BankAccountCommand } from "@deciduous/event-schemas/bank-account.commands.gen"
import type { BankAccountNewEvent } from "@deciduous/event-schemas/bank-account.events.gen"
import * as Events from "@deciduous/event-schemas/bank-account.events.gen"
import * as History from "@deciduous/event-schemas/bank-account.history.gen"
import { BankAccount } from "@deciduous/example-bank-account/aggregate"
import { assert, describe, it } from "@effect/vitest"
import { Equal, Result, Schema } from "effect"
import * as fc from "fast-check"
import { at } from "./support.ts"

/** Another one is given by `DECIDUOUS_SEED`. */
const seed = Number(process.env["DECIDUOUS_SEED"] ?? 20_260_301)

const check = <A>(arbitrary: fc.Arbitrary<A>, predicate: (value: A) => void): void =>
  fc.assert(fc.property(arbitrary, predicate), { seed, numRuns: 1_000 })

const envelope = {
  streamId: "bank-account-1",
  category: "bank-account",
  aggregateId: "1",
  version: 1,
  position: Position.start,
  id: "1",
  metadata: {},
  recordedAt: at
}

const read = (key: string, data: unknown) => {
  const [type = "", version] = key.split("@")
  return Result.getOrThrow(BankAccount.events.decode({ ...envelope, type, schemaVersion: Number(version), data }))
}

describe(`a thousand values each (seed ${seed})`, () => {
  for (const [name, arbitrary] of Object.entries<fc.Arbitrary<BankAccountNewEvent>>(BankAccountArbitraries.events)) {
    it(`of ${name} are written, and read as they were`, () =>
      check(arbitrary, (event) => {
        const { data, schemaVersion, type } = Result.getOrThrow(BankAccount.events.encode(event))
        const [recorded] = read(`${type}@${schemaVersion}`, JSON.parse(JSON.stringify(data)))
        assert.isTrue(Equal.equals(recorded?.event, event))
      }))
  }

  for (const [key, arbitrary] of Object.entries<fc.Arbitrary<unknown>>(BankAccountArbitraries.stored)) {
    it(`stored as ${key} are read`, () => {
      const events = { "MoneyMoved@1": 2, "StatementPrinted@1": 0 }[key] ?? 1
      check(arbitrary, (data) => assert.lengthOf(read(key, data), events))
    })
  }

  it("of old versions are what their own codecs take", () => {
    const { stored } = BankAccountArbitraries
    const takes = <A, I>(codec: Schema.Codec<A, I>, arbitrary: fc.Arbitrary<I>) =>
      check(arbitrary, (data) => {
        const value = Schema.decodeSync(codec)(data)
        assert.isTrue(Equal.equals(Schema.decodeSync(codec)(Schema.encodeSync(codec)(value)), value))
      })
    takes(History.AccountOpenedV1, stored["AccountOpened@1"])
    takes(History.OverdraftLimitSetV1, stored["OverdraftLimitSet@1"])
    takes(History.OverdraftChangedV1, stored["OverdraftChanged@1"])
    takes(History.MoneyMovedV1, stored["MoneyMoved@1"])
    takes(Events.StatementPrinted, stored["StatementPrinted@1"])
  })

  for (const [name, arbitrary] of Object.entries<fc.Arbitrary<BankAccountCommand>>(BankAccountArbitraries.commands)) {
    it(`of ${name} go through JSON`, () =>
      check(arbitrary, (command) => {
        const json = JSON.parse(JSON.stringify(Schema.encodeSync(BankAccountCommand)(command)))
        assert.isTrue(Equal.equals(Schema.decodeSync(BankAccountCommand)(json), command))
      }))
  }
})
