// Histories worth going on with: each is the first to reach its kind of state.
import type { Random } from "./random.ts"
import { makeShapes } from "./shape.ts"
import type { Walk } from "./walk.ts"

export interface Corpus {
  readonly add: (walk: Walk) => void
  /** A history to go on with, rather one that was not often taken; nothing where there is none. */
  readonly pick: (random: Random) => Walk | undefined
}

export const makeCorpus = (): Corpus => {
  const shapeOf = makeShapes()
  const known = new Set<string>()
  let entries: Array<{ readonly walk: Walk; taken: number }> = []
  return {
    add: ({ drawn, steps }) => {
      for (const [index, step] of steps.entries()) {
        // what follows a finding was not looked at, and after the end there is nothing
        if (step.findings.length > 0 || step.terminal) return
        if (step.answer._tag !== "Accepted" || step.answer.events.length === 0) continue
        const shape = shapeOf(step.after)
        if (known.has(shape)) continue
        known.add(shape)
        const end = index + 1
        entries.push({ walk: { drawn: drawn.slice(0, end), steps: steps.slice(0, end), since: end }, taken: 0 })
      }
      if (entries.length > most) entries = entries.toSorted((a, b) => a.taken - b.taken).slice(0, most / 2)
    },
    pick: (random) => {
      if (entries.length === 0) return undefined
      const some = [0, 1, 2].map(() => random.pick(entries))
      const entry = some.reduce((least, other) => other.taken < least.taken ? other : least)
      entry.taken++
      return entry.walk
    }
  }
}

const most = 400
