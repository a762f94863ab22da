// Read models without SQL on PostgreSQL: documents in one table. Read ReadModelStore in @deciduous/runtime first.
import { type EventStoreError, ReadModelStore } from "@deciduous/runtime"
import { PgClient } from "@effect/sql-pg"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { makeQuery } from "./internal/query.ts"
import { type Options, schemaOf } from "./internal/schema.ts"
import { statements as statementsOf } from "./internal/statements.ts"

/**
 * Read models over the application's own `PgClient`, which must be the one of the event store and of the checkpoints.
 *
 * @since 0.1.0
 * @category layers
 */
export const layerClient = (
  options: Options = {}
): Layer.Layer<ReadModelStore.ReadModelStore, EventStoreError.EventStoreError, PgClient.PgClient> =>
  Layer.effect(
    ReadModelStore.ReadModelStore,
    Effect.gen(function*() {
      const sql = yield* PgClient.PgClient
      const statements = statementsOf(yield* schemaOf(options))
      const query = makeQuery(sql)
      const reading = "read documents"
      const writing = "write documents"

      return ReadModelStore.ReadModelStore.of({
        get: (model, keys) =>
          Effect.map(
            query<[string | null]>(reading, statements.documents, [model, keys]),
            (rows) => rows.map(([json]) => json ?? undefined)
          ),

        getForChange: Effect.fnUntraced(function*(model, keys) {
          const rows = yield* query<[string, string | null]>(writing, statements.lockDocuments, [model, keys])
          const found = new Map(rows)
          return keys.map((key) => found.get(key) ?? undefined)
        }),

        write: Effect.fnUntraced(function*(model, changes) {
          const kept = changes.filter(({ json }) => json !== undefined)
          const gone = changes.filter(({ json }) => json === undefined)
          const put = (statement: string, documents: ReadonlyArray<ReadModelStore.Change>) => {
            if (documents.length === 0) return Effect.void
            const value = (i: number) => documents.map(({ indexes }) => indexes[i] ?? "")
            const texts = documents.map(({ json }) => json)
            return query(writing, statement, [model, keysOf(documents), texts, value(0), value(1), value(2), value(3)])
          }
          yield* put(statements.insertDocuments, kept.filter(({ isNew }) => isNew))
          yield* put(statements.writeDocuments, kept.filter(({ isNew }) => !isNew))
          const reserved = gone.filter(({ isNew }) => isNew)
          if (reserved.length > 0) yield* query(writing, statements.reserveDocuments, [model, keysOf(reserved)])
          if (gone.length > 0) yield* query(writing, statements.deleteDocuments, [model, keysOf(gone)])
        }),

        read: Effect.fnUntraced(function*(projection, keys) {
          const rows = yield* query<[string | null, string | null]>(reading, statements.activeDocuments, [
            projection,
            keys
          ])
          if (rows[0]?.[0] === null) return yield* new ReadModelStore.NotBuilt({ projection })
          return keys.map((_, i) => rows[i]![1] ?? undefined)
        }),

        find: Effect.fnUntraced(function*(projection, { after, index, limit }) {
          const rows = yield* index === undefined
            ? query<Row>(reading, statements.documentsByKey, [projection, after?.key ?? null, limit])
            : query<Row>(reading, statements.documentsByIndex[index.number]!, [
              projection,
              index.from ?? null,
              index.to ?? null,
              after?.value ?? null,
              after?.key ?? null,
              limit
            ])
          if (rows.at(-1)![1] === null) return yield* new ReadModelStore.NotBuilt({ projection })
          return rows.slice(0, -1).map(([key, json, value]) => ({ key: key!, json: json!, value: value ?? undefined }))
        }),

        drop: (model, limit) =>
          Effect.map(query<[number]>("drop documents", statements.dropDocuments, [model, limit]), ([row]) => row![0])
      })
    })
  )

const keysOf = (changes: ReadonlyArray<ReadModelStore.Change>) => changes.map(({ key }) => key)

/** The last one has no key, and the name of the model for JSON. */
type Row = readonly [key: string | null, json: string | null, value: string | null]
