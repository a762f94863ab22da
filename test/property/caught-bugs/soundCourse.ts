// A course with places, a waiting list and a last day to join, without a fault.
import type { Options } from "@deciduous/testing/laws/DeciderLaws"
import { DateTime, Result, Schema } from "effect"
import * as fc from "fast-check"
import { Aggregate, commands, Decider, eventSet, R, S } from "../../../packages/testing/test/laws/domain.ts"

export type Event =
  | { readonly _tag: "Planned"; readonly title: string; readonly places: number; readonly until: DateTime.Utc }
  | { readonly _tag: "Joined"; readonly email: string }
  | { readonly _tag: "Queued"; readonly email: string }
  | { readonly _tag: "Left"; readonly email: string }
  | { readonly _tag: "PlacesChanged"; readonly places: number }
  | { readonly _tag: "Announced"; readonly to: ReadonlyArray<string> }
  | { readonly _tag: "Cancelled" }
export type Command =
  | { readonly _tag: "Plan"; readonly title: string; readonly places: number; readonly until: DateTime.Utc }
  | { readonly _tag: "Join"; readonly email: string; readonly at: DateTime.Utc }
  | { readonly _tag: "Leave"; readonly email: string }
  | { readonly _tag: "ChangePlaces"; readonly places: number }
  | { readonly _tag: "Announce" }
  | { readonly _tag: "Cancel" }
export interface Course {
  readonly stage: "None" | "Planned" | "Cancelled"
  readonly places: number
  readonly until: DateTime.Utc
  readonly joined: ReadonlyArray<string>
  readonly queue: ReadonlyArray<string>
}
type Rejection = "NotPlanned" | "AlreadyPlanned" | "TooLate" | "AlreadyThere" | "NotThere" | "TooFewPlaces" | "Nobody"

const epoch = DateTime.makeUnsafe(0)
const initialState: Course = { stage: "None", places: 0, until: epoch, joined: [], queue: [] }

export const evolve = (course: Course, event: Event): Course => {
  switch (event._tag) {
    case "Planned":
      return { ...course, stage: "Planned", places: event.places, until: event.until }
    case "Joined":
      return {
        ...course,
        joined: [...course.joined, event.email],
        queue: course.queue.filter((email) => email !== event.email)
      }
    case "Queued":
      return { ...course, queue: [...course.queue, event.email] }
    case "Left":
      return {
        ...course,
        joined: course.joined.filter((email) => email !== event.email),
        queue: course.queue.filter((email) => email !== event.email)
      }
    case "PlacesChanged":
      return { ...course, places: event.places }
    case "Announced":
      return course
    case "Cancelled":
      return { ...course, stage: "Cancelled" }
  }
}

export const accept = Decider.accept<Event>
export const plain = (email: string): string => email.toLowerCase().normalize("NFC")
export const TITLE = 8

export const decide = (command: Command, course: Course): Decider.Decision<Event, Rejection> => {
  if (command._tag === "Plan") {
    const { places, title, until } = command
    return course.stage === "None"
      ? accept({ _tag: "Planned", title: [...title].slice(0, TITLE).join(""), places, until })
      : Decider.reject("AlreadyPlanned")
  }
  if (course.stage !== "Planned") return Decider.reject("NotPlanned")
  const there = [...course.joined, ...course.queue]
  switch (command._tag) {
    case "Join": {
      const email = plain(command.email)
      if (DateTime.isGreaterThan(command.at, course.until)) return Decider.reject("TooLate")
      if (there.includes(email)) return Decider.reject("AlreadyThere")
      return accept({ _tag: course.joined.length < course.places ? "Joined" : "Queued", email })
    }
    case "Leave": {
      const email = plain(command.email)
      if (!there.includes(email)) return Decider.reject("NotThere")
      const [next] = course.queue
      return course.joined.includes(email) && next !== undefined
        ? accept({ _tag: "Left", email }, { _tag: "Joined", email: next })
        : accept({ _tag: "Left", email })
    }
    case "ChangePlaces": {
      const { places } = command
      if (places < course.joined.length) return Decider.reject("TooFewPlaces")
      const next = course.queue.slice(0, places - course.joined.length)
      return accept({ _tag: "PlacesChanged", places }, ...next.map((email) => ({ _tag: "Joined", email }) as const))
    }
    case "Announce":
      return course.joined.length === 0
        ? Decider.reject("Nobody")
        : accept({ _tag: "Announced", to: course.joined.toSorted() })
    case "Cancel":
      return accept({ _tag: "Cancelled" })
  }
}

