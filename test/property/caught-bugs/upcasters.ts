// Invoices whose old versions are read by hand-written upcasters. Bugs of lost fields, units, days and order.
import type { EventSet } from "@deciduous/core"
import { laws, type Options } from "@deciduous/testing/laws/EvolutionLaws"
import { BigDecimal, type DateTime } from "effect"
import * as fc from "fast-check"
import { R, S } from "../../../packages/testing/test/laws/domain.ts"
import type { Bug, Sound } from "./Bug.ts"

interface BilledV1 {
  readonly customer: string
  readonly cents: number
  readonly due: string
  readonly note?: string
  readonly lines: ReadonlyArray<string>
}
interface BilledV2 {
  readonly name: { readonly first: string; readonly rest: string }
  readonly amount: string
  readonly due: string
  readonly note?: string
  readonly lines: ReadonlyArray<string>
}
interface MovedV1 {
  readonly from: string
  readonly to: string
  readonly amount: string
  readonly reason?: string
}
type Event =
  | {
    readonly _tag: "Billed"
    readonly name: BilledV2["name"]
    readonly amount: BigDecimal.BigDecimal
    readonly due: DateTime.Utc
    readonly note?: string
    readonly lines: ReadonlyArray<string>
  }
  | {
    readonly _tag: "Debited" | "Credited"
    readonly account: string
    readonly amount: BigDecimal.BigDecimal
    readonly reason?: string
  }
interface Upcasters {
  readonly "Billed@1": (payload: BilledV1, context: { readonly recordedAt: string }) => BilledV2
  readonly "Moved@1": (payload: MovedV1) => ReadonlyArray<{
    readonly type: "Debited" | "Credited"
    readonly version: 1
    readonly data: { readonly account: string; readonly amount: string; readonly reason?: string }
  }>
}

const money = R.Decimal({ precision: 15, scale: 2 })
const booking = (tag: string) =>
  S.Struct({ _tag: S.tagDefaultOmit(tag), account: R.Text, amount: money, reason: S.optionalKey(R.Text) })

const invoices = (upcasters: Upcasters) =>
  R.eventSet({
    aggregate: "Invoice",
    category: "invoice",
    id: () => R.Text,
    events: {
      "Billed@1": R.upcast("Billed@2", "Billed@1", () =>
        S.Struct({
          customer: R.Text,
          cents: S.Int,
          due: R.PlainDate,
          note: S.optionalKey(R.Text),
          lines: S.Array(R.Text)
        })),
      "Billed@2": R.current("Billed", () =>
        S.Struct({
          _tag: S.tagDefaultOmit("Billed"),
          name: S.Struct({ first: R.Text, rest: R.Text }),
          amount: money,
          due: R.Timestamp,
          note: S.optionalKey(R.Text),
          lines: S.Array(R.Text)
        })),
      "Moved@1": R.split("Moved@1"),
      "Debited@1": R.current("Debited", () => booking("Debited")),
      "Credited@1": R.current("Credited", () => booking("Credited"))
    }
  }).with(upcasters) as EventSet.EventSet<Event, Event>

const text = fc.string()
const amountOf = (cents: number) => BigDecimal.format(BigDecimal.make(BigInt(cents), 2))
const amount = fc.integer({ min: 0, max: 1_000_000 }).map(amountOf, (text) => {
  const cents = Math.round(Number(text) * 100)
  if (amountOf(cents) !== text) throw new TypeError("It is no amount.")
  return cents
})
const dayOf = (days: number) => new Date(days * 86_400_000).toISOString().slice(0, 10)
const daysOf = (day: unknown) => {
  const days = Date.parse(String(day)) / 86_400_000
  if (!Number.isInteger(days) || dayOf(days) !== day) throw new TypeError("It is no day.")
  return days
}
const day = fc.nat(40_000).map(dayOf, daysOf)
const lines = fc.array(text, { maxLength: 3 })
const optional = (fields: Record<string, fc.Arbitrary<unknown>>, ...missing: ReadonlyArray<string>) =>
  fc.record(fields, { requiredKeys: Object.keys(fields).filter((key) => !missing.includes(key)) })
const booked = optional({ account: text, amount, reason: text }, "reason")

