// What happened in a run, a line for each, as a person reads it.
import type { StoredEvent } from "@deciduous/core"
import * as Cause from "effect/Cause"
import * as Exit from "effect/Exit"
import { fieldsOf, show } from "../../internal/show.ts"
import { tagOf } from "../../laws/internal/step.ts"
import type { Sent } from "./program.ts"

/** A command by its name and fields, on one line of a screen. */
export const ofCommand = (command: unknown): string => {
  const fields = typeof command === "object" && command !== null
    ? fieldsOf(command).filter(([key]) => key !== "_tag").map(([, field]) => brief(field))
    : []
  return fields.length === 0 ? tagOf(command) : `${tagOf(command)}(${fields.join(", ")})`
}

export const ofUser = (to: string, id: string, command: unknown, exit: Exit.Exit<unknown, unknown>, events: Events) =>
  `user: ${to} ${short(id)}: ${ofCommand(command)} => ${outcome(exit, events)}`

export const ofSent = ({ command, exit, instance, isLost, process }: Sent, events: Events): string =>
  `${process} of ${short(instance)}: ${ofCommand(command)} => ${outcome(exit, events)}${
    isLost ? "; the answer is lost" : ""
  }`

/** Ids of many digits are told apart by their last. */
export const short = (id: string): string => id.length > 12 ? `..${id.slice(-6)}` : id

export type Events = ReadonlyArray<Pick<StoredEvent, "type">>

const outcome = (exit: Exit.Exit<unknown, unknown>, events: Events): string =>
  Exit.isSuccess(exit)
    ? events.length === 0 ? "nothing new" : events.map(({ type }) => type).join(", ")
    : `no: ${show(Cause.squash(exit.cause)).replaceAll(/\s+/g, " ").slice(0, 60)}`

const brief = (field: unknown): string => {
  const text = show(field).replaceAll(/\s+/g, " ")
  return text.length > 24 ? `${text.slice(0, 10)}..${text.slice(-10)}` : text
}

/** What fits on a screen: the last of it is what broke. */
export const told = (timeline: ReadonlyArray<string>): string =>
  (timeline.length <= SHOWN
    ? timeline
    : [`... ${timeline.length - SHOWN} lines before`, ...timeline.slice(-SHOWN)]).join("\n")

const SHOWN = 30
