// Folded states with their versions, so that a command on a stream that was used lately reads nothing.
import * as Context from "effect/Context"
import * as Layer from "effect/Layer"
import type { Loaded } from "./internal/loadStream.ts"
import { perStore, type Store } from "./internal/perStore.ts"

/**
 * What is kept of a stream is what its first events fold to, which never changes; whether more has happened since is
 * found out by the append, or by reading on where nothing is to be appended.
 *
 * @since 0.1.0
 * @category models
 */
export interface Service {
  /** `owner` is the aggregate by which the state was folded; another one's is not given. */
  readonly get: <S>(store: Store, owner: object, stream: string) => Loaded<S> | undefined
  readonly set: <S>(store: Store, owner: object, stream: string, loaded: Loaded<S>) => void
  readonly drop: (store: Store, stream: string) => void
}

/**
 * @since 0.1.0
 * @category models
 */
export interface Options {
  /** So many streams of a store are kept surely, those that were written last; at most twice as many. */
  readonly entries: number
}

/**
 * Enough for the streams that a process is busy with; states of a kilobyte take ten to twenty megabytes.
 *
 * @since 0.1.0
 * @category constants
 */
export const defaults: Options = { entries: 10_000 }

interface Entry {
  readonly owner: object
  readonly loaded: Loaded<unknown>
}

/** When the young are as many as are to be kept they become the old, and what was old is forgotten. */
interface Generations {
  young: Map<string, Entry>
  old: Map<string, Entry>
}

const make = ({ entries }: Options): Service => {
  // one Map in which the oldest entry makes room is slow: its deleted places are passed over at every look for the oldest
  const kept = perStore((): Generations => ({ young: new Map(), old: new Map() }))
  return {
    get: <S>(store: Store, owner: object, stream: string) => {
      const { old, young } = kept(store)
      const entry = young.get(stream) ?? old.get(stream)
      return entry?.owner === owner ? entry.loaded as Loaded<S> : undefined
    },
    set: (store, owner, stream, loaded) => {
      const generations = kept(store)
      if (generations.young.size >= entries && !generations.young.has(stream)) {
        generations.old = generations.young
        generations.young = new Map()
      }
      generations.young.set(stream, { owner, loaded })
    },
    drop: (store, stream) => {
      const { old, young } = kept(store)
      young.delete(stream)
      old.delete(stream)
    }
  }
}

/**
 * The states that this process keeps, for each store its own. On by default.
 *
 * @since 0.1.0
 * @category references
 */
export const StateCache = Context.Reference<Service>("@deciduous/runtime/StateCache", {
  defaultValue: () => make(defaults)
})

/**
 * A cache of another size.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (options: Options): Layer.Layer<never> => Layer.sync(StateCache, () => make(options))

/**
 * No cache: every command reads its stream.
 *
 * @since 0.1.0
 * @category layers
 */
export const off: Layer.Layer<never> = Layer.succeed(StateCache, {
  get: () => undefined,
  set: () => {},
  drop: () => {}
})
