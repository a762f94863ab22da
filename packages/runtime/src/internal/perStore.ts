// What a part of the runtime keeps for each store, for as long as that store is in use.
import type { EventStore } from "../EventStore.ts"

export type Store = EventStore["Service"]

export const perStore = <A>(make: (store: Store) => A): (store: Store) => A => {
  const kept = new WeakMap<Store, A>()
  return (store) => {
    let one = kept.get(store)
    if (one === undefined) kept.set(store, one = make(store))
    return one
  }
}
