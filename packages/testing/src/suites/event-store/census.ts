// How many of the values that somebody was given are held at the same time, by anybody in this process.
import * as Effect from "effect/Effect"
import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"

export interface Census<A extends object> {
  /** Takes note of more values, and counts those that live: it takes milliseconds. */
  readonly count: (more: ReadonlyArray<A>) => Effect.Effect<void>
  readonly all: () => number
  readonly most: () => number
}

export const makeCensus = <A extends object>(): Census<A> => {
  const given: Array<WeakRef<A>> = []
  let most = 0
  return {
    count: (more) => {
      for (const one of more) given.push(new WeakRef(one))
      // a weak reference holds what it refers to until the present turn of the event loop is over
      return Effect.map(Effect.promise(() => new Promise((resolve) => setImmediate(resolve))), () => {
        collectGarbage()
        most = Math.max(most, given.filter((one) => one.deref() !== undefined).length)
      })
    },
    all: () => given.length,
    most: () => most
  }
}

const collectGarbage: () => void = (() => {
  setFlagsFromString("--expose-gc")
  return runInNewContext("gc")
})()
