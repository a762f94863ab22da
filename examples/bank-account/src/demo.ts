// The demo: a bank account on an embedded PostgreSQL, told step by step. Run it twice: it continues where it stopped.
import { StreamId } from "@deciduous/core"
import type { BankAccountCommand } from "@deciduous/event-schemas/bank-account.commands.gen"
import { AccountId } from "@deciduous/event-schemas/types.gen"
import { PgliteEventStore } from "@deciduous/postgres/pglite"
import { Aggregate, EventIds, EventStore } from "@deciduous/runtime"
import { runMain } from "@effect/platform-node/NodeRuntime"
import { BigDecimal, Console, DateTime, Effect, Schema, Stream } from "effect"
import * as fs from "node:fs"
import * as path from "node:path"
import { BankAccount } from "./aggregate.ts"
import { heading, inWords, lines } from "./print.ts"

const root = path.resolve(import.meta.dirname, "../../..")
const folder = path.join(root, ".deciduous/demo")

const accountId = Schema.decodeSync(AccountId)("7c9e6679-7425-40de-944b-e07fc1f90ae7")
const oldAccountId = Schema.decodeSync(AccountId)("1d4f0a52-3f1c-4c62-9a53-2f6d0f8f5c11")

const koruna = (amount: string) => ({ amount: BigDecimal.fromStringUnsafe(amount), currency: "CZK" })

const schemaBecomesInterface = Effect.gen(function*() {
  yield* heading(1, "An event is declared in a schema file ...")
  const schema = "event-schemas/bank-account/FundsWithdrawn.v1.yaml"
  const module = "event-schemas/generated/bank-account.events.gen.ts"
  const text = (file: string) => fs.readFileSync(path.join(root, file), "utf8")
  yield* lines(schema, "", text(schema).split("\n").filter((line) => !/^(#|\$schema)/.test(line)).join("\n").trim())
  yield* Console.log("\n   ... and `deciduous generate` made its type, its codec and its upcasts")
  yield* lines(module, "", /export interface FundsWithdrawn \{[^}]*\}/.exec(text(module))?.[0] ?? "")
})

const whereTheLastRunStopped = Effect.gen(function*() {
  yield* heading(2, "The store: PostgreSQL, embedded, in a folder")
  const { state, version } = yield* Aggregate.load(BankAccount, accountId)
  yield* lines(path.relative(process.cwd(), folder) || folder)
  yield* version === 0
    ? lines("It is new: the account has no events and is at version 0.")
    : lines(
      `It continues: the account is at version ${version}, as the last run left it.`,
      inWords(state),
      "(Delete the folder to begin anew.)"
    )
  return version
})

const handle = Effect.fnUntraced(function*(command: BankAccountCommand) {
  const { events, version } = yield* Aggregate.handle(BankAccount, accountId, command)
  yield* lines(`${inWords(command)}`, ...events.map((event) => `  -> ${inWords(event)}, version ${version}`))
})

const commandsBecomeEvents = Effect.fnUntraced(function*(startedAt: number) {
  yield* heading(3, "Commands go in, events come out")
  const at = yield* DateTime.now
  if (startedAt === 0) {
    const holder = { given: "Ada", family: "Lovelace" }
    yield* handle({ _tag: "OpenAccount", holder, office: { code: "PRG-01", country: "CZ" }, at })
  }
  yield* handle({ _tag: "Deposit", amount: koruna("100.50"), channel: "branch", at })
  yield* handle({ _tag: "Withdraw", amount: koruna("30"), channel: "atm", at })
})

const rejectionIsTyped = Effect.gen(function*() {
  yield* heading(4, "A rejection is a value of the domain, and writes nothing")
  const at = yield* DateTime.now
  const withdraw = { _tag: "Withdraw", amount: koruna("1000000"), channel: "atm", at } as const
  yield* lines(inWords(withdraw))
  yield* handle(withdraw).pipe(
    Effect.catchTag(
      "InsufficientFunds",
      ({ available, requested }) =>
        lines(
          `  -> InsufficientFunds: ${BigDecimal.format(requested)} asked for, ${BigDecimal.format(available)} there`
        )
    )
  )
})

const writersMeet = Effect.gen(function*() {
  yield* heading(5, "Two writers meet: one wins, nobody overwrites")
  const store = yield* EventStore.EventStore
  const { version } = yield* Aggregate.load(BankAccount, accountId)
  const newId = yield* EventIds.EventIds
  const stream = StreamId.make(BankAccount.events.category, accountId)
  const late = { id: newId(), type: "AccountClosed", schemaVersion: 1, data: {}, metadata: {} }
  yield* store.append(stream, [late], { expectedVersion: version - 1 }).pipe(
    Effect.catchTag(
      "VersionConflict",
      ({ message }) => lines("An append that expects an old version:", `  -> ${message}`)
    )
  )
  const at = yield* DateTime.now
  const deposit = (amount: string) =>
    Aggregate.handle(BankAccount, accountId, { _tag: "Deposit", amount: koruna(amount), channel: "wire", at })
  const both = yield* Effect.all([deposit("1"), deposit("2")], { concurrency: 2 })
  yield* lines(
    "Two deposits handled at the same time: the slower one loads and decides again, by itself.",
    ...both.map(({ events, version }) => `  -> ${inWords(events[0])}, version ${version}`)
  )
})

const historyIsUpcast = Effect.gen(function*() {
  yield* heading(6, "An event of an old version is read as today's")
  const store = yield* EventStore.EventStore
  const newId = yield* EventIds.EventIds
  const stream = StreamId.make(BankAccount.events.category, oldAccountId)
  const data = { holderName: "Grace Hopper", branch: "BRN-02", openedOn: "2024-02-29" }
  yield* store.append(stream, [{ id: newId(), type: "AccountOpened", schemaVersion: 1, data, metadata: {} }], {
    expectedVersion: 0
  }).pipe(Effect.catchTag("VersionConflict", () => lines("(It is there from the first run.)")))
  const [stored] = yield* Stream.runCollect(store.read(stream, { limit: 1 }))
  const [recorded] = yield* Effect.fromResult(BankAccount.events.decode(stored!))
  yield* lines(
    `stored as ${stored!.type} v${stored!.schemaVersion}: ${JSON.stringify(stored!.data)}`,
    `  read as ${inWords(recorded!.event)}`
  )
})

const stateThenAndNow = Effect.gen(function*() {
  yield* heading(7, "State is a fold of events: now, or as it was")
  const now = yield* Aggregate.load(BankAccount, accountId)
  const then = yield* Aggregate.load(BankAccount, accountId, { asOf: { version: 2 } })
  yield* lines(
    `version ${then.version}: ${inWords(then.state)}`,
    `version ${now.version}: ${inWords(now.state)}`
  )
})

const demo = Effect.gen(function*() {
  yield* Console.log("Deciduous: a bank account, from its schema files to PostgreSQL")
  yield* schemaBecomesInterface
  const startedAt = yield* whereTheLastRunStopped
  yield* commandsBecomeEvents(startedAt)
  yield* rejectionIsTyped
  yield* writersMeet
  yield* historyIsUpcast
  yield* stateThenAndNow
  yield* Console.log("\ndemo: ok")
})

demo.pipe(
  Effect.provide(PgliteEventStore.layer({ folder })),
  Effect.tapError(({ message }) => Console.error(`\ndemo: failed. ${message}`)),
  (program) => runMain(program, { disableErrorReporting: true })
)
