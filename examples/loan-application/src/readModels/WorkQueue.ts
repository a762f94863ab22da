// What is there to be done, and with whom it lies: a document for each kind of work on each application, until it is closed.
import { Scalar, type View } from "@deciduous/core"
import { LoanApplicationEvents } from "@deciduous/event-schemas/loan-application.events.gen"
import { Resource, WorkItem } from "@deciduous/event-schemas/types.gen"
import { Projection } from "@deciduous/runtime"
import { Schema } from "effect"
import * as Work from "../work.ts"
import * as Events from "./events.ts"

export const Task = Schema.Struct({
  item: WorkItem,
  /** Who had it in hand last, as far as that was recorded. */
  resource: Resource,
  /** How many of its kind were scheduled for the application and not closed, and on how many of these somebody is at work. */
  open: Schema.Int,
  underWay: Schema.Int,
  touchedAt: Scalar.Timestamp
})
export type Task = typeof Task.Type

export const task: View.View<Task | undefined, Work.WorkEvent> = {
  initialState: undefined,
  evolve: (task, event) => {
    const queue = Work.queueAfter(task ?? Work.nothing, event)
    return queue.open <= 0 && queue.underWay === 0
      ? undefined
      : { item: event.item, resource: event.resource ?? task?.resource ?? null, ...queue, touchedAt: event.at }
  }
}

/** By application and item: `173688 call-after-offers`. */
export const WorkQueue = Projection.fromView(task, {
  name: "work-queue",
  events: LoanApplicationEvents,
  ignore: ["ApplicationSubmitted", ...Events.steps, ...Events.decisions, ...Events.offers],
  state: Task,
  keyOf: ({ aggregateId, event: { item } }) => `${aggregateId} ${item}`,
  indexes: {
    resource: ({ resource }) => resource ?? "nobody",
    touchedAt: ({ touchedAt }) => touchedAt.epochMilliseconds
  }
})
