// A decider with its history in memory, and the version that is looked at. For the page; it knows nothing of counters.
import { type Decider, View } from "@deciduous/core"
import * as Result from "effect/Result"

export interface Timeline<Event, Error> {
  readonly events: ReadonlyArray<Event>
  /** The version that is looked at, from 0 (before the first event) to the number of events. */
  readonly version: number
  /** What became of the last command, until another version is looked at. */
  readonly decision: Decider.Decision<Event, Error> | undefined
}

export const empty: Timeline<never, never> = { events: [], version: 0, decision: undefined }

/** Decides on the newest state, whatever version is looked at: the past can be seen and not changed. */
export const handle = <Command, State, Event, Error>(
  decider: Decider.Decider<Command, State, Event, Event, Error>,
  timeline: Timeline<Event, Error>,
  command: Command
): Timeline<Event, Error> => {
  const decision = decider.decide(command, View.fold(decider, timeline.events))
  const events = Result.isSuccess(decision) ? [...timeline.events, ...decision.success] : timeline.events
  return { events, version: events.length, decision }
}

export const travelTo = <Event, Error>(timeline: Timeline<Event, Error>, version: number): Timeline<Event, Error> => ({
  ...timeline,
  version,
  decision: undefined
})

/** What a view makes of the events up to the version that is looked at. */
export const see = <State, Event>(view: View.View<State, Event>, timeline: Timeline<Event, unknown>): State =>
  View.fold(view, timeline.events.slice(0, timeline.version))
