// What must hold of every process manager, in histories at random.
import { firstDifference } from "../../../internal/difference.ts"
import { same } from "../../../internal/same.ts"
import { show } from "../../../internal/show.ts"
import { turned } from "../turned.ts"
import { said } from "../walk-laws/users.ts"
import type { Walk } from "../walk.ts"
import type { Problem, WalkLaw } from "../walkLaw.ts"
import type { Finding } from "../watch.ts"
import { answersTo, type AnyProcess, drawn, type Happened, type World } from "./Environment.ts"
import { happenedIn, meet, type Met, trace } from "./trace.ts"

export interface End {
  readonly events: ReadonlyArray<unknown>
  readonly commands: ReadonlyArray<unknown>
  readonly state: unknown
}

export const makeProcessLaws = (
  process: AnyProcess,
  world: World,
  spec: (met: ReadonlyArray<Met>) => string
) => {
  const traced = new WeakMap<Walk, ReadonlyArray<Met>>()
  const traceOf = (walk: Walk): ReadonlyArray<Met> => {
    const known = traced.get(walk)
    if (known !== undefined) return known
    const made = trace(process, world, happenedIn(walk))
    traced.set(walk, made)
    return made
  }
  const first = (walk: Walk, find: (met: Met, index: number) => string | undefined): Problem | undefined => {
    for (const [index, met] of traceOf(walk).entries()) {
      const sentence = find(met, index)
      if (sentence !== undefined) return { at: met.at, sentence, told: spec(traceOf(walk).slice(0, index + 1)) }
    }
    return undefined
  }
  const each = (name: string, find: (met: Met) => string | undefined): WalkLaw => ({
    name,
    problemOf: (walk) => first(walk, (met) => met.findings.length > 0 ? undefined : find(met))
  })
  const finding = (name: string, about: Finding["about"]): WalkLaw => ({
    name,
    problemOf: (walk) => first(walk, ({ findings }) => findings.find((found) => found.about === about)?.problem)
  })
  const again = ({ at, before, event, owed }: Met, state = before): Met =>
    meet(process, world, at, { _tag: "", event, answered: undefined }, state, owed)
  const difference = (met: Met, other: Met): string | undefined => {
    const parts = ({ after, commands, resumed, terminal }: Met) => ({ state: after, commands, resumed, terminal })
    return same(parts(met), parts(other)) ? undefined : firstDifference(parts(met), parts(other), same)
  }

  return {
    answers: finding("evolve, react and resume answer whatever comes", "Answers"),
    unchanged: finding("evolve, react and resume change nothing that they are given", "Unchanged"),
    alone: {
      ...finding("evolve, react and resume depend on nothing but what they are given", "Alone"),
      afterwards: (walk) =>
        first(walk, (met) => {
          const otherwise = met.findings.length > 0 ? undefined : difference(met, again(met))
          return otherwise === undefined ? undefined : `The second time the answer is another: ${otherwise}`
        })
    } satisfies WalkLaw,
    keys: each("the order of keys decides nothing", (met) => {
      const otherwise = difference(met, again(met, turned(met.before)))
      return otherwise === undefined
        ? undefined
        : `Where keys stand the other way round, the answer is another: ${otherwise}`
    }),
    owed: each(
      "resume owes what is not answered, so that a crash loses and adds nothing",
      ({ owed, resumed, terminal }) => {
        if (terminal && owed.length > 0) return `It is at its end, and ${show(owed[0])} is not answered yet.`
        const [missing] = without(owed, resumed)
        if (missing !== undefined) {
          return `resume forgets ${show(missing)}, which is not answered yet: a crash would lose it.`
        }
        const [more] = without(resumed, owed)
        return more === undefined
          ? undefined
          : `resume adds ${show(more)}, which is not owed: a crash would send it once more.`
      }
    ),
    duplicates: each("an event that comes again changes nothing", (met) => {
      if (met.terminal) return undefined
      const twice = again(met, met.after)
      if (!same(twice.after, met.after)) {
        return `The same event twice gives another state: ${firstDifference(met.after, twice.after, same)}`
      }
      const [more] = without(twice.commands, met.commands)
      return more === undefined ? undefined : `The second time it also asks for ${show(more)}.`
    }),
    reorder: each("answers may come in any order", ({ after, at, owed, terminal }) => {
      if (terminal || owed.length < 2) return undefined
      const answers = owed.slice(0, 2).map((command): ReadonlyArray<Happened> =>
        drawn(answersTo(world, command), { choice: at, detail: 1 }).map((event, index) => ({
          _tag: "",
          event,
          answered: index === 0 ? { command } : undefined
        }))
      )
      const effects = (happened: ReadonlyArray<Happened>) => {
        const met = run(process, world, at, happened, { state: after, owed })
        return { met, commands: met.flatMap(({ commands }) => commands) }
      }
      const [there, back] = [effects(answers.flat()), effects(answers.toReversed().flat())]
      if ([...there.met, ...back.met].some(({ findings }) => findings.length > 0)) return undefined
      const [more] = [...without(there.commands, back.commands), ...without(back.commands, there.commands)]
      return more === undefined
        ? undefined
        : `${show(more)} is asked for only where the answers to ${show(owed[0])} and ${
          show(owed[1])
        } come in one order.`
    }),
    ends: (holds: ReadonlyArray<readonly [name: string, holds: (end: End) => unknown]>): ReadonlyArray<WalkLaw> => {
      const law = (name: string, find: (all: ReadonlyArray<Met>) => string | undefined): WalkLaw => ({
        name,
        problemOf: (walk) => {
          const met = traceOf(walk)
          const last = met.at(-1)
          if (last === undefined || met.some(({ findings }) => findings.length > 0)) return undefined
          const all = last.terminal ? met : [...met, ...answeredAll(process, world, last)]
          if (all.some(({ findings }) => findings.length > 0)) return undefined
          const sentence = find(all)
          return sentence === undefined
            ? undefined
            : { at: last.at, sentence, told: spec(all.slice(0, met.length + SHOWN)) }
        }
      })
      return [
        law("it ends, or waits, once everything is answered", (all) => {
          const { after, owed, terminal } = all.at(-1)!
          if (terminal) return undefined
          if (owed.length > 0) return `After ${ANSWERS} answers it still owes ${show(owed[0])}.`
          return world.spontaneous?.(after) === undefined
            ? "Everything is answered, and it is neither at its end nor does it wait for anything."
            : undefined
        }),
        ...holds.map(([name, holds]) =>
          law(name, (all) => {
            const { after, terminal } = all.at(-1)!
            if (!terminal) return undefined
            const [events, commands] = [all.map(({ event }) => event), all.flatMap(({ commands }) => commands)]
            return said(() => holds({ events, commands, state: after }))
          })
        )
      ]
    },
    each
  }
}

