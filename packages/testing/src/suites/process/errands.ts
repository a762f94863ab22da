// What the cases of the suite run: errands of several steps, done by helpers, with a deadline. An errand is an aggregate, a
// helper is another one that writes down everything it is told, so that whatever is sent twice is seen twice.
import { Decider, ProcessManager, type RecordedEvent, Timer } from "@deciduous/core"
import { type EventSet, R, S } from "@deciduous/core/generated/v1"
import { Aggregate, Process } from "@deciduous/runtime"
import * as DateTime from "effect/DateTime"
import * as Schema from "effect/Schema"
import type { Rules } from "../event-store/counter.ts"

export type Asked = { readonly _tag: "Asked"; readonly steps: number; readonly deadline: string }
export type Withdrawn = { readonly _tag: "Withdrawn" }
export type Expired = { readonly _tag: "Expired" }
export type Failed = { readonly _tag: "Failed"; readonly step: number }
export type ErrandEvent = Asked | Withdrawn | Expired | Failed
export type Done = { readonly _tag: "Done"; readonly step: number }
export type Undone = { readonly _tag: "Undone"; readonly step: number }
export type HelperEvent = Done | Undone

const step = { step: S.Int }
const errandEvents = {
  "Asked@1": R.current("Asked", () => S.Struct({ _tag: S.tagDefaultOmit("Asked"), steps: S.Int, deadline: R.Text })),
  "Withdrawn@1": R.current("Withdrawn", () => S.Struct({ _tag: S.tagDefaultOmit("Withdrawn") })),
  "Expired@1": R.current("Expired", () => S.Struct({ _tag: S.tagDefaultOmit("Expired") })),
  "Failed@1": R.current("Failed", () => S.Struct({ _tag: S.tagDefaultOmit("Failed"), ...step }))
}
const helperEvents = {
  "Done@1": R.current("Done", () => S.Struct({ _tag: S.tagDefaultOmit("Done"), ...step })),
  "Undone@1": R.current("Undone", () => S.Struct({ _tag: S.tagDefaultOmit("Undone"), ...step }))
}

/** A helper does steps, as often as it is told; some it cannot do. */
export class Unable extends Schema.TaggedError<Unable>()("Unable", { step: Schema.Int }) {}

const helping = Decider.make({
  initialState: 0,
  evolve: (told: number, event: HelperEvent) => told + Math.sign(event.step),
  decide: (command: { readonly _tag: "Do" | "Undo"; readonly step: number; readonly hard: boolean }) =>
    command.hard
      ? Decider.reject(new Unable({ step: command.step }))
      : Decider.accept<HelperEvent>({ _tag: command._tag === "Do" ? "Done" : "Undone", step: command.step }),
  isTerminal: () => false
})

/** An errand only writes down what it is told; it expires once, and not when it was withdrawn. */
const asking = Decider.make({
  initialState: false,
  evolve: (isOver: boolean, event: ErrandEvent) => isOver || event._tag === "Withdrawn" || event._tag === "Expired",
  decide: (event: ErrandEvent, isOver: boolean) =>
    Decider.accept<ErrandEvent>(...(isOver && event._tag === "Expired" ? [] : [event])),
  isTerminal: () => false
})

export type Command =
  | { readonly _tag: "Do" | "Undo"; readonly step: number }
  | { readonly _tag: "Expire" }
  | { readonly _tag: "Fail"; readonly step: number }
export type Reaction = Command | Timer.Schedule<Command> | Timer.Cancel

const Command: Schema.Codec<Command, any> = Schema.Union([
  Schema.Struct({ _tag: Schema.Literals(["Do", "Undo"]), step: Schema.Finite }),
  Schema.Struct({ _tag: Schema.Literal("Expire") }),
  Schema.Struct({ _tag: Schema.Literal("Fail"), step: Schema.Finite })
])

/** What an errand has come to: the steps that are done, and the deadline while it counts. */
export const Errand = Schema.Struct({
  steps: Schema.Finite,
  deadline: Schema.String,
  taken: Schema.Array(Schema.String),
  done: Schema.Finite,
  is: Schema.Literals(["new", "open", "undoing", "over"])
})
export type Errand = typeof Errand.Type

const deadlineOf = ({ deadline }: Errand): ReadonlyArray<Reaction> =>
  deadline === "" ? [] : [Timer.schedule<Command>("deadline", DateTime.makeUnsafe(deadline), { _tag: "Expire" })]

