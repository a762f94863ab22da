// Puts values that were seen into a command at random, as far as it stays one that can come.
import { type Drawn, isReal } from "./drawn.ts"
import { at, leavesOf, listsOf, replaced } from "./leaf.ts"
import type { Random } from "./random.ts"
import * as Seen from "./seen.ts"
import type { Subject } from "./subject.ts"
import { alike } from "./text.ts"

export const mix = (
  subject: Subject,
  drawn: Drawn,
  seen: Seen.Seen,
  last: unknown,
  separator: string,
  random: Random
): Drawn => {
  let { command, origin } = drawn
  const take = (mixed: unknown) => {
    if (!isReal(subject, drawn.name, mixed)) return
    command = mixed
    origin = undefined
  }
  // keys that are glued together from nothing but separators are easily one key
  if (random.chance(1, 16)) {
    for (const { kind, path } of leavesOf(command)) {
      if (kind === "text") take(replaced(command, path, separator.repeat(random.int(0, 2))))
    }
    return { name: drawn.name, command, origin }
  }
  // the same thing again: every field that the command before had too has what it had there
  const same = random.chance(1, 5) ? leavesOf(last) : []
  // from and to, or two items of a list, may be one
  const known = [...leavesOf(command), ...seen]
  for (const leaf of leavesOf(command)) {
    const again = Seen.ofField(same, leaf).find(({ kind }) => kind === leaf.kind)
    if (again === undefined && random.chance(1, 2)) continue
    const value = again === undefined
      ? Seen.like(known, leaf, random)
      : again.kind === "text" && random.chance(1, 5)
      ? random.pick(alike(String(again.value)))
      : again.value
    if (value !== undefined) take(replaced(command, leaf.path, value))
  }
  for (const path of listsOf(command)) {
    const items = at(command, path) as ReadonlyArray<unknown>
    if (items.length > 0 && random.chance(1, 4)) take(replaced(command, path, [...items, random.pick(items)]))
  }
  return { name: drawn.name, command, origin }
}
