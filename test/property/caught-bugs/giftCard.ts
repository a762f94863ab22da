// A gift card that pays until its last moment, and lives longer with more money. Bugs of decimals and times, of fields that
// are absent, and of caches by the state.
import { laws, type Options } from "@deciduous/testing/laws/DeciderLaws"
import { BigDecimal, DateTime, Result, Schema, SchemaGetter } from "effect"
import * as fc from "fast-check"
import { Aggregate, commands, Decider, eventSet, R } from "../../../packages/testing/test/laws/domain.ts"
import type { Bug, Sound } from "./Bug.ts"

type CardEvent =
  | { readonly _tag: "Issued"; readonly amount: BigDecimal.BigDecimal; readonly until: DateTime.Utc }
  | {
    readonly _tag: "Spent"
    readonly amount: BigDecimal.BigDecimal
    readonly at: DateTime.Utc
    readonly note?: string
  }
  | { readonly _tag: "ToppedUp"; readonly amount: BigDecimal.BigDecimal; readonly until: DateTime.Utc }
  | { readonly _tag: "Blocked" | "Unblocked" }
type CardCommand =
  | { readonly _tag: "Issue" | "TopUp"; readonly amount: BigDecimal.BigDecimal; readonly at: DateTime.Utc }
  | {
    readonly _tag: "Spend"
    readonly amount: BigDecimal.BigDecimal
    readonly at: DateTime.Utc
    readonly note?: string
  }
  | { readonly _tag: "Block" | "Unblock" }
interface Card {
  readonly balance: BigDecimal.BigDecimal
  readonly until: DateTime.Utc | null
  readonly isBlocked: boolean
  readonly spent: ReadonlyArray<{ readonly amount: BigDecimal.BigDecimal; readonly note?: string }>
}
type CardRejection = "NoCard" | "Blocked" | "Expired" | "TooLittle" | "NotPositive" | "AlreadyIssued"
const yearAfter = (at: DateTime.Utc): DateTime.Utc => DateTime.add(at, { days: 365 })
const isPositive = (amount: BigDecimal.BigDecimal) => BigDecimal.isPositive(amount)
const cardDecide = (command: CardCommand, card: Card): Decider.Decision<CardEvent, CardRejection> => {
  if (command._tag === "Issue") {
    return card.until !== null
      ? Decider.reject("AlreadyIssued")
      : isPositive(command.amount)
      ? Decider.accept({ _tag: "Issued", amount: command.amount, until: yearAfter(command.at) })
      : Decider.reject("NotPositive")
  }
  if (card.until === null) return Decider.reject("NoCard")
  if (command._tag === "Block") return card.isBlocked ? Decider.accept() : Decider.accept({ _tag: "Blocked" })
  if (command._tag === "Unblock") return card.isBlocked ? Decider.accept({ _tag: "Unblocked" }) : Decider.accept()
  if (!("amount" in command)) return Decider.accept()
  if (card.isBlocked) return Decider.reject("Blocked")
  if (!isPositive(command.amount)) return Decider.reject("NotPositive")
  if (DateTime.isGreaterThan(command.at, card.until)) return Decider.reject("Expired")
  if (command._tag === "TopUp") {
    return Decider.accept({
      _tag: "ToppedUp",
      amount: command.amount,
      until: DateTime.max(card.until, yearAfter(command.at))
    })
  }
  const note = "note" in command ? command.note : undefined
  return BigDecimal.isGreaterThan(command.amount, card.balance)
    ? Decider.reject("TooLittle")
    : Decider.accept({
      _tag: "Spent",
      amount: command.amount,
      at: command.at,
      ...(note !== undefined && { note })
    })
}
const cardEvolve = (card: Card, event: CardEvent): Card => {
  switch (event._tag) {
    case "Issued":
      return { ...card, balance: event.amount, until: event.until }
    case "ToppedUp":
      return { ...card, balance: BigDecimal.sum(card.balance, event.amount), until: event.until }
    case "Spent":
      return {
        ...card,
        balance: BigDecimal.subtract(card.balance, event.amount),
        spent: [...card.spent, { amount: event.amount, ...(event.note !== undefined && { note: event.note }) }]
      }
    case "Blocked":
      return { ...card, isBlocked: true }
    case "Unblocked":
      return { ...card, isBlocked: false }
  }
}
const noCard: Card = { balance: BigDecimal.fromBigInt(0n), until: null, isBlocked: false, spent: [] }
const CardState = Schema.Struct({
  balance: Schema.BigDecimal,
  until: Schema.NullOr(Schema.DateTimeUtc),
  isBlocked: Schema.Boolean,
  spent: Schema.Array(Schema.Struct({ amount: Schema.BigDecimal, note: Schema.optionalKey(Schema.String) }))
})
const card = (parts: { readonly decide?: typeof cardDecide; readonly evolve?: typeof cardEvolve }) =>
  Aggregate.make({
    decider: Decider.make({
      initialState: noCard,
      decide: cardDecide,
      evolve: cardEvolve,
      isTerminal: () => false,
      ...parts
    }),
    events: eventSet<CardEvent>("Card", {
      Issued: { amount: R.Decimal({ precision: 19, scale: 4 }), until: R.Timestamp },
      Spent: { amount: R.Decimal({ precision: 19, scale: 4 }), at: R.Timestamp, note: Schema.optionalKey(R.Text) },
      ToppedUp: { amount: R.Decimal({ precision: 19, scale: 4 }), until: R.Timestamp },
      Blocked: {},
      Unblocked: {}
    })
  })
