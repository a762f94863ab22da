// A chess clock with an increment, and with time that is added once. Bugs that show after some moves only.
import { laws, type Options } from "@deciduous/testing/laws/DeciderLaws"
import { Result } from "effect"
import * as fc from "fast-check"
import { Aggregate, commands, Decider, eventSet, S } from "../../../packages/testing/test/laws/domain.ts"
import type { Bug, Sound } from "./Bug.ts"

type ChEvent = { readonly _tag: "Started"; readonly ms: number } | { readonly _tag: "Moved"; readonly took: number } | {
  readonly _tag: "Flagged"
} | { readonly _tag: "Added"; readonly ms: number }
type ChCommand = { readonly _tag: "Start"; readonly ms: number } | { readonly _tag: "Move"; readonly took: number }
interface Ch {
  readonly left: readonly [white: number, black: number] | null
  readonly turn: 0 | 1
  readonly moves: number
  readonly over: boolean
}
const INC = 2000
const chDecide = (command: ChCommand, ch: Ch): Decider.Decision<ChEvent, string> => {
  if (command._tag === "Start") {
    return ch.left === null
      ? Decider.accept({ _tag: "Started", ms: command.ms })
      : Decider.reject("Started")
  }
  if (ch.left === null || ch.over) return Decider.reject("NotNow")
  if (command.took >= ch.left[ch.turn]) return Decider.accept({ _tag: "Flagged" })
  return Decider.accept<ChEvent>(
    { _tag: "Moved", took: command.took },
    ...(ch.moves === 7 ? [{ _tag: "Added" as const, ms: 5000 }] : [])
  )
}
const chEvolve = (ch: Ch, event: ChEvent): Ch => {
  switch (event._tag) {
    case "Started":
      return { ...ch, left: [event.ms, event.ms] }
    case "Moved": {
      const left = [...ch.left!] as [number, number]
      left[ch.turn] += INC - event.took
      return { ...ch, left, turn: ch.turn === 0 ? 1 : 0, moves: ch.moves + 1 }
    }
    case "Added":
      return { ...ch, left: [ch.left![0] + event.ms, ch.left![1] + event.ms] }
    case "Flagged":
      return { ...ch, over: true }
  }
}
const chess = (parts: { readonly decide?: typeof chDecide; readonly evolve?: typeof chEvolve }) =>
  Aggregate.make({
    decider: Decider.make({
      initialState: { left: null, turn: 0, moves: 0, over: false } as Ch,
      decide: chDecide,
      evolve: chEvolve,
      isTerminal: ({ over }) => over,
      ...parts
    }),
    events: eventSet<ChEvent>("Chess", {
      Started: { ms: S.Int },
      Moved: { took: S.Int },
      Flagged: {},
      Added: { ms: S.Int }
    })
  })
const ms = fc.integer({ min: 1000, max: 600_000 })
const chOptions: Options<ChCommand, Ch, ChEvent, ChEvent, string> = {
  arbitraries: commands<ChCommand>({ Start: { ms }, Move: { took: fc.integer({ min: 0, max: 60_000 }) } } as never),
  rejections: ["Started", "NotNow"],
  state: "json",
  invariants: {
    "nobody has less than nothing": ({ left }) => left === null || left.every((ms) => ms > 0) || left.join()
  },
  decisions: {
    "who moves loses what it took, and nobody else anything": (before, command, decision, after) =>
      command._tag !== "Move" || Result.isFailure(decision) || after.over || before.left === null
      || after.left![1 - before.turn]! - before.left[1 - before.turn]! === (before.moves === 7 ? 5000 : 0)
      || "the other's clock ran",
    "takes turns": (before, command, decision, after) =>
      command._tag !== "Move" || Result.isFailure(decision) || after.over || after.turn !== before.turn
      || "the same again"
  }
}
const ofCh = (most: number, name: string, parts: Parameters<typeof chess>[0]): Bug => ({
  name: `chess clock: ${name}`,
  most,
  faulty: (run) => laws(chess(parts), { ...chOptions, ...run })
})

export const bugs: ReadonlyArray<Bug> = [
  ofCh(6, "a move of exactly the time that is left is made", {
    decide: (c, ch) =>
      c._tag === "Move" && ch.left !== null && !ch.over && c.took === ch.left[ch.turn]
        ? Decider.accept({ _tag: "Moved", took: c.took + INC })
        : chDecide(c, ch)
  }),
  ofCh(9, "the time that is added is taken from black", {
    evolve: (ch, e) => e._tag === "Added" ? { ...ch, left: [ch.left![0] + e.ms, ch.left![1] - e.ms] } : chEvolve(ch, e)
  }),
  ofCh(5, "the increment goes to who is next, from the third move on", {
    evolve: (ch, e) => {
      if (e._tag !== "Moved" || ch.moves < 3) return chEvolve(ch, e)
      const left = [...ch.left!] as [number, number]
      left[ch.turn] -= e.took
      left[ch.turn === 0 ? 1 : 0] += INC
      return { ...ch, left, turn: ch.turn === 0 ? 1 : 0, moves: ch.moves + 1 }
    }
  })
]

export const sound: ReadonlyArray<Sound> = [
  { name: "chess clock", laws: (run) => laws(chess({}), { ...chOptions, ...run }) }
]
