// Money that is sent from one account to another by a process, while messages come twice, late, and programs crash.
import { ProcessManager } from "@deciduous/core"
import { check, type Options, type World } from "@deciduous/testing/Simulation"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
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

const options = (process: typeof transfers = transfers): Options => ({
  aggregates: {
    account: {
      aggregate: account,
      ids,
      commands: { ...commands<Extract<Command, { _tag: "Deposit" }>>({ Deposit: { n } }).commands, Request: request }
    }
  },
  processes: {
    transfers: {
      process,
      instanceOf: ({ event }) => "transfer" in event ? event.transfer : undefined,
      send: (command: Asked) => ({
        to: "account",
        id: command._tag === "Debit" ? command.transfer.split("-")[0]! : command.to,
        command
      })
    }
  },
  invariants: {
    "no account is overdrawn": ({ states }) =>
      [...states("account").values()].every(({ balance }) => balance >= 0) || "below zero"
  },
  atRest: {
    "money is conserved": (world) =>
      sum(world, "balance") === sum(world, "deposited")
      || `${sum(world, "balance")} of ${sum(world, "deposited")} are left`
  },
  runs: 1
})

const run = (process: typeof transfers, more: Partial<Options> = {}) => check({ ...options(process), ...more })

describe("a simulation", () => {
  it.effect.each([1, 2, 3, 4, 5, 6, 7, 8])(
    "conserves money, by seed %i",
    (seed) => Effect.map(run(transfers, { seed }), (verdict) => assert.strictEqual(verdict._tag, "Holds"))
  )

  /** The first of some seeds by which it fails. */
  const broken = Effect.fnUntraced(function*(process: typeof transfers, more: Partial<Options> = {}) {
    for (let seed = 1; seed <= 20; seed++) {
      const verdict = yield* run(process, { seed, ...more })
      if (verdict._tag === "Fails") return verdict
    }
    return assert.fail("nothing was found")
  })

  it.effect("finds the credit that a crash forgets, and says that it takes a crash", () =>
    Effect.gen(function*() {
      const forgets = { ...transfers, resume: (state: Transfer) => state.stage === "Crediting" ? [] : owed(state) }
      const { counterexample, found, problem } = yield* broken(forgets)
      assert.match(problem, /^money is conserved: \d+ of \d+ are left$/)
      assert.match(found, /with crash: faults: \["crash"\]/)
      assert.match(counterexample, /transfers crashes, and resumes \d+ commands/)
      assert.isAtMost(counterexample.split("\n").length, 31)
    }))

  it.effect("finds a debit that is not waited for, without any fault", () =>
    Effect.gen(function*() {
      const hasty = {
        ...transfers,
        evolve: (state: Transfer, event: Event) =>
          event._tag === "Refused" ? { ...state, stage: "Crediting" as const } : evolve(state, event)
      }
      const { found, problem } = yield* broken(hasty)
      assert.match(problem, /^money is conserved/)
      assert.match(found, /without a fault: faults: \[\]/)
    }))

  it.effect("gives the same trace for the same seed", () =>
    Effect.gen(function*() {
      const never = { invariants: { never: ({ pending }: World) => pending < 3 || "three are on their way" } }
      const [one, other] = [yield* broken(transfers, never), yield* broken(transfers, never)]
      assert.deepStrictEqual(one, other)
      assert.match(one.problem, /^never: three are on their way/)
    }))
})
