// Processes in memory: for tests, and to read what a store of them must do.
import { Position } from "@deciduous/core"
import * as Clock from "effect/Clock"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { MemoryTables } from "./MemoryTables.ts"
import { type Instance, ProcessStore, type Settled, type Standing } from "./ProcessStore.ts"

interface Row extends Standing {
  readonly sequence: number
  /** Milliseconds of the clock, from when on it may be sent. */
  readonly dueAt: number
}

const replays = "process replays"

/**
 * Processes in the tables that other stores in memory share.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer: Layer.Layer<ProcessStore, never, MemoryTables> = Layer.effect(
  ProcessStore,
  Effect.gen(function*() {
    const tables = yield* MemoryTables
    // the store's own clock, whichever those have who call it
    const clock = yield* Clock.Clock
    let sequence = 0
    const values = <A>(table: string) => Effect.map(tables.rows<A>(table), (rows) => rows.map(([, row]) => row))
    const rowsOf = (process: string) =>
      Effect.map(values<Row>(commandsOf(process)), (rows) => rows.sort((one, other) => one.sequence - other.sequence))
    const put = (process: string, row: Row) => tables.put(commandsOf(process), row.id, row)
    const remove = (process: string, rows: ReadonlyArray<Row>) =>
      Effect.forEach(rows, ({ id }) => tables.put(commandsOf(process), id, undefined), { discard: true })
    const replayingUntil = (process: string) => tables.get<Position.Position>(replays, process)

    return ProcessStore.of({
      instances: (process, instances) =>
        Effect.map(
          values<Instance>(instancesOf(process)),
          (all) => all.filter(({ instance }) => instances.includes(instance))
        ),

      commands: (process, instances) =>
        Effect.map(rowsOf(process), (all) => all.filter(({ instance }) => instances.includes(instance))),

      write: (process, { answered, answeredIds, cancelled, dropped, instances, owed }) =>
        tables.transaction(Effect.gen(function*() {
          for (const row of instances) yield* tables.put(instancesOf(process), row.instance, row)
          const isCancelled = ({ instance, timer }: Row) =>
            timer !== undefined
            && cancelled.some((one) =>
              one.instance === instance && (one.timer === undefined || one.timer === timer.name)
            )
          yield* remove(
            process,
            (yield* rowsOf(process)).filter((row) =>
              dropped.includes(row.id) || answeredIds.includes(row.sentId)
              || (row.acknowledged === undefined ? isCancelled(row) : row.acknowledged <= answered)
            )
          )
          const now = clock.currentTimeMillisUnsafe()
          for (const one of owed) {
            if ((yield* tables.get<Row>(commandsOf(process), one.id)) !== undefined) continue
            const dueAt = one.timer === undefined ? now : DateTime.toEpochMillis(one.timer.at)
            yield* put(process, { ...one, ...unsent, sentId: one.id, sequence: ++sequence, dueAt })
          }
        })),

      due: Effect.fnUntraced(function*(process, limit) {
        if ((yield* replayingUntil(process)) !== undefined) return { commands: [], next: undefined }
        const now = clock.currentTimeMillisUnsafe()
        const open = (yield* rowsOf(process)).filter(({ acknowledged }) => acknowledged === undefined)
        const blocked = new Set(open.flatMap(({ instance, isParked }) => isParked ? [instance] : []))
        const ready: Array<Row> = []
        let next = Infinity
        for (const row of open) {
          if (blocked.has(row.instance)) continue
          if (row.dueAt <= now) ready.push(row)
          else next = Math.min(next, row.dueAt - now)
          if (row.timer === undefined) blocked.add(row.instance)
        }
        return {
          commands: ready.slice(0, limit),
          next: next === Infinity ? undefined : Duration.millis(next)
        }
      }),

      settle: (process, settled) =>
        tables.transaction(Effect.gen(function*() {
          const now = clock.currentTimeMillisUnsafe()
          for (const one of settled) {
            const row = yield* tables.get<Row>(commandsOf(process), one.id)
            if (row !== undefined) yield* put(process, settledRow(row, one, now))
          }
        })),

      inspect: (process, instance, task) =>
        tables.transaction(Effect.gen(function*() {
          const found = yield* tables.get<Instance>(instancesOf(process), instance)
          if (found === undefined) return undefined
          const commands = (yield* rowsOf(process)).filter((row) => row.instance === instance)
          const shards = yield* values<{ readonly name: string; readonly position: Position.Position }>("shards")
          const checkpoint = shards.find(({ name }) => name === task)?.position ?? Position.start
          return { ...found, commands, checkpoint }
        })),

      list: Effect.fnUntraced(function*(process, { after = "", limit, onlySuspended = false }) {
        const suspended = (yield* rowsOf(process)).flatMap(({ instance, isParked }) => isParked ? [instance] : [])
        return (yield* values<Instance>(instancesOf(process)))
          .filter(({ instance }) => instance > after && (!onlySuspended || suspended.includes(instance)))
          .slice(0, limit)
      }),

      status: Effect.fnUntraced(function*(process) {
        const instances = yield* values<Instance>(instancesOf(process))
        const open = (yield* rowsOf(process)).filter(({ acknowledged }) => acknowledged === undefined)
        return {
          running: instances.filter(({ isEnded, state }) => !isEnded && state !== undefined).length,
          ended: instances.filter(({ isEnded }) => isEnded).length,
          suspended: new Set(open.flatMap(({ instance, isParked }) => isParked ? [instance] : [])).size,
          owed: open.length,
          timers: open.filter(({ timer }) => timer !== undefined).length,
          replayingUntil: yield* replayingUntil(process)
        }
      }),

      retry: (process, instance) =>
        tables.transaction(Effect.gen(function*() {
          const dueAt = clock.currentTimeMillisUnsafe()
          const parked = (yield* rowsOf(process)).filter((row) =>
            row.isParked && (instance === undefined || row.instance === instance)
          )
          for (const row of parked) yield* put(process, { ...row, isParked: false, attempts: 0, dueAt })
          return parked.length
        })),

      reset: (process, until) =>
        tables.transaction(Effect.gen(function*() {
          yield* remove(process, yield* rowsOf(process))
          for (const [instance] of yield* tables.rows(instancesOf(process))) {
            yield* tables.put(instancesOf(process), instance, undefined)
          }
          yield* tables.put(replays, process, until)
        })),

      replay: replayingUntil,

      endReplay: (process) => tables.put(replays, process, undefined)
    })
  })
)

const unsent = { attempts: 0, problem: undefined, instead: undefined, isParked: false, acknowledged: undefined }

const settledRow = (row: Row, settled: Settled, now: number): Row => {
  if (row.acknowledged !== undefined) return row
  const attempts = row.attempts + 1
  switch (settled._tag) {
    case "Acknowledged":
      return { ...row, attempts, acknowledged: settled.position }
    case "Delayed":
      return { ...row, attempts, problem: settled.problem, dueAt: now + Duration.toMillis(settled.delay) }
    case "Parked":
      return { ...row, attempts, problem: settled.problem, isParked: true }
    case "Replaced":
      return {
        ...row,
        attempts: 0,
        problem: settled.problem,
        instead: settled.instead,
        sentId: settled.sentId,
        dueAt: now
      }
  }
}

const instancesOf = (process: string): string => `instances of ${process}`
const commandsOf = (process: string): string => `commands of ${process}`
