// Money that is sent from one account to another by a process, while messages come twice, late, and programs crash.
import { ProcessManager } from "@deciduous/core"
import { Process } from "@deciduous/runtime"
import { report, type Verdict } from "@deciduous/testing/laws/Law"
import { check, type Options, type World } from "@deciduous/testing/Simulation"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Schema } from "effect"
import * as fc from "fast-check"
import { Aggregate, commands, Decider, eventSet, R, S } from "./laws/domain.ts"

interface Part {
  readonly transfer: string
  readonly to: string
  readonly n: number
}
type Event =
  | { readonly _tag: "Deposited"; readonly n: number }
  | (Part & {
    readonly _tag: "Requested" | "Debited" | "Refused" | "Credited"
  })
type Command =
  | { readonly _tag: "Deposit"; readonly n: number }
  | (Part & {
    readonly _tag: "Request" | "Debit" | "Credit"
  })

interface Account {
  readonly balance: number
  readonly deposited: number
}

const accept = Decider.accept<Event>
const account = Aggregate.make({
  decider: Decider.make({
    initialState: { balance: 0, deposited: 0 },
    evolve: ({ balance, deposited }: Account, event: Event): Account =>
      event._tag === "Deposited"
        ? { balance: balance + event.n, deposited: deposited + event.n }
        : event._tag === "Credited"
        ? { balance: balance + event.n, deposited }
        : event._tag === "Debited"
        ? { balance: balance - event.n, deposited }
        : { balance, deposited },
    decide: (command: Command, { balance }): Decider.Decision<Event> => {
      const { _tag, ...part } = command
      switch (_tag) {
        case "Deposit":
          return accept({ _tag: "Deposited", n: command.n })
        case "Request":
          return accept({ _tag: "Requested", ...part as Part })
        case "Debit":
          return accept({ _tag: command.n > balance ? "Refused" : "Debited", ...part as Part })
        case "Credit":
          return accept({ _tag: "Credited", ...part as Part })
      }
    }
  }),
  events: eventSet<Event>(
    "Account",
    {
      Deposited: { n: S.Int },
      ...Object.fromEntries(
        ["Requested", "Debited", "Refused", "Credited"].map((tag) => [tag, { transfer: R.Text, to: R.Text, n: S.Int }])
      )
    }
  )
})

interface Transfer extends Part {
  readonly stage: "None" | "Debiting" | "Crediting" | "Done"
  readonly from: string
}
/** The account from which a transfer is requested stands before the dash of its name. */
const evolve = (state: Transfer, event: Event): Transfer => {
  switch (event._tag) {
    case "Requested": {
      const { n, to, transfer } = event
      return { stage: "Debiting", transfer, to, n, from: transfer.split("-")[0]! }
    }
    case "Debited":
      return { ...state, stage: "Crediting" }
    default:
      return { ...state, stage: "Done" }
  }
}
type Asked = Extract<Command, Part>
const owed = ({ n, stage, to, transfer }: Transfer): ReadonlyArray<Asked> =>
  stage === "Debiting"
    ? [{ _tag: "Debit", transfer, to, n }]
    : stage === "Crediting"
    ? [{ _tag: "Credit", transfer, to, n }]
    : []
const transfers = ProcessManager.make({
  initialState: { stage: "None", transfer: "", from: "", to: "", n: 0 },
  evolve,
  react: owed,
  resume: owed,
  isTerminal: ({ stage }) => stage === "Done"
})

const ids = ["ann", "bob", "eve"]
const n = fc.integer({ min: 1, max: 100 })
const request = fc.record({ from: fc.constantFrom(...ids), no: fc.uuid(), to: fc.constantFrom(...ids), n }).map(
  ({ from, n, no, to }): Command => ({ _tag: "Request", transfer: `${from}-${no.replaceAll("-", "")}`, to, n })
)
const sum = ({ states }: World, of: keyof Account): number =>
  [...states("account").values()].reduce((all: number, account: Account) => all + account[of], 0)

const Transfer = Schema.Struct({
  stage: Schema.Literals(["None", "Debiting", "Crediting", "Done"]),
  transfer: Schema.String,
  from: Schema.String,
  to: Schema.String,
  n: Schema.Int
})
const part = { transfer: Schema.String, to: Schema.String, n: Schema.Int }
const running = (processManager: typeof transfers) =>
  Process.make({
    name: "transfers",
    processManager,
    events: account.events,
    correlate: ({ event }) => "transfer" in event ? event.transfer : undefined,
    state: Transfer,
    commands: Schema.Union([Schema.TaggedStruct("Debit", part), Schema.TaggedStruct("Credit", part)]),
    dispatch: (command) =>
      Process.send(account, command._tag === "Debit" ? command.transfer.split("-")[0]! : command.to, command)
  })

