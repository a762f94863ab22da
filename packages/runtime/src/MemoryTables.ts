// Tables in memory with transactions, for the stores in memory that share one: checkpoints, documents, and what others
// keep beside them. One transaction runs at a time, and nobody sees what it has not committed.
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Semaphore from "effect/Semaphore"

/**
 * Rows by table and key. Rows are values: who changes one puts another in its place.
 *
 * @since 0.1.0
 * @category services
 */
export class MemoryTables extends Context.Service<MemoryTables, {
  readonly get: <Row>(table: string, key: string) => Effect.Effect<Row | undefined>
  /** Puts a row in its place; `undefined` deletes it. */
  readonly put: <Row>(table: string, key: string, row: Row | undefined) => Effect.Effect<void>
  /** All rows of a table, by rising key. */
  readonly rows: <Row>(table: string) => Effect.Effect<ReadonlyArray<readonly [key: string, row: Row]>>
  /** All or nothing. Inside another transaction it is a part of that. */
  readonly transaction: <A, E, R>(work: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>
}>()("@deciduous/runtime/MemoryTables") {}

type Table = Map<string, unknown>

/** What the transaction of this fiber has written; a deleted row is there as `undefined`. */
class Written extends Context.Service<Written, Map<string, Table>>()("@deciduous/runtime/MemoryTables/Written") {}

/**
 * Empty tables that live as long as the layer.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer: Layer.Layer<MemoryTables> = Layer.sync(MemoryTables, () => {
  const tables = new Map<string, Table>()
  const turns = Semaphore.makeUnsafe(1)
  const of = (all: Map<string, Table>, name: string): Table => {
    let table = all.get(name)
    if (table === undefined) all.set(name, table = new Map())
    return table
  }
  const commit = (written: Map<string, Table>) => {
    for (const [name, rows] of written) {
      const table = of(tables, name)
      for (const [key, row] of rows) {
        if (row === undefined) table.delete(key)
        else table.set(key, row)
      }
    }
  }
  const here = <A>(use: (written: Map<string, Table> | undefined) => A): Effect.Effect<A> =>
    Effect.withFiber((fiber) => Effect.sync(() => use(Context.getOrUndefined(fiber.context, Written))))

  return MemoryTables.of({
    get: <Row>(name: string, key: string) =>
      here((written) => {
        const mine = written?.get(name)
        return (mine?.has(key) ? mine.get(key) : tables.get(name)?.get(key)) as Row | undefined
      }),
    put: (name, key, row) =>
      here((written) => {
        if (written === undefined) commit(new Map([[name, new Map([[key, row]])]]))
        else of(written, name).set(key, row)
      }),
    rows: <Row>(name: string) =>
      here((written) =>
        [...new Map([...tables.get(name) ?? [], ...written?.get(name) ?? []])]
          .filter((row): row is [string, Row] => row[1] !== undefined)
          .sort(([one], [other]) => one < other ? -1 : 1)
      ),
    transaction: <A, E, R>(work: Effect.Effect<A, E, R>) =>
      Effect.withFiber<A, E, R>((fiber) => {
        if (Context.getOrUndefined(fiber.context, Written) !== undefined) return work
        const written = new Map<string, Table>()
        return Semaphore.withPermit(
          turns,
          Effect.tap(Effect.provideService(work, Written, written), () => Effect.sync(() => commit(written)))
        ) as Effect.Effect<A, E, R>
      })
  })
})