const amount = fc.integer({ min: -100, max: 50_000 }).map(
  (n) => BigDecimal.make(BigInt(n), 2),
  (it) => Number((it as BigDecimal.BigDecimal).value)
)
const at = fc.integer({ min: 0, max: 3 * 365 * 86_400_000 }).map(
  (s) => DateTime.makeUnsafe(s),
  (it) => (it as DateTime.Utc).epochMilliseconds
)
const zero = BigDecimal.fromBigInt(0n)
const cardOptions: Options<CardCommand, Card, CardEvent, CardEvent, CardRejection> = {
  arbitraries: {
    commands: {
      ...commands<CardCommand>({ Issue: { amount, at }, TopUp: { amount, at }, Block: {}, Unblock: {} } as never)
        .commands,
      Spend: fc.record({ _tag: fc.constant("Spend" as const), amount, at, note: fc.string() }, {
        requiredKeys: ["_tag", "amount", "at"]
      }) as never
    }
  },
  rejections: ["NoCard", "Blocked", "Expired", "TooLittle", "NotPositive", "AlreadyIssued"],
  state: CardState,
  invariants: {
    "never owes": ({ balance }) => !BigDecimal.isNegative(balance) || BigDecimal.format(balance)
  },
  decisions: {
    "pays what is asked": (before, command, decision, after) =>
      command._tag !== "Spend" || Result.isFailure(decision)
      || BigDecimal.equals(BigDecimal.subtract(before.balance, after.balance), command.amount) || "another amount",
    "what it has it can pay until its last moment": (before, command, decision) =>
      command._tag !== "Spend" || Result.isSuccess(decision) || before.until === null || before.isBlocked
      || DateTime.isGreaterThan(command.at, before.until) || !isPositive(command.amount)
      || BigDecimal.isGreaterThan(command.amount, before.balance) || `${decision.failure}`,
    "lives no shorter by more money": (before, command, decision, after) =>
      command._tag !== "TopUp" || Result.isFailure(decision) || before.until === null || after.until === null
      || DateTime.isGreaterThanOrEqualTo(after.until, before.until) || "it does",
    "what was noted is known": (_, command, decision, after) =>
      command._tag !== "Spend" || Result.isFailure(decision) || after.spent.at(-1)?.note === command.note || "it is not"
  }
}
const ofCard = (name: string, parts: Parameters<typeof card>[0], more: Partial<typeof cardOptions> = {}): Bug => ({
  name: `gift card: ${name}`,
  faulty: (run) => laws(card(parts), { ...cardOptions, ...more, ...run })
})
const evolvesCard = (otherwise: (card: Card, event: CardEvent) => Card | undefined) => ({
  evolve: (card: Card, event: CardEvent) => otherwise(card, event) ?? cardEvolve(card, event)
})
const decidesCard = (otherwise: (command: CardCommand, card: Card) => ReturnType<typeof cardDecide> | undefined) => ({
  decide: (command: CardCommand, card: Card) => otherwise(command, card) ?? cardDecide(command, card)
})