const next = (errand: Errand): ReadonlyArray<Command> =>
  errand.is === "open" && errand.done < errand.steps
    ? [{ _tag: "Do", step: errand.done + 1 }]
    : errand.is === "undoing" && errand.done > 0
    ? [{ _tag: "Undo", step: errand.done }]
    : []

/** One step after the other; when one fails, those that are done are undone in reverse. A deadline with no steps only waits. */
export const errand = ProcessManager.make({
  initialState: { steps: 0, deadline: "", taken: [], done: 0, is: "new" } as Errand,
  evolve: (before: Errand, event: ErrandEvent | HelperEvent): Errand => {
    const errand = { ...before, taken: [...before.taken, `${event._tag}${"step" in event ? ` ${event.step}` : ""}`] }
    switch (event._tag) {
      case "Asked":
        return { ...errand, steps: event.steps, deadline: event.deadline, is: "open" }
      case "Withdrawn":
        return { ...errand, deadline: "" }
      case "Expired":
        return { ...errand, deadline: "", is: "undoing" }
      case "Failed":
        return { ...errand, is: errand.done === 0 ? "over" : "undoing" }
      case "Done":
        return { ...errand, done: errand.done + 1 }
      case "Undone":
        return { ...errand, done: errand.done - 1, is: errand.done === 1 ? "over" : errand.is }
    }
  },
  react: (errand, event): ReadonlyArray<Reaction> =>
    event._tag === "Asked"
      ? [...next(errand), ...deadlineOf(errand)]
      : event._tag === "Withdrawn"
      ? [Timer.cancel("deadline")]
      : next(errand),
  resume: (errand) => errand.is === "new" || errand.is === "over" ? [] : [...next(errand), ...deadlineOf(errand)],
  isTerminal: ({ is }) => is === "over"
})

export interface ErrandOptions {
  /** From this step on helpers refuse. */
  readonly hard?: number
  /** What sends a command, in the place of `Process.send`. */
  readonly sending?: (sending: Process.Sending<Unable>, command: Command) => Process.Sending<Unable>
  readonly rejected?: (command: Command, rejection: Unable) => Process.OnRejection<Command>
  readonly begins?: boolean
  readonly early?: Process.Early
  readonly retry?: Process.Process<never, never, never>["retry"]
  readonly onPoison?: Process.OnPoison
  /** Events of which it cannot be said whom they concern. */
  readonly breaks?: (event: RecordedEvent<ErrandEvent | HelperEvent>) => boolean
}

/** Categories and a process that nobody has named before, or those of a name; `history` are older events of errands. */
export const newErrands = (
  { begins = false, breaks = () => false, hard = Infinity, sending = (one) => one, ...options }: ErrandOptions = {},
  name = crypto.randomUUID().slice(0, 8),
  history: Rules = {}
) => {
  const errands: EventSet<ErrandEvent, ErrandEvent> = R.eventSet({
    aggregate: "Errand",
    category: `errand${name}`,
    id: () => R.Text,
    events: { ...history, ...errandEvents }
  })
  const helpers: EventSet<HelperEvent, HelperEvent> = R.eventSet({
    aggregate: "Helper",
    category: `helper${name}`,
    id: () => R.Text,
    events: helperEvents
  })
  const ErrandAggregate = Aggregate.make({ decider: asking, events: errands })
  const HelperAggregate = Aggregate.make({ decider: helping, events: helpers })
  const send = (command: Command, instance: string): Process.Sending<Unable> => {
    switch (command._tag) {
      case "Expire":
        return Process.send(ErrandAggregate, instance, { _tag: "Expired" })
      case "Fail":
        return Process.send(ErrandAggregate, instance, { _tag: "Failed", step: command.step })
      default:
        return Process.send(HelperAggregate, instance, {
          ...command,
          hard: command._tag === "Do" && command.step >= hard
        })
    }
  }
  const process = Process.make({
    ...options,
    name: `errands ${name}`,
    processManager: errand,
    events: [errands, helpers],
    correlate: (recorded) => {
      if (breaks(recorded)) throw new Error("whom does it concern?")
      return recorded.aggregateId.split("/")[0]
    },
    state: Errand,
    commands: Command,
    ...(begins && { begins: ({ _tag }: ErrandEvent | HelperEvent) => _tag === "Asked" }),
    dispatch: (command, instance) => sending(send(command, instance), command)
  })
  return { Errand: ErrandAggregate, Helper: HelperAggregate, errands, helpers, process }
}

export type Errands = ReturnType<typeof newErrands>
