import { statements } from "#internal/statements"
import { makeTransact } from "#internal/transaction/transactions"
import { PgClient } from "@effect/sql-pg"
import { assert, layer } from "@effect/vitest"
import { Array, Deferred, Effect, Exit, Fiber, Layer, Stream } from "effect"
import { session } from "../../support/clients.ts"
import { emptyPglite, emptyPostgres } from "../../support/Pg.ts"
import { untilWaiting } from "../../support/waiting.ts"

const learning = { unasked: new Set(["BEGIN"]), learns: true }

const table = Layer.effectDiscard(Effect.flatMap(
  PgClient.PgClient,
  (sql) => sql`create table notes (id integer primary key, note text not null default '')`
)).pipe(Layer.orDie)

const opened = Effect.gen(function*() {
  const sql = yield* PgClient.PgClient
  yield* sql`delete from notes`
  const add = (id: number) => sql`insert into notes (id) values (${id})`
  const ids = Effect.map(sql`select id from notes order by id`, (rows) => rows.map(({ id }) => id as number))
  return { sql, add, ids, transact: yield* makeTransact(sql, statements("deciduous")) }
})

/** Another session's transaction, which has a row and keeps everybody waiting who writes the same. */
const rival = Effect.fnUntraced(function*(id: number) {
  const execute = yield* session()
  yield* execute("begin")
  yield* execute("insert into notes (id) values ($1::integer)", [id])
  return execute
})

for (const [name, empty] of [["PostgreSQL", emptyPostgres()], ["PGlite", emptyPglite]] as const) {
  layer(Layer.provideMerge(table, empty), { excludeTestServices: true, timeout: "60 seconds" })(
    `a transaction that need not wait on ${name}`,
    (it) => {
      it.effect("does everything in its order, however much is under way", () =>
        Effect.gen(function*() {
          const { sql, transact } = yield* opened
          const numbers = Array.range(1, 1_000)
          const say = (n: number) =>
            sql`insert into notes values (1, ${`${n} `}) on conflict (id) do update set note = notes.note || excluded.note`
          yield* transact(learning, () => Effect.forEach(numbers, say, { discard: true }))
          const [row] = yield* sql`select note from notes`
          assert.strictEqual(row?.note, numbers.map((n) => `${n} `).join(""))
        }))

      it.effect("fails with what a statement was refused for, and nothing of it is there", () =>
        Effect.gen(function*() {
          const { add, ids, sql, transact } = yield* opened
          const refused = (then: Effect.Effect<unknown, unknown>) =>
            Effect.flip(
              transact(learning, ({ complete }) =>
                Effect.all([add(1), add(2), add(2), add(3), then, complete], { discard: true }))
            )
          for (const then of [Effect.void, sql`select 1`, sql`select count(*) from notes`.values]) {
            const error = yield* refused(then)
            assert.propertyVal(error, "_tag", "SqlError")
            assert.include(JSON.stringify(error), "UniqueViolation")
          }
          // without a look at the answers it is the commit that fails so
          const late = yield* Effect.flip(transact(learning, () => Effect.all([add(1), add(2), add(2)])))
          assert.include(JSON.stringify(late), "UniqueViolation")
          assert.deepStrictEqual(yield* ids, [])
          yield* transact(learning, () => add(4))
          assert.deepStrictEqual(yield* ids, [4])
        }))

      it.effect("waits for each statement once there is a savepoint, so that its failure can be caught", () =>
        Effect.gen(function*() {
          const { add, ids, sql, transact } = yield* opened
          const addOrNot = (id: number) => Effect.ignore(sql.withTransaction(add(id)))
          yield* transact(learning, () => Effect.all([add(1), add(2), addOrNot(2), addOrNot(3), addOrNot(3), add(4)]))
          assert.deepStrictEqual(yield* ids, [1, 2, 3, 4])
        }))

      it.effect("reads what it has written, as rows, as values and as a stream", () =>
        Effect.gen(function*() {
          const { add, ids, sql, transact } = yield* opened
          const read = yield* transact(learning, () =>
            Effect.gen(function*() {
              yield* Effect.forEach([1, 2, 3], add)
              const selected = sql`select id from notes order by id`
              return [yield* ids, (yield* selected.values).flat(), [...(yield* Stream.runCollect(selected.stream))]]
            }))
          assert.deepStrictEqual(read, [[1, 2, 3], [1, 2, 3], [{ id: 1 }, { id: 2 }, { id: 3 }]])
        }))

      it.effect("is undone where it fails or is interrupted, and within another one is a part of it", () =>
        Effect.gen(function*() {
          const { add, ids, sql, transact } = yield* opened
          const broken = transact(learning, () => Effect.andThen(add(1), Effect.fail("broken")))
          assert.strictEqual(yield* Effect.flip(broken), "broken")
          const given = transact(learning, () => Effect.andThen(add(1), Effect.interrupt))
          assert.isTrue(Exit.hasInterrupts(yield* Effect.exit(given)))
          assert.deepStrictEqual(yield* ids, [])
          yield* sql.withTransaction(Effect.all([add(2), Effect.ignore(broken), transact(learning, () => add(3))]))
          assert.deepStrictEqual(yield* ids, [2, 3])
        }))
    }
  )
}

layer(Layer.provideMerge(table, emptyPostgres()), { excludeTestServices: true, timeout: "60 seconds" })(
  "a transaction whose statement waits for another's lock",
  (it) => {
    it.effect("goes on without the answer, and is complete when it has come", () =>
      Effect.gen(function*() {
        const { add, ids, transact } = yield* opened
        const other = yield* rival(2)
        const goesOn = yield* Deferred.make<void>()
        const fiber = yield* Effect.forkChild(transact(learning, ({ complete }) =>
          Effect.forEach([1, 2, 3], add).pipe(
            Effect.andThen(Deferred.succeed(goesOn, undefined)),
            Effect.andThen(complete)
          )))
        yield* Deferred.await(goesOn)
        yield* untilWaiting(1)
        yield* other("rollback")
        yield* Fiber.join(fiber)
        assert.deepStrictEqual(yield* ids, [1, 2, 3])
      }))

    it.effect("is undone where somebody has stopped waiting for it and gone on", () =>
      Effect.gen(function*() {
        const { add, ids, sql, transact } = yield* opened
        const other = yield* rival(2)
        const hasty = Effect.all([add(1), Effect.raceFirst(sql`insert into notes values (2)`, Effect.yieldNow)])
        assert.include(JSON.stringify(yield* Effect.flip(transact(learning, () => hasty))), "given up")
        yield* other("rollback")
        yield* transact(learning, () => add(4))
        assert.deepStrictEqual(yield* ids, [4])
      }))

    it.effect("leaves nothing at the server when it is interrupted, whether or not it waits for the answer", () =>
      Effect.gen(function*() {
        const { add, ids, sql, transact } = yield* opened
        for (const sent of [[2], [1, 2, 3]]) {
          const other = yield* rival(2)
          const fiber = yield* Effect.forkChild(
            transact(learning, () => Effect.andThen(Effect.forEach(sent, add), Effect.never))
          )
          yield* untilWaiting(1)
          yield* Fiber.interrupt(fiber)
          const waiting = sql`select from pg_locks where locktype = 'transactionid' and not granted`
          while ((yield* waiting).length > 0) yield* Effect.yieldNow
          yield* other("rollback")
        }
        yield* transact(learning, () => add(4))
        assert.deepStrictEqual(yield* ids, [4])
      }))
  }
)