/** A time whose milliseconds are cut off on the way out. */
const ToTheSecond = Schema.Finite.pipe(Schema.decodeTo(Schema.DateTimeUtc, {
  decode: SchemaGetter.transform((seconds: number) => DateTime.makeUnsafe(1000 * seconds)),
  encode: SchemaGetter.transform((time: DateTime.Utc) => Math.floor(time.epochMilliseconds / 1000))
}))

const blockedOnce = new WeakSet<object>()
const totals = new Map<Card, BigDecimal.BigDecimal>()

export const bugs: ReadonlyArray<Bug> = [
  ofCard(
    "a card is dead in its last moment",
    decidesCard((command, card) =>
      command._tag === "Spend" && card.until !== null && !card.isBlocked && isPositive(command.amount)
        && DateTime.Equivalence(command.at, card.until)
        ? Decider.reject("Expired")
        : undefined
    )
  ),
  ofCard(
    "a card that is topped up early dies early",
    evolvesCard((card, event) =>
      event._tag === "ToppedUp"
        ? { ...cardEvolve(card, event), until: DateTime.add(card.until!, { days: -1 }) }
        : undefined
    )
  ),
  ofCard(
    "amounts are numbers in between",
    evolvesCard((card, event) =>
      event._tag === "Spent"
        ? {
          ...cardEvolve(card, event),
          balance: BigDecimal.fromNumberUnsafe(
            BigDecimal.toNumberUnsafe(card.balance) - BigDecimal.toNumberUnsafe(event.amount)
          )
        }
        : undefined
    )
  ),
  ofCard(
    "a payment without a note has one that is undefined",
    evolvesCard((card, event) =>
      event._tag === "Spent"
        ? { ...cardEvolve(card, event), spent: [...card.spent, { amount: event.amount, note: event.note as string }] }
        : undefined
    )
  ),
  ofCard(
    "the note of the payment before is kept where there is none",
    evolvesCard((card, event) =>
      event._tag === "Spent" && event.note === undefined && card.spent.at(-1)?.note !== undefined
        ? {
          ...cardEvolve(card, event),
          spent: [...card.spent, { amount: event.amount, note: card.spent.at(-1)!.note! }]
        }
        : undefined
    )
  ),
  ofCard("the time is kept to the second", {}, {
    state: Schema.Struct({
      ...CardState.fields,
      until: Schema.NullOr(ToTheSecond)
    }) as never
  }),
  ofCard(
    "who was blocked once is remembered by the object that he was",
    decidesCard((command, card) => {
      if (command._tag === "Block") blockedOnce.add(card)
      return command._tag === "Spend" && blockedOnce.has(card) ? Decider.reject("Blocked") : undefined
    })
  ),
  ofCard(
    "sums are cached by the state, which is another one after its snapshot",
    decidesCard((command, card) => {
      const total = totals.get(card) ?? card.spent.reduce((sum, { amount }) => BigDecimal.sum(sum, amount), zero)
      totals.set(card, BigDecimal.sum(total, BigDecimal.fromBigInt(1n)))
      return command._tag === "TopUp" && BigDecimal.isGreaterThan(total, BigDecimal.fromBigInt(300n))
        ? Decider.reject("Blocked")
        : undefined
    })
  )
]

export const sound: ReadonlyArray<Sound> = [
  { name: "gift card", laws: (run) => laws(card({}), { ...cardOptions, ...run }) }
]
