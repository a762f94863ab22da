// What a part of the runtime keeps for each store, for as long as that store is in use.
import type { EventStore } from "../EventStore.ts"

export type Store = EventStore["Service"]

export const perStore = <A, Of extends object = Store>(make: (store: Of) => A): (store: Of) => A => {
  const kept = new WeakMap<Of, A>()
  return (store) => {
    let one = kept.get(store)
    if (one === undefined) kept.set(store, one = make(store))
    return one
  }
}
