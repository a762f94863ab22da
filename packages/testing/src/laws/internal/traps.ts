// Catches a pure function that asks the world: its clock, its randomness. What was asked is named, and answered truly,
// so that the function goes on as it would.

/** Calls `f`, and tells to `caught` each way by which it asked for something that it was not given. */
export const underTraps = <A>(f: () => A, caught: (name: string) => void): A => {
  const lifted = traps.map(({ install }) => install(caught))
  try {
    return f()
  } finally {
    for (const lift of lifted.reverse()) lift()
  }
}

interface Trap {
  /** Answers with how to take the trap away again. */
  readonly install: (caught: (name: string) => void) => () => void
}

/** A method of a global object, watched while the trap stands. */
const method = (owner: object, key: string, name: string, ours: () => boolean = () => false): Trap => ({
  install: (caught) => {
    const own = Object.getOwnPropertyDescriptor(owner, key)
    const original: unknown = Reflect.get(owner, key)
    if (typeof original !== "function") return () => {}
    const value = (...args: ReadonlyArray<unknown>): unknown => {
      if (!ours()) caught(name)
      return Reflect.apply(original, owner, args)
    }
    Object.defineProperty(owner, key, { value, configurable: true, writable: true })
    return () => {
      if (own === undefined) Reflect.deleteProperty(owner, key)
      else Object.defineProperty(owner, key, own)
    }
  }
})

/** `new Date()` and `Date()` read the clock; `new Date(0)` does not. */
const dateWithoutArguments: Trap = {
  install: (caught) => {
    const original = globalThis.Date
    globalThis.Date = new Proxy(original, {
      construct: (target, args, newTarget) => {
        if (args.length === 0) caught("new Date()")
        return Reflect.construct(target, args, newTarget === globalThis.Date ? target : newTarget)
      },
      apply: (target, self, args) => {
        caught("Date()")
        return Reflect.apply(target, self, args)
      }
    })
    return () => {
      globalThis.Date = original
    }
  }
}

/** Effect gives functions and other unhashable things a random hash, on which no result depends. */
const byHash = (): boolean => /[\\/]effect[\\/](src|dist)[\\/]Hash\./.test(new Error().stack ?? "")

const traps: ReadonlyArray<Trap> = [
  method(Date, "now", "Date.now"),
  dateWithoutArguments,
  method(Math, "random", "Math.random", byHash),
  method(globalThis.performance, "now", "performance.now"),
  method(globalThis.crypto, "randomUUID", "crypto.randomUUID"),
  method(globalThis.crypto, "getRandomValues", "crypto.getRandomValues"),
  ...(typeof process === "undefined" ? [] : [method(process, "hrtime", "process.hrtime")])
]
