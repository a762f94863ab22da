// An election by rank, which may be held again twice. Bugs that show after a round or two, and in maps that are changed.
import { laws, type Options } from "@deciduous/testing/laws/DeciderLaws"
import { Result } from "effect"
import * as fc from "fast-check"
import { Aggregate, commands, Decider, eventSet, R, S } from "../../../packages/testing/test/laws/domain.ts"
import type { Bug, Sound } from "./Bug.ts"

type ElEvent =
  | { readonly _tag: "Stood"; readonly who: string }
  | { readonly _tag: "Voted"; readonly voter: string; readonly rank: ReadonlyArray<string> }
  | { readonly _tag: "Elected"; readonly who: string }
  | { readonly _tag: "Reopened" }
type ElCommand = { readonly _tag: "Stand"; readonly who: string } | {
  readonly _tag: "Vote"
  readonly voter: string
  readonly rank: ReadonlyArray<string>
} | { readonly _tag: "Close" | "Reopen" }
interface El {
  readonly candidates: ReadonlyArray<string>
  readonly votes: ReadonlyMap<string, ReadonlyArray<string>>
  readonly winner: string | null
  readonly rounds: number
}
const counts = ({ candidates, votes }: El) =>
  candidates.map((who) => [who, [...votes.values()].filter(([first]) => first === who).length] as const)
const best = (el: El) => counts(el).reduce((best, one) => one[1] > best[1] ? one : best)
const elDecide = (command: ElCommand, el: El): Decider.Decision<ElEvent, string> => {
  switch (command._tag) {
    case "Stand":
      return el.winner !== null || el.candidates.includes(command.who)
        ? Decider.reject("No")
        : Decider.accept({ _tag: "Stood", who: command.who })
    case "Vote":
      return el.winner !== null || command.rank.length === 0 || new Set(command.rank).size !== command.rank.length
          || command.rank.some((who) => !el.candidates.includes(who))
        ? Decider.reject("No")
        : Decider.accept({ _tag: "Voted", voter: command.voter, rank: command.rank })
    case "Close":
      return el.winner !== null || el.votes.size < 3
        ? Decider.reject("No")
        : Decider.accept({ _tag: "Elected", who: best(el)[0] })
    case "Reopen":
      return el.winner === null || el.rounds >= 2 ? Decider.reject("No") : Decider.accept({ _tag: "Reopened" })
  }
}
const elEvolve = (el: El, event: ElEvent): El => {
  switch (event._tag) {
    case "Stood":
      return { ...el, candidates: [...el.candidates, event.who] }
    case "Voted":
      return { ...el, votes: new Map([...el.votes, [event.voter, event.rank]]) }
    case "Elected":
      return { ...el, winner: event.who }
    case "Reopened":
      return { ...el, winner: null, votes: new Map(), rounds: el.rounds + 1 }
  }
}
const noEl: El = { candidates: [], votes: new Map(), winner: null, rounds: 0 }
const who = fc.constantFrom("ann", "bob", "eve")
const election = (
  parts: { readonly decide?: typeof elDecide; readonly evolve?: typeof elEvolve; readonly initialState?: El }
) =>
  Aggregate.make({
    decider: Decider.make({
      initialState: noEl,
      decide: elDecide,
      evolve: elEvolve,
      isTerminal: () => false,
      ...parts
    }),
    events: eventSet<ElEvent>("Election", {
      Stood: { who: R.Text },
      Voted: { voter: R.Text, rank: S.Array(R.Text) },
      Elected: { who: R.Text },
      Reopened: {}
    })
  })
const elOptions: Options<ElCommand, El, ElEvent, ElEvent, string> = {
  arbitraries: commands<ElCommand>(
    {
      Stand: { who },
      Vote: { voter: fc.string(), rank: fc.uniqueArray(who, { minLength: 1, maxLength: 3 }) },
      Close: {},
      Reopen: {}
    } as never
  ),
  rejections: ["No"],
  invariants: {
    "the winner stood": ({ candidates, winner }) => winner === null || candidates.includes(winner) || winner,
    "a new round begins without votes": ({ rounds, votes, winner }) =>
      rounds < 3 && (winner === null || votes.size >= 3) || `${votes.size} votes`
  },
  decisions: {
    "nobody has more first ranks than the winner": (before, _, __, after) =>
      after.winner === null || before.winner !== null || counts(before).every(([, many]) =>
        many <= counts(before).find(([who]) => who === after.winner)![1]
      ) || after.winner,
    "a new round has no votes": (before, command, decision, after) =>
      command._tag !== "Reopen" || Result.isFailure(decision) || after.votes.size === 0 || `it has ${after.votes.size}`,
    "each voter counts once": (before, command, decision, after) =>
      command._tag !== "Vote" || Result.isFailure(decision)
      || after.votes.size - before.votes.size === (before.votes.has(command.voter) ? 0 : 1) || "not so"
  }
}
const ofEl = (most: number, name: string, parts: Parameters<typeof election>[0]): Bug => ({
  name: `election: ${name}`,
  most,
  faulty: (run) => laws(election(parts), { ...elOptions, ...run })
})
const elDecides = (f: (command: ElCommand, el: El) => ReturnType<typeof elDecide> | undefined) => ({
  decide: (command: ElCommand, el: El) => f(command, el) ?? elDecide(command, el)
})
const elEvolves = (f: (el: El, event: ElEvent) => El | undefined) => ({
  evolve: (el: El, event: ElEvent) => f(el, event) ?? elEvolve(el, event)
})

export const bugs: ReadonlyArray<Bug> = [
  ofEl(
    11,
    "on a tie the last candidate wins, by one vote less after a new round",
    elDecides((c, el) =>
      c._tag === "Close" && el.winner === null && el.votes.size >= 3 && el.rounds > 0
        ? Decider.accept({
          _tag: "Elected",
          who: counts(el).reduce((best, one) => one[1] >= best[1] - 1 ? one : best)[0]
        })
        : undefined
    )
  ),
  ofEl(
    6,
    "votes are kept when it is opened again",
    elEvolves((el, e) =>
      e._tag === "Reopened" ? { ...el, winner: null, rounds: el.rounds + 1, votes: el.votes } : undefined
    )
  ),
  ofEl(
    3,
    "a voter who changes his mind is pushed",
    elEvolves((el, e) => {
      if (e._tag !== "Voted") return undefined
      ;(el.votes as Map<string, ReadonlyArray<string>>).set(e.voter, e.rank)
      return { ...el }
    })
  ),
  ofEl(
    18,
    "a third round",
    elDecides((c, el) =>
      c._tag === "Reopen" && el.winner !== null && el.rounds <= 2 ? Decider.accept({ _tag: "Reopened" }) : undefined
    )
  ),
  ofEl(
    4,
    "the voter is known whatever his capitals, and counted as two",
    elEvolves((el, e) =>
      e._tag === "Voted" && el.votes.has(e.voter.toLowerCase()) && e.voter !== e.voter.toLowerCase()
        ? { ...el, votes: new Map([...el.votes, [e.voter.toLowerCase(), e.rank]]) }
        : undefined
    )
  )
]

export const sound: ReadonlyArray<Sound> = [
  { name: "election", laws: (run) => laws(election({}), { ...elOptions, ...run }) }
]
