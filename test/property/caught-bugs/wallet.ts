// A wallet of cents with a daily limit and payments to others. Bugs of amounts, limits and batches.
import { laws, type Options } from "@deciduous/testing/laws/DeciderLaws"
import { Result } from "effect"
import * as fc from "fast-check"
import { Aggregate, commands, Decider, eventSet, R, S } from "../../../packages/testing/test/laws/domain.ts"
import type { Bug, Sound } from "./Bug.ts"

export type Event =
  | { readonly _tag: "Deposited"; readonly cents: number }
  | { readonly _tag: "Paid"; readonly cents: number; readonly to: string; readonly day: number }
  | { readonly _tag: "Shared"; readonly cents: number }
  | { readonly _tag: "Closed" }
type Command =
  | { readonly _tag: "Deposit"; readonly cents: number }
  | { readonly _tag: "Pay"; readonly cents: number; readonly to: string; readonly day: number }
  | { readonly _tag: "PayAll"; readonly payments: ReadonlyArray<number>; readonly to: string; readonly day: number }
  | { readonly _tag: "Share"; readonly among: number }
  | { readonly _tag: "Close" }
interface Wallet {
  readonly closed: boolean
  readonly balance: number
  /** Paid on the last day on which something was paid. */
  readonly paid: { readonly day: number; readonly cents: number }
  readonly payees: ReadonlyArray<string>
}
type Rejection = "IsClosed" | "TooLittle" | "TooMuchToday" | "NotEmpty" | "NotPositive" | "InThePast"

export const perDay = 1000
const initialState: Wallet = { closed: false, balance: 0, paid: { day: 0, cents: 0 }, payees: [] }

const evolve = (wallet: Wallet, event: Event): Wallet => {
  switch (event._tag) {
    case "Deposited":
      return { ...wallet, balance: wallet.balance + event.cents }
    case "Paid": {
      const { cents, day, to } = event
      return {
        ...wallet,
        balance: wallet.balance - cents,
        paid: { day, cents: (day === wallet.paid.day ? wallet.paid.cents : 0) + cents },
        payees: wallet.payees.includes(to) ? wallet.payees : [...wallet.payees, to]
      }
    }
    case "Shared":
      return { ...wallet, balance: wallet.balance - event.cents }
    case "Closed":
      return { ...wallet, closed: true }
  }
}

const accept = Decider.accept<Event>
const decide = (command: Command, wallet: Wallet): Decider.Decision<Event, Rejection> => {
  if (wallet.closed) return Decider.reject("IsClosed")
  switch (command._tag) {
    case "Deposit":
      return command.cents > 0 ? accept({ _tag: "Deposited", cents: command.cents }) : Decider.reject("NotPositive")
    case "Pay":
      return payments(wallet, [command.cents], command)
    case "PayAll":
      return payments(wallet, command.payments, command)
    case "Share": {
      const cents = Math.floor(wallet.balance / command.among)
      return cents > 0 ? accept({ _tag: "Shared", cents }) : Decider.reject("TooLittle")
    }
    case "Close":
      return wallet.balance === 0 ? accept({ _tag: "Closed" }) : Decider.reject("NotEmpty")
  }
}

const payments = (
  wallet: Wallet,
  amounts: ReadonlyArray<number>,
  { day, to }: { readonly day: number; readonly to: string },
  refused: (wallet: Wallet, cents: number, day: number) => Rejection | undefined = refusal
): Decider.Decision<Event, Rejection> => {
  let after = wallet
  const events: Array<Event> = []
  for (const cents of amounts) {
    const because = refused(after, cents, day)
    if (because !== undefined) return Decider.reject(because)
    events.push({ _tag: "Paid", cents, to, day })
    after = evolve(after, events.at(-1)!)
  }
  return accept(...events)
}

const refusal = ({ balance, paid }: Wallet, cents: number, day: number): Rejection | undefined =>
  cents <= 0
    ? "NotPositive"
    : day < paid.day
    ? "InThePast"
    : cents > balance
    ? "TooLittle"
    : cents + (day === paid.day ? paid.cents : 0) > perDay
    ? "TooMuchToday"
    : undefined

const events = eventSet<Event>("Wallet", {
  Deposited: { cents: S.Int },
  Paid: { cents: S.Int, to: R.Text, day: S.Int },
  Shared: { cents: S.Int },
  Closed: {}
})

const cents = fc.integer({ min: -100, max: 5000 })
const [to, day] = [fc.string(), fc.nat(20_000)]
export const options: Options<Command, Wallet, Event, Event, Rejection> = {
  arbitraries: commands<Command>({
    Deposit: { cents },
    Pay: { cents, to, day },
    PayAll: { payments: fc.array(cents, { maxLength: 5 }), to, day },
    Share: { among: fc.integer({ min: 1, max: 9 }) },
    Close: {}
  }),
  rejections: ["IsClosed", "TooLittle", "TooMuchToday", "NotEmpty", "NotPositive", "InThePast"],
  state: "json",
  invariants: {
    "is never below zero": ({ balance }) => balance >= 0 || `the balance is ${balance}`,
    "has whole cents": ({ balance }) => Number.isInteger(balance) || `the balance is ${balance}`,
    "pays no more than its limit a day": ({ paid }) => paid.cents <= perDay || `${paid.cents} were paid in a day`,
    "is closed empty": ({ balance, closed }) => !closed || balance === 0 || `${balance} are left`,
    "knows each payee once": ({ payees }) => new Set(payees).size === payees.length || payees.join()
  },
  decisions: {
    "a payment takes what was asked": (before, command, decision, after) =>
      command._tag !== "Pay" || Result.isFailure(decision) || before.balance - after.balance === command.cents
      || `${before.balance - after.balance} instead of ${command.cents}`,
    "nothing is paid in the past": (before, command, decision) =>
      command._tag !== "Pay" || Result.isFailure(decision) || command.day >= before.paid.day || "it was paid before",
    "what may be paid is paid": (before, command, decision) =>
      command._tag !== "Pay" || Result.isSuccess(decision) || before.closed || command.cents <= 0
      || command.cents > before.balance || command.day <= before.paid.day || command.cents > perDay
      || "on a new day it may be paid"
  }
}

