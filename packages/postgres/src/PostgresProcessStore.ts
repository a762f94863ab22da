// Processes on PostgreSQL. Read ProcessStore in @deciduous/runtime first; the SQL is in internal/statements/processes.ts.
import { Position } from "@deciduous/core"
import { type EventStoreError, ProcessStore } from "@deciduous/runtime"
import { PgClient } from "@effect/sql-pg"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { type CommandRow, type InstanceRow, toInstance, toStanding } from "./internal/processRows.ts"
import { makeQuery } from "./internal/query.ts"
import { type Options, schemaOf } from "./internal/schema.ts"
import { statements as statementsOf } from "./internal/statements.ts"

/**
 * Processes over the application's own `PgClient`, which must be the one of the event store and of the checkpoints.
 *
 * @since 0.1.0
 * @category layers
 */
export const layerClient = (
  options: Options = {}
): Layer.Layer<ProcessStore.ProcessStore, EventStoreError.EventStoreError, PgClient.PgClient> =>
  Layer.effect(
    ProcessStore.ProcessStore,
    Effect.gen(function*() {
      const sql = yield* PgClient.PgClient
      const statements = statementsOf(yield* schemaOf(options))
      const query = makeQuery(sql)
      const reading = "read a process"
      const writing = "write a process"

      return ProcessStore.ProcessStore.of({
        instances: (process, instances) =>
          Effect.map(
            query<InstanceRow>(reading, statements.processInstances, [process, instances]),
            (rows) => rows.map(toInstance)
          ),

        commands: (process, instances) =>
          Effect.map(
            query<CommandRow>(reading, statements.processCommands, [process, instances]),
            (rows) => rows.map(toStanding)
          ),

        write: Effect.fnUntraced(function*(process, { answered, answeredIds, cancelled, dropped, instances, owed }) {
          if (instances.length > 0) {
            yield* query(writing, statements.writeInstances, [
              process,
              instances.map(({ instance }) => instance),
              instances.map(({ state }) => state ?? none),
              instances.map(({ position }) => position),
              instances.map(({ inputs }) => inputs),
              instances.map(({ early }) => JSON.stringify(early)),
              instances.map(({ isEnded }) => isEnded)
            ])
          }
          yield* query(writing, statements.forgetAnswered, [process, answered])
          if (answeredIds.length > 0) yield* query(writing, statements.forgetSent, [process, answeredIds])
          if (dropped.length > 0) yield* query(writing, statements.dropCommands, [process, dropped])
          if (cancelled.length > 0) {
            yield* query(writing, statements.cancelTimers, [
              process,
              cancelled.map(({ instance }) => instance),
              cancelled.map(({ timer }) => timer ?? none)
            ])
          }
          if (owed.length > 0) {
            yield* query(writing, statements.oweCommands, [
              process,
              owed.map(({ id }) => id),
              owed.map(({ instance }) => instance),
              owed.map(({ command }) => command),
              owed.map(({ cause }) => cause),
              owed.map(({ timer }) => timer?.name ?? none),
              owed.map(({ timer }) => timer === undefined ? none : String(DateTime.toEpochMillis(timer.at)))
            ])
          }
        }),

        due: Effect.fnUntraced(function*(process, limit) {
          const rows = yield* query<CommandRow>(reading, statements.dueCommands, [process, limit])
          if (rows.length > 0) return { commands: rows.map(toStanding), next: undefined }
          const [row] = yield* query<[number | null]>(reading, statements.nextCommand, [process])
          const next = row![0]
          return { commands: [], next: next === null ? undefined : Duration.millis(Math.max(0, next)) }
        }),

        settle: (process, settled) =>
          Effect.asVoid(query(writing, statements.settleCommands, [
            process,
            settled.map(({ id }) => id),
            settled.map((one) => one._tag === "Acknowledged" ? one.position : none),
            settled.map(millisOf),
            settled.map((one) => one._tag === "Replaced" ? one.instead : none),
            settled.map((one) => one._tag === "Acknowledged" ? none : one.problem),
            settled.map((one) => one._tag === "Replaced" ? one.sentId : one.id)
          ])),

        inspect: Effect.fnUntraced(function*(process, instance, task) {
          const [row] = yield* query<[...InstanceRow, Position.Position | null, ReadonlyArray<CommandRow>]>(
            reading,
            statements.inspectInstance,
            [process, instance, task]
          )
          if (row === undefined) return undefined
          const [, , , , , , checkpoint, commands] = row
          return {
            ...toInstance(row),
            checkpoint: checkpoint ?? Position.start,
            commands: commands.map(toStanding)
          }
        }),

        list: (process, { after, limit, onlySuspended = false }) =>
          Effect.map(
            query<InstanceRow>(reading, statements.listInstances, [process, after ?? null, limit, onlySuspended]),
            (rows) => rows.map(toInstance)
          ),

        status: Effect.fnUntraced(function*(process) {
          const [row] = yield* query<[number, number, number, number, number, Position.Position | null]>(
            reading,
            statements.processStatus,
            [process]
          )
          const [running, ended, suspended, owed, timers, until] = row!
          return { running, ended, suspended, owed, timers, replayingUntil: until ?? undefined }
        }),

        retry: (process, instance) =>
          Effect.map(query(writing, statements.retryCommands, [process, instance ?? null]), (rows) => rows.length),

        reset: (process, until) =>
          Effect.asVoid(query("reset a process", statements.resetProcess, [process, until ?? null])),

        replay: (process) =>
          Effect.map(
            query<[Position.Position]>(reading, statements.replayOf, [process]),
            ([row]) => row?.[0]
          ),

        endReplay: (process) => Effect.asVoid(query(writing, statements.endReplay, [process]))
      })
    })
  )

/** The driver takes no array of which all is null. */
const none = ""

const millisOf = (settled: ProcessStore.Settled): string => {
  switch (settled._tag) {
    case "Acknowledged":
      return none
    case "Delayed":
      return String(Duration.toMillis(settled.delay))
    case "Parked":
      return "Infinity"
    case "Replaced":
      return "0"
  }
}
