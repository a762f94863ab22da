// Puts values that were seen into a command at random, as far as it stays one that can come.
import { type Drawn, isReal } from "./drawn.ts"
import { leavesOf, replaced } from "./leaf.ts"
import type { Random } from "./random.ts"
import * as Seen from "./seen.ts"
import type { Subject } from "./subject.ts"

export const mix = (subject: Subject, drawn: Drawn, seen: Seen.Seen, random: Random): Drawn => {
  let { command, origin } = drawn
  for (const leaf of leavesOf(command)) {
    if (random.chance(1, 2)) continue
    const value = Seen.like(seen, leaf, random)
    if (value === undefined) continue
    const mixed = replaced(command, leaf.path, value)
    if (!isReal(subject, drawn.name, mixed)) continue
    command = mixed
    origin = undefined
  }
  return { name: drawn.name, command, origin }
}