const options = (process: typeof transfers = transfers): Options => ({
  aggregates: {
    account: {
      aggregate: account,
      ids,
      commands: { ...commands<Extract<Command, { _tag: "Deposit" }>>({ Deposit: { n } }).commands, Request: request }
    }
  },
  processes: [running(process)],
  invariants: {
    "no account is overdrawn": ({ states }) =>
      [...states("account").values()].every(({ balance }) => balance >= 0) || "below zero"
  },
  atRest: {
    "money is conserved": (world) =>
      sum(world, "balance") === sum(world, "deposited")
      || `${sum(world, "balance")} of ${sum(world, "deposited")} are left`
  },
  runs: 6,
  budget: 0
})

/** A process that is not as it should be, by one seed; `more` are other options. */
const run = (process: typeof transfers, more: Partial<Options> = {}) => check({ ...options(process), ...more })

describe("a simulation", () => {
  it.live.each([1, 2, 3, 4, 5, 6, 7, 8])(
    "conserves money, by seed %i",
    (seed) => Effect.map(run(transfers, { seed }), (verdict) => assert.strictEqual(told(verdict), "Holds"))
  )

  it.live("finds the credit that nobody would resume, at the moment at which it is owed", () =>
    Effect.gen(function*() {
      const forgets = { ...transfers, resume: (state: Transfer) => state.stage === "Crediting" ? [] : owed(state) }
      const { problem } = yield* broken(forgets)
      assert.match(problem, /^resume of transfers says what is owed: of .* it forgets \{"_tag":"Credit"/)
    }))

  it.live("finds a debit that is not waited for, without any fault", () =>
    Effect.gen(function*() {
      const hasty = {
        ...transfers,
        evolve: (state: Transfer, event: Event) =>
          event._tag === "Refused" ? { ...state, stage: "Crediting" as const } : evolve(state, event)
      }
      const { counterexample, found, problem } = yield* broken(hasty)
      assert.match(problem, /^money is conserved: \d+ of \d+ are left$/)
      assert.match(found, /to 1 step, without a fault/)
      assert.match(
        counterexample,
        new RegExp([
          "^   1  user: account \\w+: Request\\(.*\\) => Requested",
          "   2  transfers of .*: Debit\\(.*\\) => Refused",
          "   3  transfers of .*: Credit\\(.*\\) => Credited$"
        ].join("\n"))
      )
    }))

  it.live("finds the command that forgets its id, and says that it takes an answer that is lost", () =>
    Effect.gen(function*() {
      const [process] = options().processes!
      const forgetful = {
        ...process!,
        dispatch: (command: Asked, instance: string) => ({
          handle: () => process!.dispatch(command, instance).handle({})
        })
      }
      const { counterexample, found, problem } = yield* broken(transfers, {
        processes: [forgetful],
        faults: ["duplicate"]
      })
      assert.match(problem, /^(money is conserved|no account is overdrawn|resume of transfers says what is owed)/)
      assert.match(found, /with duplicate\.$/)
      assert.match(counterexample, /=> .*; the answer is lost$/m)
      assert.isAtMost(counterexample.split("\n").length, 31)
    }))

  it.live("gives the same trace for the same seed", () =>
    Effect.gen(function*() {
      const never = { invariants: { never: ({ owed }: World) => owed < 1 || "something is owed" } }
      const [one, other] = [yield* broken(transfers, never), yield* broken(transfers, never)]
      assert.deepStrictEqual(one, other)
      assert.match(one.problem, /^never: something is owed/)
    }))
})

/** The first of some seeds by which it fails. */
const broken = Effect.fnUntraced(function*(process: typeof transfers, more: Partial<Options> = {}) {
  for (let seed = 1; seed <= 10; seed++) {
    const verdict = yield* run(process, { seed, ...more })
    if (verdict._tag === "Fails") return verdict
  }
  return assert.fail("nothing was found")
})

const told = (verdict: Verdict): string => verdict._tag === "Holds" ? "Holds" : report(verdict)