const events = eventSet<Event>("Course", {
  Planned: { title: R.Text.check(S.isMaxCodePoints(TITLE)), places: S.Int, until: R.Timestamp },
  Joined: { email: R.Text },
  Queued: { email: R.Text },
  Left: { email: R.Text },
  PlacesChanged: { places: S.Int },
  Announced: { to: S.Array(R.Text) },
  Cancelled: {}
})

const text = fc.string({ unit: "grapheme", maxLength: 20 })
const places = fc.integer({ min: 0, max: 20 })
const time = fc.date({ min: new Date(0), max: new Date("2100-01-01T00:00:00Z"), noInvalidDate: true }).map(
  (date) => DateTime.makeUnsafe(date),
  (time) => DateTime.toDate(time as DateTime.Utc)
)
const Emails: any = S.Array(R.Text)
export const options: Options<Command, Course, Event, Event, Rejection> = {
  arbitraries: commands<Command>({
    Plan: { title: text, places, until: time },
    Join: { email: text, at: time },
    Leave: { email: text },
    ChangePlaces: { places },
    Announce: {},
    Cancel: {}
  }),
  rejections: ["NotPlanned", "AlreadyPlanned", "TooLate", "AlreadyThere", "NotThere", "TooFewPlaces", "Nobody"],
  state: Schema.Struct({
    stage: Schema.Literals(["None", "Planned", "Cancelled"]),
    places: Schema.Int,
    until: R.Timestamp as Schema.Codec<DateTime.Utc, string>,
    joined: Emails as Schema.Codec<ReadonlyArray<string>, ReadonlyArray<string>>,
    queue: Emails as Schema.Codec<ReadonlyArray<string>, ReadonlyArray<string>>
  }),
  invariants: {
    "has no more people than places": ({ joined, places, stage }) =>
      stage !== "Planned" || joined.length <= places || `${joined.length} of ${places}`,
    "knows everybody once": ({ joined, queue }) => {
      const all = [...joined, ...queue].map(plain)
      return new Set(all).size === all.length || `there are ${all.join()}`
    }
  },
  decisions: {
    // after the whole decision: within it a place is free for one event
    "lets nobody wait for a free place": (_, __, ___, { joined, places, queue, stage }) =>
      stage !== "Planned" || queue.length === 0 || joined.length >= places || "somebody waits",
    "somebody who leaves is gone, and nobody else": (before, command, decision, after) => {
      if (command._tag !== "Leave" || Result.isFailure(decision)) return true
      const left = [...before.joined, ...before.queue].filter((email) => email !== plain(command.email))
      const there = [...after.joined, ...after.queue]
      return left.length === there.length && left.every((email) => there.includes(email)) || "others are gone"
    },
    "a plan is kept as it was made": (_, command, decision, { places, until }) =>
      command._tag !== "Plan" || Result.isFailure(decision)
      || (places === command.places && DateTime.Equivalence(until, command.until)) || "it is another",
    "the last moment is in time": (before, command, decision) =>
      command._tag !== "Join" || Result.isSuccess(decision) || decision.failure !== "TooLate"
      || DateTime.isGreaterThan(command.at, before.until) || "it was in time",
    "nobody joins after the last moment": (before, command, decision) =>
      command._tag !== "Join" || Result.isFailure(decision) || DateTime.isLessThanOrEqualTo(command.at, before.until)
      || "it was too late",
    "who waits longest comes next": (before, command, decision) => {
      if (command._tag !== "Leave" || Result.isFailure(decision)) return true
      const next = decision.success.find(({ _tag }) => _tag === "Joined")
      return next === undefined || next._tag !== "Joined" || next.email === before.queue[0] || `${next.email} came`
    }
  }
}
export const course = (parts: { readonly evolve?: typeof evolve; readonly decide?: typeof decide }) =>
  Aggregate.make({
    decider: Decider.make({ initialState, evolve, decide, isTerminal: ({ stage }) => stage === "Cancelled", ...parts }),
    events
  })