export const wallet = (parts: { readonly evolve?: typeof evolve; readonly decide?: typeof decide }) =>
  Aggregate.make({
    decider: Decider.make({ initialState, evolve, decide, isTerminal: ({ closed }) => closed, ...parts }),
    events
  })

const bug = (name: string, parts: Parameters<typeof wallet>[0]): Bug => ({
  name: `wallet: ${name}`,
  faulty: (run) => laws(wallet(parts), { ...options, ...run })
})
const decides = (otherwise: (command: Command, wallet: Wallet) => ReturnType<typeof decide> | undefined) => ({
  decide: (command: Command, wallet: Wallet) => otherwise(command, wallet) ?? decide(command, wallet)
})
const evolves = (otherwise: (wallet: Wallet, event: Event) => Wallet | undefined) => ({
  evolve: (wallet: Wallet, event: Event) => otherwise(wallet, event) ?? evolve(wallet, event)
})
const pays = (refused: typeof refusal) =>
  decides((command, wallet) =>
    command._tag === "Pay" && !wallet.closed ? payments(wallet, [command.cents], command, refused) : undefined
  )

const lastPaid = new Map<string, number>()

export const bugs: ReadonlyArray<Bug> = [
  bug(
    "a list of payments is decided on the balance before the first",
    decides((command, wallet) => {
      if (command._tag !== "PayAll" || wallet.closed) return undefined
      const { day, payments, to } = command
      const because = payments.map((cents) => refusal(wallet, cents, day)).find((reason) => reason !== undefined)
      return because === undefined
        ? accept(...payments.map((cents) => ({ _tag: "Paid", cents, to, day }) as const))
        : Decider.reject(because)
    })
  ),
  bug(
    "one cent more than there is may be paid",
    pays((wallet, cents, day) => refusal({ ...wallet, balance: wallet.balance + 1 }, cents, day))
  ),
  bug(
    "the limit of a day may be passed by one",
    pays(({ balance, paid }, cents, day) =>
      refusal(
        { ...initialState, balance, paid: { ...paid, cents: paid.cents - (day === paid.day ? 1 : 0) } },
        cents,
        day
      )
    )
  ),
  bug(
    "the limit of a day is looked at for each payment alone",
    pays((wallet, cents, day) => refusal({ ...wallet, paid: { day: wallet.paid.day, cents: 0 } }, cents, day))
  ),
  bug(
    "what was paid on another day counts too",
    evolves((wallet, event) =>
      event._tag === "Paid"
        ? { ...evolve(wallet, event), paid: { day: event.day, cents: wallet.paid.cents + event.cents } }
        : undefined
    )
  ),
  bug(
    "a negative payment brings money",
    pays((wallet, cents, day) => cents < 0 ? undefined : refusal(wallet, cents, day))
  ),
  bug(
    "a share is not rounded",
    decides((command, { balance, closed }) =>
      command._tag === "Share" && !closed && balance > 0
        ? accept({ _tag: "Shared", cents: balance / command.among })
        : undefined
    )
  ),
  bug(
    "amounts are kept in euro, by floats",
    evolves((wallet, event) =>
      event._tag === "Deposited"
        ? { ...wallet, balance: (wallet.balance / 100 + event.cents / 100) * 100 }
        : undefined
    )
  ),
  bug(
    "the last cent is lost in rounding",
    evolves((wallet, event) =>
      event._tag === "Paid"
        ? { ...evolve(wallet, event), balance: Math.floor((wallet.balance / 100 - event.cents / 100) * 100) }
        : undefined
    )
  ),
  bug(
    "a wallet with money is closed",
    decides((command, { closed }) => command._tag === "Close" && !closed ? accept({ _tag: "Closed" }) : undefined)
  ),
  bug(
    "a closed wallet takes deposits",
    decides((command, { closed }) =>
      command._tag === "Deposit" && closed && command.cents > 0
        ? accept({ _tag: "Deposited", cents: command.cents })
        : undefined
    )
  ),
  bug(
    "the last payment to somebody is remembered outside of the state",
    decides((command, wallet) => {
      if (command._tag !== "Pay" || wallet.closed) return undefined
      const again = lastPaid.get(command.to) === command.cents
      lastPaid.set(command.to, command.cents)
      return again ? Decider.reject("TooMuchToday") : undefined
    })
  ),
  bug(
    "payees are pushed into the list",
    evolves((wallet, event) => {
      if (event._tag !== "Paid") return undefined
      if (!wallet.payees.includes(event.to)) (wallet.payees as Array<string>).push(event.to)
      return { ...evolve(wallet, event), payees: wallet.payees }
    })
  ),
  bug(
    "the same payee comes twice",
    evolves((wallet, event) =>
      event._tag === "Paid" ? { ...evolve(wallet, event), payees: [...wallet.payees, event.to] } : undefined
    )
  ),
  bug(
    "a day before counts as a new day",
    pays((wallet, cents, day) =>
      day < wallet.paid.day ? refusal({ ...wallet, paid: { day, cents: 0 } }, cents, day) : refusal(wallet, cents, day)
    )
  )
]

export const sound: ReadonlyArray<Sound> = [{
  name: "wallet",
  laws: (run) => laws(wallet({}), { ...options, ...run })
}]
