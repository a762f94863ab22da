// A hotel's rooms by the night, an auction, and a chess clock. Bugs of boundaries that are reached after some commands
// only, of the wrong branch, and of what is not put back.
import { laws, type Options } from "@deciduous/testing/laws/DeciderLaws"
import { Result } from "effect"
import * as fc from "fast-check"
import { Aggregate, commands, Decider, eventSet, R, S } from "../../../packages/testing/test/laws/domain.ts"
import type { Bug, Sound } from "./Bug.ts"

// a hotel: a room is free from the day on which the guest before leaves
type Stay = { readonly booking: string; readonly from: number; readonly to: number }
type HotelEvent =
  | ({ readonly _tag: "Booked" } & Stay)
  | { readonly _tag: "Moved"; readonly booking: string; readonly from: number; readonly to: number }
  | { readonly _tag: "Freed"; readonly booking: string }
type HotelCommand =
  | ({ readonly _tag: "Book" | "Move" } & Stay)
  | { readonly _tag: "Free"; readonly booking: string }
type Hotel = { readonly stays: ReadonlyArray<Stay> }
type HotelRejection = "Taken" | "NoNight" | "Unknown" | "Known"

const meets = (one: Stay, other: Stay): boolean => one.from < other.to && other.from < one.to
const hotelDecide = (command: HotelCommand, { stays }: Hotel): Decider.Decision<HotelEvent, HotelRejection> => {
  const mine = stays.find(({ booking }) => booking === command.booking)
  if (command._tag === "Free") {
    return mine === undefined ? Decider.reject("Unknown") : Decider.accept({ _tag: "Freed", booking: command.booking })
  }
  const { booking, from, to } = command
  if (from >= to) return Decider.reject("NoNight")
  const others = stays.filter((stay) => stay !== mine)
  if (others.some((stay) => meets(stay, command))) return Decider.reject("Taken")
  if (command._tag === "Book") {
    return mine === undefined ? Decider.accept({ _tag: "Booked", booking, from, to }) : Decider.reject("Known")
  }
  return mine === undefined ? Decider.reject("Unknown") : Decider.accept({ _tag: "Moved", booking, from, to })
}
const hotelEvolve = ({ stays }: Hotel, event: HotelEvent): Hotel => {
  const others = stays.filter(({ booking }) => booking !== event.booking)
  if (event._tag === "Freed") return { stays: others }
  const { booking, from, to } = event
  return { stays: [...others, { booking, from, to }] }
}
const day = fc.integer({ min: 0, max: 40 })
const stay = { booking: fc.constantFrom("a", "b", "c", "d"), from: day, to: day }
const span = { booking: R.Text, from: S.Int, to: S.Int }
const hotel = (parts: { readonly decide?: typeof hotelDecide; readonly evolve?: typeof hotelEvolve }) =>
  Aggregate.make({
    decider: Decider.make({
      initialState: { stays: [] } as Hotel,
      decide: hotelDecide,
      evolve: hotelEvolve,
      isTerminal: () => false,
      ...parts
    }),
    events: eventSet<HotelEvent>("Hotel", { Booked: span, Moved: span, Freed: { booking: R.Text } })
  })
const hotelOptions: Options<HotelCommand, Hotel, HotelEvent, HotelEvent, HotelRejection> = {
  arbitraries: commands<HotelCommand>({ Book: stay, Move: stay, Free: { booking: stay.booking } }),
  rejections: ["Taken", "NoNight", "Unknown", "Known"],
  state: "json",
  invariants: {
    "no two sleep in one bed": ({ stays }) =>
      stays.every((one, i) => stays.every((other, j) => i >= j || !meets(one, other))) || JSON.stringify(stays)
  },
  decisions: {
    "a free night can be booked": ({ stays }, command, decision) =>
      command._tag !== "Book" || Result.isSuccess(decision) || command.from >= command.to
      || stays.some((one) => one.booking === command.booking || meets(one, command)) || `${decision.failure}`,
    "who moves goes where he asked": (_, command, decision, { stays }) =>
      command._tag !== "Move" || Result.isFailure(decision)
      || stays.some(({ booking, from, to }) =>
        booking === command.booking && from === command.from && to === command.to
      ) || "he did not"
  }
}
const ofHotel = (name: string, parts: Parameters<typeof hotel>[0]): Bug => ({
  name: `hotel: ${name}`,
  faulty: (run) => laws(hotel(parts), { ...hotelOptions, ...run })
})
const decidesHotel = (
  otherwise: (command: HotelCommand, hotel: Hotel) => ReturnType<typeof hotelDecide> | undefined
) => ({
  decide: (command: HotelCommand, hotel: Hotel) => otherwise(command, hotel) ?? hotelDecide(command, hotel)
})

