// A course with places, a waiting list and a last day to join. Bugs of places, times, texts and of who is who.
import { laws, type Options } from "@deciduous/testing/laws/DeciderLaws"
import { DateTime, Result, Schema } from "effect"
import * as fc from "fast-check"
import { Aggregate, commands, Decider, eventSet, R, S } from "../../../packages/testing/test/laws/domain.ts"
import type { Bug } from "./Bug.ts"

type Event =
  | { readonly _tag: "Planned"; readonly title: string; readonly places: number; readonly until: DateTime.Utc }
  | { readonly _tag: "Joined"; readonly email: string }
  | { readonly _tag: "Queued"; readonly email: string }
  | { readonly _tag: "Left"; readonly email: string }
  | { readonly _tag: "PlacesChanged"; readonly places: number }
  | { readonly _tag: "Announced"; readonly to: ReadonlyArray<string> }
  | { readonly _tag: "Cancelled" }
type Command =
  | { readonly _tag: "Plan"; readonly title: string; readonly places: number; readonly until: DateTime.Utc }
  | { readonly _tag: "Join"; readonly email: string; readonly at: DateTime.Utc }
  | { readonly _tag: "Leave"; readonly email: string }
  | { readonly _tag: "ChangePlaces"; readonly places: number }
  | { readonly _tag: "Announce" }
  | { readonly _tag: "Cancel" }
interface Course {
  readonly stage: "None" | "Planned" | "Cancelled"
  readonly places: number
  readonly until: DateTime.Utc
  readonly joined: ReadonlyArray<string>
  readonly queue: ReadonlyArray<string>
}
type Rejection = "NotPlanned" | "AlreadyPlanned" | "TooLate" | "AlreadyThere" | "NotThere" | "TooFewPlaces" | "Nobody"

const epoch = DateTime.makeUnsafe(0)
const initialState: Course = { stage: "None", places: 0, until: epoch, joined: [], queue: [] }

const evolve = (course: Course, event: Event): Course => {
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

const accept = Decider.accept<Event>
const plain = (email: string): string => email.toLowerCase().normalize("NFC")
const TITLE = 8

const decide = (command: Command, course: Course): Decider.Decision<Event, Rejection> => {
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
const options: Options<Command, Course, Event, Event, Rejection> = {
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
const course = (parts: { readonly evolve?: typeof evolve; readonly decide?: typeof decide }) =>
  Aggregate.make({
    decider: Decider.make({ initialState, evolve, decide, isTerminal: ({ stage }) => stage === "Cancelled", ...parts }),
    events
  })

const bug = (name: string, parts: Parameters<typeof course>[0]): Bug => ({
  name: `course: ${name}`,
  faulty: (run) => laws(course(parts), { ...options, ...run }),
  correct: (run) => laws(course({}), { ...options, ...run })
})
const decides = (otherwise: (command: Command, course: Course) => ReturnType<typeof decide> | undefined) => ({
  decide: (command: Command, course: Course) => otherwise(command, course) ?? decide(command, course)
})
const evolves = (otherwise: (course: Course, event: Event) => Course | undefined) => ({
  evolve: (course: Course, event: Event) => otherwise(course, event) ?? evolve(course, event)
})
const without = (list: ReadonlyArray<string>, email: string) => list.toSpliced(list.indexOf(email), 1)

export const bugs: ReadonlyArray<Bug> = [
  bug(
    "one more than the places may join",
    decides((command, course) =>
      command._tag === "Join" && course.joined.length === course.places
        ? decide(command, { ...course, places: course.places + 1 })
        : undefined
    )
  ),
  bug("who was never there leaves in the place of the last", {
    ...decides((command, { stage }) =>
      command._tag === "Leave" && stage === "Planned"
        ? accept({ _tag: "Left", email: plain(command.email) })
        : undefined
    ),
    ...evolves((course, event) =>
      event._tag === "Left" ? { ...course, joined: without(course.joined, event.email) } : undefined
    )
  }),
  bug(
    "the same address in capitals is another person",
    decides((command, course) =>
      command._tag === "Join" && course.stage === "Planned" && DateTime.isLessThanOrEqualTo(command.at, course.until)
        && ![...course.joined, ...course.queue].includes(command.email)
        ? accept({ _tag: course.joined.length < course.places ? "Joined" : "Queued", email: command.email })
        : undefined
    )
  ),
  bug(
    "a free place is given to nobody",
    decides((command, course) =>
      command._tag === "ChangePlaces" && course.stage === "Planned" && command.places >= course.joined.length
        ? accept({ _tag: "PlacesChanged", places: command.places })
        : undefined
    )
  ),
  bug(
    "places are taken away from under people",
    decides((command, { stage }) =>
      command._tag === "ChangePlaces" && stage === "Planned"
        ? accept({ _tag: "PlacesChanged", places: command.places })
        : undefined
    )
  ),
  bug(
    "the last moment is too late",
    decides((command, course) =>
      command._tag === "Join" && course.stage === "Planned" && DateTime.isGreaterThanOrEqualTo(command.at, course.until)
        ? Decider.reject("TooLate")
        : undefined
    )
  ),
  bug(
    "a day is compared by the machine's time zone",
    decides((command, course) => {
      if (command._tag !== "Join" || course.stage !== "Planned") return undefined
      const [at, until] = [command.at, course.until].map((time) => DateTime.toDate(time).setHours(0, 0, 0, 0))
      return at! > until! ? Decider.reject("TooLate") : undefined
    })
  ),
  bug(
    "a title is cut in the middle of a character",
    decides((command, { stage }) =>
      command._tag === "Plan" && stage === "None"
        ? accept({
          _tag: "Planned",
          title: command.title.slice(0, TITLE),
          places: command.places,
          until: command.until
        })
        : undefined
    )
  ),
  bug(
    "a title is not cut",
    decides((command, { stage }) =>
      command._tag === "Plan" && stage === "None"
        ? accept({ _tag: "Planned", title: command.title, places: command.places, until: command.until })
        : undefined
    )
  ),
  bug(
    "the teacher is pushed among those who joined",
    decides((command, { joined, stage }) => {
      if (command._tag !== "Announce" || stage !== "Planned" || joined.length === 0) return undefined
      const to = joined as Array<string>
      to.push("teacher")
      return accept({ _tag: "Announced", to })
    })
  ),
  bug(
    "a cancelled course may be joined",
    decides((command, course) =>
      command._tag === "Join" && course.stage === "Cancelled"
        ? decide(command, { ...course, stage: "Planned" })
        : undefined
    )
  ),
  bug(
    "who leaves stays in the queue",
    evolves((course, event) =>
      event._tag === "Left"
        ? { ...course, joined: course.joined.filter((email) => email !== event.email) }
        : undefined
    )
  ),
  bug(
    "who gets a place stays in the queue",
    evolves((course, event) =>
      event._tag === "Joined" ? { ...course, joined: [...course.joined, event.email] } : undefined
    )
  ),
  bug(
    "the time to join is forgotten",
    evolves((course, event) =>
      event._tag === "Planned" ? { ...course, stage: "Planned", places: event.places } : undefined
    )
  ),
  bug(
    "no one to announce to is a first one",
    decides((command, { joined, stage }) =>
      command._tag === "Announce" && stage === "Planned"
        ? accept({ _tag: "Announced", to: [joined.reduce((first, email) => first < email ? first : email)] })
        : undefined
    )
  )
]
