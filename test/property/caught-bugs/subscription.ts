// A subscription: who changes the plan within a month gets back what is left of the old one, to the cent. Bugs of rounding
// and of days that are not put back.
import { laws, type Options } from "@deciduous/testing/laws/DeciderLaws"
import { Result } from "effect"
import * as fc from "fast-check"
import { Aggregate, commands, Decider, eventSet, R, S } from "../../../packages/testing/test/laws/domain.ts"
import type { Bug, Sound } from "./Bug.ts"

type Plan = "small" | "large"
type SubEvent =
  | { readonly _tag: "Started"; readonly plan: Plan; readonly day: number }
  | { readonly _tag: "Charged" | "Credited"; readonly cents: number }
  | { readonly _tag: "Changed"; readonly plan: Plan; readonly day: number }
  | { readonly _tag: "Paused"; readonly day: number }
  | { readonly _tag: "Resumed"; readonly day: number }
  | { readonly _tag: "Ended" }
type SubCommand =
  | { readonly _tag: "Start" | "Change"; readonly plan: Plan; readonly day: number }
  | { readonly _tag: "Pause" | "Resume" | "End"; readonly day: number }
interface Sub {
  readonly stage: "None" | "Running" | "Paused" | "Ended"
  readonly plan: Plan
  readonly since: number
  readonly charged: number
  readonly credited: number
  readonly pausedOn: number | null
}
type SubRejection = "NotNow" | "InThePast" | "SamePlan"
const prices = { small: 1000, large: 2999 }
const MONTH = 30
const left = (plan: Plan, days: number): number => Math.floor(prices[plan] * (MONTH - Math.min(days, MONTH)) / MONTH)
const subDecide = (command: SubCommand, sub: Sub): Decider.Decision<SubEvent, SubRejection> => {
  const { day } = command
  if (sub.stage !== "None" && day < sub.since) return Decider.reject("InThePast")
  switch (command._tag) {
    case "Start":
      return sub.stage === "None"
        ? Decider.accept<SubEvent>({ _tag: "Started", plan: command.plan, day }, {
          _tag: "Charged",
          cents: prices[command.plan]
        })
        : Decider.reject("NotNow")
    case "Change": {
      if (sub.stage !== "Running") return Decider.reject("NotNow")
      if (sub.plan === command.plan) return Decider.reject("SamePlan")
      const back = left(sub.plan, day - sub.since)
      return Decider.accept<SubEvent>(
        ...(back > 0 ? [{ _tag: "Credited" as const, cents: back }] : []),
        { _tag: "Changed", plan: command.plan, day },
        { _tag: "Charged", cents: prices[command.plan] }
      )
    }
    case "Pause":
      return sub.stage === "Running" ? Decider.accept({ _tag: "Paused", day }) : Decider.reject("NotNow")
    case "Resume":
      return sub.stage !== "Paused"
        ? Decider.reject("NotNow")
        : day < sub.pausedOn!
        ? Decider.reject("InThePast")
        : Decider.accept({ _tag: "Resumed", day })
    case "End":
      return sub.stage === "Running" || sub.stage === "Paused"
        ? Decider.accept({ _tag: "Ended" })
        : Decider.reject("NotNow")
  }
}
const subEvolve = (sub: Sub, event: SubEvent): Sub => {
  switch (event._tag) {
    case "Started":
      return { ...sub, stage: "Running", plan: event.plan, since: event.day }
    case "Charged":
      return { ...sub, charged: sub.charged + event.cents }
    case "Credited":
      return { ...sub, credited: sub.credited + event.cents }
    case "Changed":
      return { ...sub, plan: event.plan, since: event.day }
    case "Paused":
      return { ...sub, stage: "Paused", pausedOn: event.day }
    case "Resumed":
      return { ...sub, stage: "Running", pausedOn: null, since: sub.since + (event.day - sub.pausedOn!) }
    case "Ended":
      return { ...sub, stage: "Ended", pausedOn: null }
  }
}
const noSub: Sub = { stage: "None", plan: "small", since: 0, charged: 0, credited: 0, pausedOn: null }
const subscription = (parts: { readonly decide?: typeof subDecide; readonly evolve?: typeof subEvolve }) =>
  Aggregate.make({
    decider: Decider.make({
      initialState: noSub,
      decide: subDecide,
      evolve: subEvolve,
      isTerminal: ({ stage }) => stage === "Ended",
      ...parts
    }),
    events: eventSet<SubEvent>("Subscription", {
      Started: { plan: R.Text, day: S.Int },
      Charged: { cents: S.Int },
      Credited: { cents: S.Int },
      Changed: { plan: R.Text, day: S.Int },
      Paused: { day: S.Int },
      Resumed: { day: S.Int },
      Ended: {}
    })
  })