// an auction with a reserve: a bid beats the highest by a step, and one in the last minutes makes it longer
type AuctionEvent =
  | { readonly _tag: "Opened"; readonly reserve: number; readonly ends: number }
  | { readonly _tag: "Bid"; readonly by: string; readonly cents: number }
  | { readonly _tag: "Extended"; readonly ends: number }
  | { readonly _tag: "Sold"; readonly to: string; readonly cents: number }
  | { readonly _tag: "Withdrawn" }
type AuctionCommand =
  | { readonly _tag: "Open"; readonly reserve: number; readonly ends: number }
  | { readonly _tag: "PlaceBid"; readonly by: string; readonly cents: number; readonly at: number }
  | { readonly _tag: "End"; readonly at: number }
interface Auction {
  readonly stage: "None" | "Open" | "Over"
  readonly reserve: number
  readonly ends: number
  readonly highest: { readonly by: string; readonly cents: number } | null
  readonly sold: { readonly to: string; readonly cents: number } | null
}
type AuctionRejection = "NotOpen" | "TooLow" | "TooLate" | "TooEarly" | "OwnBid"
const STEP = 100
const LAST = 5
const auctionDecide = (command: AuctionCommand, auction: Auction): Decider.Decision<AuctionEvent, AuctionRejection> => {
  if (command._tag === "Open") {
    const { ends, reserve } = command
    return auction.stage === "None" ? Decider.accept({ _tag: "Opened", reserve, ends }) : Decider.reject("NotOpen")
  }
  if (auction.stage !== "Open") return Decider.reject("NotOpen")
  const { ends, highest, reserve } = auction
  if (command._tag === "End") {
    if (command.at < ends) return Decider.reject("TooEarly")
    return highest === null || highest.cents < reserve
      ? Decider.accept({ _tag: "Withdrawn" })
      : Decider.accept({ _tag: "Sold", to: highest.by, cents: highest.cents })
  }
  const { at, by, cents } = command
  if (at >= ends) return Decider.reject("TooLate")
  if (highest?.by === by) return Decider.reject("OwnBid")
  if (cents < (highest === null ? 1 : highest.cents + STEP)) return Decider.reject("TooLow")
  const bid = { _tag: "Bid", by, cents } as const
  return ends - at <= LAST
    ? Decider.accept<AuctionEvent>(bid, { _tag: "Extended", ends: at + LAST })
    : Decider.accept<AuctionEvent>(bid)
}
const auctionEvolve = (auction: Auction, event: AuctionEvent): Auction => {
  switch (event._tag) {
    case "Opened":
      return { ...auction, stage: "Open", reserve: event.reserve, ends: event.ends }
    case "Bid":
      return { ...auction, highest: { by: event.by, cents: event.cents } }
    case "Extended":
      return { ...auction, ends: event.ends }
    case "Sold":
      return { ...auction, stage: "Over", sold: { to: event.to, cents: event.cents } }
    case "Withdrawn":
      return { ...auction, stage: "Over" }
  }
}
const noAuction: Auction = { stage: "None", reserve: 0, ends: 0, highest: null, sold: null }
const auction = (parts: { readonly decide?: typeof auctionDecide; readonly evolve?: typeof auctionEvolve }) =>
  Aggregate.make({
    decider: Decider.make({
      initialState: noAuction,
      decide: auctionDecide,
      evolve: auctionEvolve,
      isTerminal: ({ stage }) => stage === "Over",
      ...parts
    }),
    events: eventSet<AuctionEvent>("Auction", {
      Opened: { reserve: S.Int, ends: S.Int },
      Bid: { by: R.Text, cents: S.Int },
      Extended: { ends: S.Int },
      Sold: { to: R.Text, cents: S.Int },
      Withdrawn: {}
    })
  })
const cents = fc.integer({ min: 1, max: 100_000 })
const time = fc.integer({ min: 0, max: 10_000 })
const auctionOptions: Options<AuctionCommand, Auction, AuctionEvent, AuctionEvent, AuctionRejection> = {
  arbitraries: commands<AuctionCommand>({
    Open: { reserve: cents, ends: time },
    PlaceBid: { by: fc.string({ minLength: 1 }), cents, at: time },
    End: { at: time }
  }),
  rejections: ["NotOpen", "TooLow", "TooLate", "TooEarly", "OwnBid"],
  state: "json",
  invariants: {
    "is not sold below its reserve": ({ reserve, sold }) =>
      sold === null || sold.cents >= reserve || `for ${sold.cents}`
  },
  decisions: {
    "a bid beats the one before": (before, command, decision) =>
      command._tag !== "PlaceBid" || Result.isFailure(decision) || before.highest === null
      || command.cents >= before.highest.cents + STEP || `${command.cents} after ${before.highest.cents}`,
    "who has bid leads": (_, command, decision, after) =>
      command._tag !== "PlaceBid" || Result.isFailure(decision) || after.highest?.by === command.by || "he does not",
    "never ends sooner": (before, _, __, after) =>
      before.stage !== "Open" || after.ends >= before.ends || `${after.ends} instead of ${before.ends}`,
    "who bids has some time to be answered": (_, command, decision, after) =>
      command._tag !== "PlaceBid" || Result.isFailure(decision) || after.ends >= command.at + LAST || "he has not",
    "the highest gets it": (before, _, __, after) =>
      after.sold === null || before.sold !== null || after.sold.to === before.highest?.by || `${after.sold.to} gets it`
  }
}
const ofAuction = (name: string, parts: Parameters<typeof auction>[0]): Bug => ({
  name: `auction: ${name}`,
  faulty: (run) => laws(auction(parts), { ...auctionOptions, ...run })
})
const decidesAuction = (
  otherwise: (command: AuctionCommand, auction: Auction) => ReturnType<typeof auctionDecide> | undefined
) => ({
  decide: (command: AuctionCommand, auction: Auction) => otherwise(command, auction) ?? auctionDecide(command, auction)
})
const evolvesAuction = (otherwise: (auction: Auction, event: AuctionEvent) => Auction | undefined) => ({
  evolve: (auction: Auction, event: AuctionEvent) => otherwise(auction, event) ?? auctionEvolve(auction, event)
})

