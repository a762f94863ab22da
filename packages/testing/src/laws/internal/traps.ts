// Catches a pure function that asks the world: its clock, randomness, language, environment, files and network.
import { chance } from "./traps/chance.ts"
import { locale } from "./traps/locale.ts"
import { outside } from "./traps/outside.ts"
import { time } from "./traps/time.ts"
import { builtin, type Caught } from "./traps/Trap.ts"

/** Calls `f`, and tells to `caught` each way by which it asked for something that it was not given. */
export const underTraps = <A>(f: () => A, caught: (name: string) => void): A =>
  withTraps(() => {
    const outer = listener
    listener = caught
    try {
      return f()
    } finally {
      listener = outer
    }
  })

/**
 * Leaves the traps standing while `f` calls `underTraps` many times, since to set them takes longer than most decisions.
 * Nobody listens between those calls.
 */
export const withTraps = <A>(f: () => A): A => {
  if (standing) return f()
  const lifted = [...time, ...chance, ...locale, ...outside].map(({ install }) => install(tell))
  standing = true
  syncImports()
  try {
    return f()
  } finally {
    for (const lift of lifted.reverse()) lift()
    standing = false
    syncImports()
  }
}

let standing = false
let listener: ((name: string) => void) | undefined

/** Whoever listens may use what is trapped: a runner reads files to print a stack. */
const tell: Caught = (name) => {
  const caught = listener
  if (caught === undefined) return
  listener = undefined
  try {
    const used = name()
    if (used !== undefined) caught(used)
  } finally {
    listener = caught
  }
}

/** What was imported from Node's modules by name is what stands in them now. */
const syncImports = (): void => {
  const module: { readonly syncBuiltinESMExports?: () => void } = builtin("node:module") ?? {}
  module.syncBuiltinESMExports?.()
}
