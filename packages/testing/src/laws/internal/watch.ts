// Calls a function that must be pure, and finds out whether it is: it may not throw, not change what it is given, and
// not ask for anything else.
import { firstDifference } from "../../internal/difference.ts"
import { freeze } from "../../internal/freeze.ts"
import { copy, hasCollections, same } from "../../internal/same.ts"
import { show } from "../../internal/show.ts"
import { underTraps } from "./traps.ts"

/** Something that was seen, and the law which it breaks. */
export interface Finding {
  readonly about: "Answers" | "Alone" | "Unchanged"
  readonly problem: string
}

/** What it answered, or nothing where it threw. Inputs are frozen where they can be. */
export const call = <Inputs extends Readonly<Record<string, unknown>>, A>(
  name: string,
  inputs: Inputs,
  f: (inputs: Inputs) => A,
  note: (finding: Finding) => void
): { readonly value: A } | undefined => {
  freeze(inputs)
  // what is frozen through and through cannot change, and need not be compared
  const before = hasCollections(inputs) ? copy(inputs) : inputs
  let asked: Set<string> | undefined
  try {
    const value = underTraps(() => f(inputs), (name) => (asked ??= new Set()).add(name))
    if (before !== inputs) noteChange(name, before, inputs, note)
    return { value }
  } catch (cause) {
    return again(name, before, f, cause, note)
  } finally {
    for (const way of asked ?? []) {
      note({ about: "Alone", problem: `${name} used ${way}. It may use nothing but what it is given.` })
    }
  }
}

/** A function may have thrown only because its inputs are frozen, so it gets some that are not. */
const again = <Inputs extends Readonly<Record<string, unknown>>, A>(
  name: string,
  inputs: Inputs,
  f: (inputs: Inputs) => A,
  cause: unknown,
  note: (finding: Finding) => void
): { readonly value: A } | undefined => {
  const own = copy(inputs)
  try {
    const value = f(own)
    if (noteChange(name, inputs, own, note)) return { value }
    if (cause instanceof TypeError && ofFrozen.test(cause.message)) {
      note({ about: "Unchanged", problem: `${name} wrote into what it was given: ${cause.message}` })
    } else {
      note({ about: "Alone", problem: `${name} threw ${described(cause)}, and called again with the same did not.` })
    }
    return { value }
  } catch (cause) {
    if (!noteChange(name, inputs, own, note)) note({ about: "Answers", problem: `${name} threw ${described(cause)}` })
    return undefined
  }
}
/** What engines say of who writes into a frozen object, also where what is written was there before. */
const ofFrozen = /read.?only|not extensible|not writable|Cannot (delete|redefine|define)/i

const noteChange = (
  name: string,
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
  note: (finding: Finding) => void
): boolean => {
  const changed = Object.keys(before).find((key) => !same(before[key], after[key]))
  if (changed === undefined) return false
  const difference = firstDifference(before[changed], after[changed], same)
  note({ about: "Unchanged", problem: `${name} changed the ${changed} that it was given: ${difference}` })
  return true
}

export const described = (cause: unknown): string =>
  cause instanceof Error ? `${cause.name}: ${cause.message}` : show(cause)