export const bugs: ReadonlyArray<Bug> = [
  ofHotel("who moves within his own nights is told that they are taken, and by whom is forgotten", {
    decide: (command, { stays }) =>
      command._tag === "Book" && stays.some((stay) => stay.from < command.to && command.from <= stay.to)
        && !stays.some(({ booking }) => booking === command.booking) && command.from < command.to
        ? Decider.reject("Taken")
        : hotelDecide(command, { stays })
  }),
  ofHotel(
    "only the ends of a stay are looked at, so one that lies around another is booked",
    decidesHotel((command, { stays }) => {
      if (command._tag !== "Book" || command.from >= command.to) return undefined
      const { booking, from, to } = command
      const inside = (day: number) => stays.some((stay) => stay.from <= day && day < stay.to)
      if (stays.some((stay) => stay.booking === booking) || inside(from) || inside(to - 1)) return undefined
      return Decider.accept({ _tag: "Booked", booking, from, to })
    })
  ),
  ofHotel(
    "who moves is not looked at for those who are there already",
    decidesHotel((command, { stays }) =>
      command._tag === "Move" && command.from < command.to && stays.some(({ booking }) => booking === command.booking)
        ? Decider.accept({ _tag: "Moved", booking: command.booking, from: command.from, to: command.to })
        : undefined
    )
  ),
  ofHotel("who moves keeps his last night", {
    evolve: (hotel, event) => {
      if (event._tag !== "Moved") return hotelEvolve(hotel, event)
      const before = hotel.stays.find(({ booking }) => booking === event.booking)!
      return hotelEvolve(hotel, { ...event, to: Math.max(event.to, before.to) })
    }
  }),
  ofAuction(
    "in the last minutes anybody may top up by nothing",
    decidesAuction((command, { ends, highest, stage }) =>
      command._tag === "PlaceBid" && stage === "Open" && highest !== null && command.at < ends
        && ends - command.at <= LAST
        && highest.by !== command.by && command.cents >= highest.cents
        ? Decider.accept({ _tag: "Bid", by: command.by, cents: command.cents }, {
          _tag: "Extended",
          ends: command.at + LAST
        })
        : undefined
    )
  ),
  ofAuction(
    "the time is added to the end, and where it was longer it is cut",
    evolvesAuction((auction, event) => event._tag === "Extended" ? { ...auction, ends: event.ends - 1 } : undefined)
  ),
  ofAuction(
    "the reserve is met by a bid of one cent less, once somebody has bid twice",
    decidesAuction((command, { ends, highest, reserve, stage }) =>
      command._tag === "End" && stage === "Open" && command.at >= ends && highest !== null
        && highest.cents === reserve - 1
        ? Decider.accept({ _tag: "Sold", to: highest.by, cents: highest.cents })
        : undefined
    )
  ),
  ofAuction(
    "a bid that extends is told before it is made",
    decidesAuction((command, auction) => {
      const decision = auctionDecide(command, auction)
      return Result.isSuccess(decision) && decision.success.length === 2
        ? Decider.accept(
          ...decision.success.toReversed().map((event) =>
            event._tag === "Extended" ? { ...event, ends: event.ends - LAST } : event
          )
        )
        : undefined
    })
  ),
  ofAuction("a lower bid of somebody new takes the first place", {
    evolve: (auction, event) =>
      event._tag === "Bid" && auction.highest !== null && auction.highest.by > event.by
        ? { ...auction, highest: auction.highest }
        : auctionEvolve(auction, event)
  })
]

export const sound: ReadonlyArray<Sound> = [
  { name: "hotel", laws: (run) => laws(hotel({}), { ...hotelOptions, ...run }) },
  { name: "auction", laws: (run) => laws(auction({}), { ...auctionOptions, ...run }) }
]
