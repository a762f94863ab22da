// Keeps leases and works on what they are for: any number of processes run the same worker, and share the shards among
// them. Projections and processes are run by it; what follows the log stands on internal/followLog.
import * as Cause from "effect/Cause"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as FiberMap from "effect/FiberMap"
import type * as Scope from "effect/Scope"
import { type Beat, CheckpointStore, Fenced, type Lease, type Registration, type Standing } from "./CheckpointStore.ts"
import type { EventStoreError } from "./EventStoreError.ts"
import { uuidV7 } from "./internal/uuid.ts"

/**
 * Something to work on for as long as one has the lease of a shard.
 *
 * @since 0.1.0
 * @category models
 */
export interface Task<out R = never> extends Registration {
  /**
   * Works on a shard until it is interrupted. It may end or fail, for instance with `Fenced`: the lease is then given back,
   * and whoever takes it next begins anew. Everything it writes, it writes by `CheckpointStore.batch` with this lease.
   */
  readonly run: (lease: Lease) => Effect.Effect<unknown, unknown, R>
}

/**
 * @since 0.1.0
 * @category models
 */
export interface Options {
  /**
   * How long a lease lasts without a sign of life, 10 seconds by default: a worker that was killed is replaced within this
   * time and one beat. Three beats fit into it.
   */
  readonly lease?: Duration.Input
  /** A name for it in the status; a random one is always part of it. */
  readonly name?: string
}

/**
 * Works on tasks for ever, and gives the leases back when it is interrupted.
 *
 * Shards are shared evenly among the workers that live. A worker that cannot reach the store goes on trying. It fails only
 * where its tasks cannot be registered.
 *
 * @since 0.1.0
 * @category running
 */
export const run = <T extends Task<any>>(
  tasks: ReadonlyArray<T>,
  options?: Options
): Effect.Effect<never, EventStoreError, ServicesOf<T> | CheckpointStore> =>
  Effect.scoped(Effect.andThen(start(tasks, options), Effect.never))

/**
 * As {@link run}, in the background until the scope closes. It has registered its tasks when it comes back.
 *
 * @since 0.1.0
 * @category running
 */
export const start = <T extends Task<any>>(
  tasks: ReadonlyArray<T>,
  options: Options = {}
): Effect.Effect<void, EventStoreError, ServicesOf<T> | CheckpointStore | Scope.Scope> =>
  startAll<ServicesOf<T>>(tasks, options)

// the services of each task are taken from its own type: of tasks that need different ones none would be inferred
type ServicesOf<T> = T extends Task<infer R> ? R : never

const startAll = Effect.fnUntraced(function*<R>(
  tasks: ReadonlyArray<Task<R>>,
  options: Options
): Effect.fn.Return<void, EventStoreError, R | CheckpointStore | Scope.Scope> {
  const store = yield* CheckpointStore
  const lease = Duration.fromInputUnsafe(options.lease ?? "10 seconds")
  if (!(Duration.toMillis(lease) > 0 && Number.isFinite(Duration.toMillis(lease)))) {
    return yield* Effect.die(
      new TypeError(`A worker's "lease" is ${Duration.format(lease)}; give a time, such as "10 seconds".`)
    )
  }
  const twice = tasks.find(({ name }, i) => tasks.findIndex((one) => one.name === name) < i)
  if (twice !== undefined) {
    return yield* Effect.die(
      new TypeError(`Two tasks of a worker have the name ${JSON.stringify(twice.name)}. Give each a name of its own.`)
    )
  }
  const worker = `${options.name ?? "worker"} ${uuidV7()}`
  const names = tasks.map(({ name }) => name)
  const held = new Map<string, Lease>()
  const giveBack = (mine: Lease) => Effect.ignore(store.release(mine), untilItExpires)
  yield* store.register(tasks)
  // closed in reverse: tasks come to rest, then their leases are given back, then the worker is gone
  yield* Effect.addFinalizer(() => Effect.ignore(store.leave(worker), untilItExpires))
  yield* Effect.addFinalizer(() => Effect.forEach(held.values(), giveBack, { discard: true }))
  const running = yield* FiberMap.make<string, void>()

  const work = (task: Task<R>, mine: Lease) =>
    Effect.exit(task.run(mine)).pipe(
      Effect.tap((exit) => Exit.isFailure(exit) ? said(mine, exit.cause) : Effect.void),
      Effect.andThen(Effect.suspend(() => {
        held.delete(keyOf(mine))
        return giveBack(mine)
      }))
    )

  const begin = Effect.fnUntraced(function*(shard: Standing) {
    const task = tasks.find(({ name }) => name === shard.name)
    if (task === undefined) return
    const mine = yield* store.take(worker, { name: shard.name, shard: shard.shard }, lease)
    if (mine === undefined) return
    held.set(keyOf(mine), mine)
    yield* FiberMap.run(running, keyOf(mine), work(task, mine))
  })

  const end = (mine: Lease) =>
    Effect.suspend(() => {
      held.delete(keyOf(mine))
      return Effect.andThen(FiberMap.remove(running, keyOf(mine)), store.release(mine))
    })

  const beat = Effect.gen(function*() {
    const plan = planOf(worker, held, yield* store.beat(worker, names, lease))
    yield* Effect.forEach(plan.leave, end, { discard: true })
    yield* Effect.forEach(plan.take, begin, { discard: true })
  })
  const every = Duration.divideUnsafe(lease, 3)
  yield* beat.pipe(
    Effect.catch((error) => Effect.logWarning("A worker cannot reach its store, and tries again.", error.message)),
    Effect.andThen(Effect.sleep(every)),
    Effect.forever,
    Effect.forkScoped
  )
})

/** That others have taken a lease is how it should be. */
const said = ({ name, shard }: Lease, cause: Cause.Cause<unknown>) =>
  Cause.squash(cause) instanceof Fenced
    ? Effect.logDebug(`${name}, shard ${shard}, is worked on by another.`)
    : Effect.logWarning(`${name}, shard ${shard}, is given up for now.`, cause)

/** What is not given back is free once its lease is over. */
const untilItExpires = {
  log: "Warn",
  message: "A worker could not give back its work, which waits for its lease to end."
} as const

const keyOf = ({ name, shard }: { readonly name: string; readonly shard: number }): string => `${name} ${shard}`

/** Which leases to give up, and which shards to try to take. Pure. */
export const planOf = (worker: string, held: ReadonlyMap<string, Lease>, { shards, workers }: Beat) => {
  const share = Math.ceil(shards.filter(({ stopped }) => stopped === undefined).length / Math.max(1, workers))
  const standing = new Map(shards.map((one) => [keyOf(one), one]))
  const [kept, lost] = partition([...held.values()], (one) => {
    const now = standing.get(keyOf(one))
    return now?.worker === worker && now.epoch === one.epoch && now.stopped === undefined
  })
  const free = shards.filter((one) => !one.isHeld && one.stopped === undefined && !held.has(keyOf(one)))
  return {
    leave: [...lost, ...kept.slice(share)],
    // what nobody wants although it is free is taken beyond the share: others may not know the task
    take: free.filter((one, i) => kept.length + i < share || one.isOverdue)
  }
}

const partition = <A>(all: ReadonlyArray<A>, isFirst: (one: A) => boolean): readonly [Array<A>, Array<A>] => [
  all.filter(isFirst),
  all.filter((one) => !isFirst(one))
]
