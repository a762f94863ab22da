// Views of wallets: what stands in each, and what was paid to whom. Bugs of counting, keys and what is kept as JSON.
import type { View } from "@deciduous/core"
import { laws, type Options } from "@deciduous/testing/laws/ViewLaws"
import type { Bug, Sound } from "./Bug.ts"
import { type Event, options as ofWallet, wallet } from "./wallet.ts"

interface Summary {
  readonly balance: number
  readonly payments: number
  readonly largest: number | null
  readonly byPayee: { readonly [payee: string]: number }
  readonly closed: boolean
}
type Evolve = (summary: Summary, event: Event) => Summary

const initialState: Summary = { balance: 0, payments: 0, largest: null, byPayee: {}, closed: false }
const of = (table: Summary["byPayee"], key: string): number => Object.hasOwn(table, key) ? table[key]! : 0

const evolve: Evolve = (summary, event) => {
  switch (event._tag) {
    case "Deposited":
      return { ...summary, balance: summary.balance + event.cents }
    case "Paid":
      return {
        ...summary,
        balance: summary.balance - event.cents,
        payments: summary.payments + 1,
        largest: Math.max(summary.largest ?? 0, event.cents),
        byPayee: { ...summary.byPayee, [event.to]: of(summary.byPayee, event.to) + event.cents }
      }
    case "Shared":
      return { ...summary, balance: summary.balance - event.cents }
    case "Closed":
      return { ...summary, closed: true }
  }
}

const options: Options<Summary, Event> = {
  from: [{ aggregate: wallet({}), arbitraries: ofWallet.arbitraries }],
  keyOf: ({ aggregateId }) => aggregateId,
  state: "json",
  invariants: {
    "is closed empty": ({ balance, closed }) => !closed || balance === 0 || `${balance} are left`,
    "knows to whom it paid": ({ byPayee, payments }) =>
      Object.keys(byPayee).length <= payments && Object.values(byPayee).every((cents) => Number.isInteger(cents))
      || JSON.stringify(byPayee)
  },
  steps: {
    "a movement moves the balance": (before, event, after) =>
      event._tag === "Closed" || Math.abs(after.balance - before.balance) === event.cents || "it stays"
  }
}

const bug = (name: string, faulty: Partial<Options<Summary, Event>> & { readonly evolve?: Evolve }): Bug => {
  const view = (evolve: Evolve): View.View<Summary, Event> => ({ initialState, evolve })
  return {
    name: `view: ${name}`,
    faulty: (run) => laws("summary", view(faulty.evolve ?? evolve), { ...options, ...faulty, ...run })
  }
}
const evolves = (otherwise: (summary: Summary, event: Event) => Summary | undefined) => ({
  evolve: (summary: Summary, event: Event) => otherwise(summary, event) ?? evolve(summary, event)
})
const paid = (change: (after: Summary, before: Summary, event: Event & { readonly _tag: "Paid" }) => Summary) =>
  evolves((summary, event) => event._tag === "Paid" ? change(evolve(summary, event), summary, event) : undefined)

let seen = 0

export const bugs: ReadonlyArray<Bug> = [
  bug("a share is forgotten", evolves((summary, { _tag }) => _tag === "Shared" ? summary : undefined)),
  bug(
    "a payment is counted by writing into the document",
    paid((after, before) => {
      const document = before as { payments: number }
      document.payments++
      return { ...after, payments: document.payments }
    })
  ),
  bug("it says when it was folded", paid((after) => ({ ...after, at: Date.now() }))),
  bug("what is inherited is a sum", {
    ...paid((after, before, { cents, to }) => ({
      ...after,
      byPayee: { ...before.byPayee, [to]: (before.byPayee[to] ?? 0) + cents }
    }))
  }),
  bug(
    "the largest of no payment is the smallest number",
    evolves((summary, event) =>
      event._tag === "Deposited"
        ? { ...evolve(summary, event), largest: Math.max(...Object.values(summary.byPayee)) }
        : undefined
    )
  ),
  bug(
    "an average of nothing is no number",
    evolves((summary, event) =>
      event._tag === "Deposited"
        ? { ...evolve(summary, event), largest: summary.balance / summary.payments }
        : undefined
    )
  ),
  bug(
    "what is not there is undefined, which JSON lacks",
    evolves((summary, event) =>
      event._tag === "Deposited" ? { ...evolve(summary, event), largest: undefined as never } : undefined
    )
  ),
  bug(
    "payees are a Map, which JSON lacks",
    paid((after, _, { cents, to }) => ({ ...after, byPayee: new Map([[to, cents]]) as never }))
  ),
  bug("documents are numbered in the order of the day", paid((after) => ({ ...after, number: seen++ }))),
  bug("a payment to somebody new throws", {
    evolve: (summary, event) => {
      if (event._tag === "Paid" && summary.payments > 0 && of(summary.byPayee, event.to) === 0) {
        throw new RangeError(`who is ${event.to}?`)
      }
      return evolve(summary, event)
    }
  }),
  bug("an event that comes again is counted again, though it is said not to be", { duplicates: "ignored" }),
  bug("a closed wallet is deleted, though it is said to be kept", {
    evolve: (summary, event) => event._tag === "Closed" ? undefined as never : evolve(summary, event),
    steps: { "a closed wallet stays": (_, event, after) => event._tag !== "Closed" || after?.closed === true || "gone" }
  }),
  bug("the key is the day where the program runs", {
    keyOf: ({ recordedAt }) => String(new Date(recordedAt.epochMilliseconds).getDate())
  }),
  bug("the key of an event without one is a fault", {
    keyOf: ({ event }) => (event as { readonly to: string }).to.toLowerCase()
  })
]

export const sound: ReadonlyArray<Sound> = [{
  name: "view",
  laws: (run) => laws("summary", { initialState, evolve }, { ...options, ...run })
}]
