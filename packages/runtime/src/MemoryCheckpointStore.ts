// Checkpoints, leases and batches in memory: for tests, and to read what a store of them must do.
import { Position } from "@deciduous/core"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { type Checkpoint, CheckpointStore, Fenced, type Lease, type ShardId, type Standing } from "./CheckpointStore.ts"
import { MemoryTables } from "./MemoryTables.ts"
import { divided, goesBack, seizedFor } from "./Sharding.ts"

/** A shard's row: its checkpoint and its lease. */
interface Row extends ShardId, Checkpoint {
  readonly epoch: number
  readonly worker: string | undefined
  /** Milliseconds of the clock. */
  readonly expiresAt: number
  readonly stopped: string | undefined
  /** Milliseconds of the clock. */
  readonly registeredAt: number
  readonly movedAt: number
}

const shards = "shards"
const workers = "workers"

/** By name and then by number. */
const keyOf = ({ name, shard }: ShardId): string => `${name}\0${String(shard).padStart(6, "0")}`

/**
 * Checkpoints in the tables that other stores in memory share.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer: Layer.Layer<CheckpointStore, never, MemoryTables> = Layer.effect(
  CheckpointStore,
  Effect.gen(function*() {
    const tables = yield* MemoryTables
    // the store's own clock, whichever those have who call it
    const clock = yield* Clock.Clock
    /** From now on. */
    const free = Effect.sync(() => ({ worker: undefined, expiresAt: clock.currentTimeMillisUnsafe() }))
    const put = (row: Row) => tables.put(shards, keyOf(row), row)
    const rowsOf = (names: ReadonlyArray<string> | undefined) =>
      Effect.map(
        tables.rows<Row>(shards),
        (rows) => rows.flatMap(([, row]) => names === undefined || names.includes(row.name) ? [row] : [])
      )
    /** What is read there is not changed by others before it ends. */
    const atOnce = tables.transaction
    const changeAll = (name: string, change: (row: Row) => Row) =>
      atOnce(
        Effect.flatMap(rowsOf([name]), (rows) => Effect.forEach(rows, (row) => put(change(row)), { discard: true }))
      )
    const held = Effect.fnUntraced(function*(lease: Lease) {
      const row = yield* tables.get<Row>(shards, keyOf(lease))
      if (row === undefined || row.epoch !== lease.epoch) return yield* fenced(lease, "lease")
      return row
    })
    const standings = Effect.fnUntraced(function*(names?: ReadonlyArray<string>, lease = Duration.zero) {
      const now = clock.currentTimeMillisUnsafe()
      return (yield* rowsOf(names)).map(({ expiresAt, movedAt, registeredAt, ...row }): Standing => ({
        ...row,
        worked: (movedAt - registeredAt) / 1000,
        isHeld: expiresAt > now,
        isOverdue: expiresAt + Duration.toMillis(lease) <= now
      }))
    })

    return CheckpointStore.of({
      register: (tasks) =>
        atOnce(Effect.gen(function*() {
          const unheld = yield* free
          for (const { from = Position.start, name, shards: count } of tasks) {
            if ((yield* rowsOf([name])).length > 0) continue
            for (let shard = 0; shard < count; shard++) {
              yield* put({ ...fresh(unheld), name, shard, position: from, shards: count })
            }
          }
        })),

      beat: (worker, names, lease) =>
        atOnce(Effect.gen(function*() {
          const now = clock.currentTimeMillisUnsafe()
          const expiresAt = now + Duration.toMillis(lease)
          for (const name of names) yield* tables.put(workers, `${name}\0${worker}`, { name, worker, expiresAt })
          for (const row of yield* rowsOf(names)) {
            if (row.worker === worker) yield* put({ ...row, expiresAt })
          }
          const living = (yield* tables.rows<{ name: string; worker: string; expiresAt: number }>(workers))
            .filter(([, row]) => names.includes(row.name) && row.expiresAt > now).map(([, row]) => row.worker)
          return { shards: yield* standings(names, lease), workers: new Set(living).size }
        })),

      take: (worker, shard, duration) =>
        atOnce(Effect.gen(function*() {
          const now = clock.currentTimeMillisUnsafe()
          const row = yield* tables.get<Row>(shards, keyOf(shard))
          if (row === undefined || row.stopped !== undefined) return undefined
          if (row.worker !== worker && row.expiresAt > now) return undefined
          const epoch = row.epoch + 1
          yield* put({ ...row, epoch, worker, expiresAt: now + Duration.toMillis(duration) })
          return { name: row.name, shard: row.shard, worker, epoch, duration }
        })),

      release: (lease) =>
        atOnce(Effect.gen(function*() {
          const row = yield* tables.get<Row>(shards, keyOf(lease))
          if (row?.worker === lease.worker) yield* put({ ...row, ...(yield* free) })
        })),

      leave: (worker) =>
        atOnce(Effect.gen(function*() {
          for (const row of yield* rowsOf(undefined)) {
            if (row.worker === worker) yield* put({ ...row, ...(yield* free) })
          }
          for (const [key, row] of yield* tables.rows<{ worker: string }>(workers)) {
            if (row.worker === worker) yield* tables.put(workers, key, undefined)
          }
        })),

      checkpoint: held,

      batch: (lease, { events = 0, from, to }, write) =>
        to < from ? goesBack(lease) : tables.transaction(Effect.gen(function*() {
          const { position } = yield* held(lease)
          if (position !== from) return yield* fenced(lease, "checkpoint")
          const written = yield* write
          if (to === from) return written
          const row = yield* held(lease)
          const movedAt = clock.currentTimeMillisUnsafe()
          yield* put({ ...row, position: to, handled: row.handled + events, inherited: beyond(row, to), movedAt })
          return written
        })),

      stop: (lease, stopped) =>
        atOnce(Effect.gen(function*() {
          const row = yield* held(lease)
          yield* put({ ...row, ...(yield* free), stopped })
        })),

      halt: (name, stopped) => changeAll(name, (row) => ({ ...row, epoch: row.epoch + 1, stopped })),

      resume: (name) => changeAll(name, (row) => ({ ...row, stopped: undefined })),

      seize: (shard) =>
        atOnce(Effect.gen(function*() {
          const row = yield* tables.get<Row>(shards, keyOf(shard))
          if (row === undefined) return undefined
          const epoch = row.epoch + 1
          yield* put({ ...row, epoch })
          return { ...shard, worker: "seized", epoch, duration: seizedFor }
        })),

      reset: (name, position) =>
        changeAll(name, (row) => ({ ...row, epoch: row.epoch + 1, position, handled: 0, inherited: [] })),

      reshard: (name, count) =>
        atOnce(Effect.gen(function*() {
          const rows = yield* rowsOf([name])
          const [first] = rows
          if (first === undefined || rows.length === count) return
          const next = { ...divided(rows, count), ...(yield* free) }
          yield* Effect.forEach(rows, (row) => tables.put(shards, keyOf(row), undefined), { discard: true })
          for (let shard = 0; shard < count; shard++) {
            yield* put({ ...first, ...next, shard, handled: shard === 0 ? next.handled : 0 })
          }
        })),

      remove: (name) =>
        atOnce(
          Effect.flatMap(rowsOf([name]), (rows) =>
            Effect.forEach(rows, (row) => tables.put(shards, keyOf(row), undefined), { discard: true }))
        ),

      standings: (names) => standings(names)
    })
  })
)

const fresh = (unheld: Pick<Row, "worker" | "expiresAt">) => ({
  ...unheld,
  handled: 0,
  inherited: [],
  epoch: 0,
  stopped: undefined,
  registeredAt: unheld.expiresAt,
  movedAt: unheld.expiresAt
})

const fenced = ({ name, shard }: ShardId, because: Fenced["because"]) => new Fenced({ task: name, shard, because })

/** What was inherited is forgotten once all of it has been passed. */
const beyond = ({ inherited }: Row, position: Position.Position) =>
  inherited.filter(({ positions }) => positions.some((one) => one > position))