const options: Options<Event> = {
  arbitraries: {
    stored: {
      "Billed@1": optional({
        customer: text,
        cents: fc.integer({ min: -1000, max: 1_000_000 }),
        due: day,
        note: text,
        lines
      }, "note"),
      "Billed@2": optional({
        name: fc.record({ first: text, rest: text }),
        amount,
        due: day.map((date) => `${date}T00:00:00.000Z`, (time) => String(time).replace(/T00:00:00\.000Z$/, "")),
        note: text,
        lines
      }, "note"),
      "Moved@1": optional({ from: text, to: text, amount, reason: text }, "reason"),
      "Debited@1": booked,
      "Credited@1": booked
    }
  },
  invariants: {
    "Billed@1": ({ cents, customer }: BilledV1, [event]) =>
      event?._tag !== "Billed"
        ? "it is another event"
        : !BigDecimal.equals(event.amount, BigDecimal.make(BigInt(cents), 2))
        ? `${cents} cents became ${BigDecimal.format(event.amount)}`
        : [event.name.first, event.name.rest].join(" ").trim() === customer.trim() || "it has another name",
    "Moved@1": ({ from, to }: MovedV1, [first, second]) =>
      (first?._tag === "Debited" && first.account === from && second?._tag === "Credited" && second.account === to)
      || "it is another movement"
  }
}

const correct: Upcasters = {
  "Billed@1": ({ cents, customer, due, lines, note }) => {
    const [first, ...rest] = customer.split(" ")
    return {
      name: { first: first!, rest: rest.join(" ") },
      amount: BigDecimal.format(BigDecimal.make(BigInt(cents), 2)),
      due: `${due}T00:00:00.000Z`,
      lines,
      ...(note !== undefined && { note })
    }
  },
  "Moved@1": ({ amount, from, reason, to }) => {
    const because = reason !== undefined && { reason }
    return [
      { type: "Debited", version: 1, data: { account: from, amount, ...because } },
      { type: "Credited", version: 1, data: { account: to, amount, ...because } }
    ]
  }
}

const bug = (name: string, upcasters: Partial<Upcasters>): Bug => ({
  name: `upcaster: ${name}`,
  faulty: (run) => laws(invoices({ ...correct, ...upcasters }), { ...options, ...run })
})
/** The correct result with something of it changed. */
const billed = (change: (billed: BilledV2, payload: BilledV1, at: string) => BilledV2): Partial<Upcasters> => ({
  "Billed@1": (payload, context) => change(correct["Billed@1"](payload, context), payload, context.recordedAt)
})

let read = 0

export const bugs: ReadonlyArray<Bug> = [
  bug("the note is not taken along", billed(({ amount, due, lines, name }) => ({ amount, due, lines, name }))),
  bug(
    "the note is taken along even where there is none",
    billed((all, { note }) => ({ ...all, note: note as string }))
  ),
  bug("cents are euro", billed((all, { cents }) => ({ ...all, amount: String(cents) }))),
  bug("cents are divided as floats", billed((all, { cents }) => ({ ...all, amount: String(cents * 1.1 / 1.1 / 100) }))),
  bug(
    "fewer than ten cents lose a zero",
    billed((all, { cents }) => ({ ...all, amount: `${Math.trunc(cents / 100)}.${Math.abs(cents % 100)}` }))
  ),
  bug(
    "no amount is no invoice",
    billed((all, { cents }) => cents === 0 ? { ...all, amount: undefined as never } : all)
  ),
  bug(
    "a day is midnight where the program runs",
    billed((all, { due }) => ({ ...all, due: new Date(`${due}T00:00`).toISOString() }))
  ),
  bug("a missing day is today", billed((all) => ({ ...all, due: new Date().toISOString() }))),
  bug("all are due when they were recorded", billed((all, _, at) => ({ ...all, due: at }))),
  bug(
    "a name of one word has no rest",
    billed((all, { customer }) => ({ ...all, name: { ...all.name, rest: customer.split(" ")[1]!.trim() } }))
  ),
  bug(
    "a third name is lost",
    billed((all, { customer }) => ({ ...all, name: { ...all.name, rest: customer.split(" ")[1] ?? "" } }))
  ),
  bug("only the first line is kept", billed((all, { lines }) => ({ ...all, lines: lines.map(() => "") }))),
  bug(
    "the lines are sorted where they stand",
    billed((all, { lines }) => ({ ...all, lines: (lines as Array<string>).reverse() }))
  ),
  bug("each read counts", billed((all) => ({ ...all, note: `read ${read++} times` }))),
  bug("the reason is in neither half", {
    "Moved@1": (payload) =>
      correct["Moved@1"](payload).map((part) => ({
        ...part,
        data: { account: part.data.account, amount: payload.amount }
      }))
  }),
  bug("the greater name comes first", {
    "Moved@1": (payload) =>
      payload.from < payload.to ? correct["Moved@1"](payload) : correct["Moved@1"](payload).toReversed()
  }),
  bug("both halves are on one account", {
    "Moved@1": (payload) => correct["Moved@1"]({ ...payload, to: payload.from })
  }),
  bug("nothing moved is no event of ours", {
    "Moved@1": (payload) => Number(payload.amount) === 0 ? undefined as never : correct["Moved@1"](payload)
  })
]

export const sound: ReadonlyArray<Sound> = [{
  name: "upcaster",
  laws: (run) => laws(invoices(correct), { ...options, ...run })
}]
