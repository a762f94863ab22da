// Bugs of places, times, texts and of who is who, in a course.
import { laws } from "@deciduous/testing/laws/DeciderLaws"
import { DateTime } from "effect"
import { Decider } from "../../../packages/testing/test/laws/domain.ts"
import type { Bug, Sound } from "./Bug.ts"
import {
  accept,
  type Command,
  type Course,
  course,
  decide,
  type Event,
  evolve,
  options,
  plain,
  TITLE
} from "./soundCourse.ts"

const bug = (name: string, parts: Parameters<typeof course>[0]): Bug => ({
  name: `course: ${name}`,
  faulty: (run) => laws(course(parts), { ...options, ...run })
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

export const sound: ReadonlyArray<Sound> = [{
  name: "course",
  laws: (run) => laws(course({}), { ...options, ...run })
}]
