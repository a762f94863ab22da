// Versions of projections and dead letters on PostgreSQL. Read ProjectionStore in @deciduous/runtime first.
import { Position } from "@deciduous/core"
import { type EventStoreError, ProjectionStore } from "@deciduous/runtime"
import { PgClient } from "@effect/sql-pg"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { makeQuery } from "./internal/query.ts"
import { toEvents } from "./internal/row.ts"
import { type Options, schemaOf } from "./internal/schema.ts"
import { statements as statementsOf } from "./internal/statements.ts"

/**
 * Versions and letters over the application's own `PgClient`, which must be the one of the event store.
 *
 * @since 0.1.0
 * @category layers
 */
export const layerClient = (
  options: Options = {}
): Layer.Layer<ProjectionStore.ProjectionStore, EventStoreError.EventStoreError, PgClient.PgClient> =>
  Layer.effect(
    ProjectionStore.ProjectionStore,
    Effect.gen(function*() {
      const query = makeQuery(yield* PgClient.PgClient)
      const statements = statementsOf(yield* schemaOf(options))
      const change = (statement: string, parameters: ReadonlyArray<unknown>) =>
        Effect.asVoid(query("change a projection", statement, parameters))
      const registered = (name: string | null) =>
        Effect.map(
          query<Row>("read projections", statements.projections, [name]),
          (rows) => rows.map(toRegistered)
        )

      return ProjectionStore.ProjectionStore.of({
        register: ({ fingerprint, name, version }) =>
          Effect.andThen(change(statements.registerProjection, [name, version, fingerprint]), registered(name)),
        registered: registered(null),
        activate: (name, version) =>
          Effect.forEach(statements.activateProjection, (statement) => change(statement, [name, version]), {
            discard: true
          }),
        deactivate: (name, version) => change(statements.deactivateProjection, [name, version]),
        accept: ({ fingerprint, name, version }) => change(statements.acceptFingerprint, [name, version, fingerprint]),
        setInline: (name, version, isInline) => change(statements.setInline, [name, version, isInline]),
        inlineVersions: Effect.fnUntraced(function*(names) {
          yield* query("read projections", statements.keepInline, [names])
          const rows = yield* query<Row>("read projections", statements.inlineProjections, [names])
          return rows.map(toRegistered)
        }),
        holdAppends: (name) => change(statements.holdAppends, [name]),
        readCommitted: (after, categories, limit) => {
          const { sequence, transaction } = Position.parts(after)
          return Effect.map(
            query("read events", statements.readCommitted, [transaction, sequence, categories, limit]),
            toEvents
          )
        },
        forget: (name, version) => change(statements.forgetProjection, [name, version]),
        bury: (letters) =>
          Effect.forEach(Map.groupBy(letters, ({ task }) => task), ([task, of]) =>
            query("put a dead letter aside", statements.bury, [
              task,
              of.map(({ position }) =>
                position
              ),
              of.map(({ eventId }) => eventId),
              of.map(({ streamId }) => streamId),
              of.map(({ category }) => category),
              of.map(({ version }) => version),
              of.map(({ type }) => type),
              of.map(({ cause }) => cause),
              of.map(({ attempts }) => attempts),
              of.map(({ isParked }) => isParked)
            ]), { discard: true }),
        letters: (task) =>
          Effect.map(
            query<LetterRow>("read dead letters", statements.letters, [task ?? null]),
            (rows) =>
              rows.map(toBuried)
          ),
        exhume: ({ position, task }) =>
          Effect.map(
            query("take a dead letter away", statements.exhume, [task, position]),
            (rows) => rows.length > 0
          )
      })
    })
  )

type Row = readonly [
  name: string,
  version: number,
  fingerprint: string,
  status: ProjectionStore.Registered["status"],
  isInline: boolean
]

const toRegistered = ([name, version, fingerprint, status, isInline]: Row): ProjectionStore.Registered => ({
  name,
  version,
  fingerprint,
  status,
  isInline
})

type LetterRow = readonly [
  task: string,
  position: Position.Position,
  eventId: string,
  streamId: string,
  category: string,
  version: number,
  type: string,
  cause: string,
  attempts: number,
  isParked: boolean,
  buriedAt: Date
]

const toBuried = (
  [task, position, eventId, streamId, category, version, type, cause, attempts, isParked, buriedAt]: LetterRow
): ProjectionStore.Buried => ({
  task,
  position,
  eventId,
  streamId,
  category,
  version,
  type,
  cause,
  attempts,
  isParked,
  buriedAt: DateTime.fromDateUnsafe(buriedAt)
})