/** A world that answers everything, the oldest first. */
const answeredAll = (process: AnyProcess, world: World, last: Met): ReadonlyArray<Met> => {
  const all: Array<Met> = []
  for (let met = last; met.owed.length > 0 && !met.terminal && all.length < ANSWERS;) {
    const [command] = met.owed
    // each time another answer, so that one that fails at first succeeds at last
    const events = drawn(answersTo(world, command), { choice: last.at + all.length, detail: 0 })
    const happened = events.map((event, index) => ({
      _tag: "",
      event,
      answered: index === 0 ? { command } : undefined
    }))
    const more = run(process, world, last.at, happened, { state: met.after, owed: met.owed })
    if (more.length === 0) break
    all.push(...more)
    met = more.at(-1)!
    if (met.findings.length > 0) break
  }
  return all
}

/** A process that is not through after so many answers goes round in a circle. */
const ANSWERS = 100

/** So many of them are printed. */
const SHOWN = 4

const run = (
  process: AnyProcess,
  world: World,
  at: number,
  happened: ReadonlyArray<Happened>,
  from: { readonly state: unknown; readonly owed: ReadonlyArray<unknown> }
): ReadonlyArray<Met> => {
  const all: Array<Met> = []
  let { owed, state } = from
  for (const one of happened) {
    const met = meet(process, world, at, one, state, owed)
    all.push(met)
    if (met.terminal || met.findings.length > 0) break
    state = met.after
    owed = met.owed
  }
  return all
}

/** What is in the first list more often than in the second. */
const without = (list: ReadonlyArray<unknown>, other: ReadonlyArray<unknown>): ReadonlyArray<unknown> => {
  let left = [...other]
  return list.filter((item) => {
    const index = left.findIndex((one) => same(one, item))
    if (index === -1) return true
    left = left.toSpliced(index, 1)
    return false
  })
}