const plan = fc.constantFrom<Plan>("small", "large")
const day = fc.integer({ min: 0, max: 2000 })
const subOptions: Options<SubCommand, Sub, SubEvent, SubEvent, SubRejection> = {
  arbitraries: commands<SubCommand>(
    { Start: { plan, day }, Change: { plan, day }, Pause: { day }, Resume: { day }, End: { day } } as never
  ),
  rejections: ["NotNow", "InThePast", "SamePlan"],
  state: "json",
  invariants: {
    "gives back no more than was paid": ({ charged, credited }) => credited <= charged || `${credited} of ${charged}`,
    "has whole cents": ({ charged, credited }) => Number.isInteger(charged - credited) || `${charged - credited}`,
    "is paused since some day while it is": ({ pausedOn, stage }) =>
      (stage === "Paused") === (pausedOn !== null) || `${pausedOn}`
  },
  decisions: {
    "what a day of a plan costs is not given back": (before, command, decision, after) =>
      command._tag !== "Change" || Result.isFailure(decision) || command.day === before.since
      || after.credited - before.credited < prices[before.plan] || "all of it is",
    "time stands still while it is paused": (before, command, decision, after) =>
      command._tag !== "Resume" || Result.isFailure(decision)
      || after.since - before.since === command.day - before.pausedOn! || `${after.since - before.since} days`
  }
}
const ofSub = (name: string, parts: Parameters<typeof subscription>[0]): Bug => ({
  name: `subscription: ${name}`,
  faulty: (run) => laws(subscription(parts), { ...subOptions, ...run })
})

export const bugs: ReadonlyArray<Bug> = [
  ofSub("what is left of a plan is rounded up", {
    decide: (command, sub) => {
      const decision = subDecide(command, sub)
      return Result.isSuccess(decision) && command._tag === "Change"
        ? Decider.accept(...decision.success.map((event) =>
          event._tag === "Credited"
            ? {
              ...event,
              cents: Math.ceil(prices[sub.plan] * (MONTH - Math.min(command.day - sub.since, MONTH) + 1) / MONTH)
            }
            : event
        ))
        : decision
    }
  }),
  ofSub("what is left is not whole", {
    decide: (command, sub) => {
      const decision = subDecide(command, sub)
      return Result.isSuccess(decision) && command._tag === "Change"
        ? Decider.accept(
          ...decision.success.map((event) =>
            event._tag === "Credited"
              ? { ...event, cents: prices[sub.plan] * (MONTH - (command.day - sub.since)) / MONTH }
              : event
          )
        )
        : decision
    }
  }),
  ofSub("the day of the pause is kept when it ends while it is paused", {
    evolve: (sub, event) => event._tag === "Ended" ? { ...sub, stage: "Ended" } : subEvolve(sub, event)
  }),
  ofSub("a second pause counts from the first", {
    evolve: (sub, event) =>
      event._tag === "Resumed"
        ? { ...subEvolve(sub, event), since: sub.since + (event.day - sub.since) }
        : subEvolve(sub, event)
  })
]

export const sound: ReadonlyArray<Sound> = [
  { name: "subscription", laws: (run) => laws(subscription({}), { ...subOptions, ...run }) }
]
