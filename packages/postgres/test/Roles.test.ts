import { Position } from "@deciduous/core"
import { Migrations, Ordering, PostgresEventStore, Roles, Status } from "@deciduous/postgres"
import { EventStore, EventStoreError, Inbox, OutboxStore, SnapshotStore } from "@deciduous/runtime"
import { PgClient } from "@effect/sql-pg"
import { assert, layer } from "@effect/vitest"
import { Array, Context, Duration, Effect, Layer, Option, Stream } from "effect"
import { append, event, read, readAll, stream, where } from "./support/events.ts"
import { emptyPostgres, server } from "./support/Pg.ts"

const reasonOf = (error: unknown) => error instanceof EventStoreError.EventStoreError ? error.reason : undefined

/** A role with a name that wants quoting; gone when the scope closes. */
const newRole = Effect.gen(function*() {
  const sql = yield* PgClient.PgClient
  const role = `app "${crypto.randomUUID().slice(0, 8)}"; drop schema public; --`
  yield* sql`create role ${sql(role)} login`
  yield* Effect.addFinalizer(() =>
    Effect.orDie(Effect.andThen(sql`drop owned by ${sql(role)}`, sql`drop role ${sql(role)}`))
  )
  return role
})

/** What is kept beside events, written, read and removed. */
const keepAndSend = Effect.gen(function*() {
  const snapshots = yield* SnapshotStore.SnapshotStore
  const one = { streamId: "test-one", fingerprint: "f", version: 1, position: Position.start, state: 1 }
  yield* snapshots.save(one, { keep: 1 })
  yield* snapshots.save({ ...one, version: 2 }, { keep: 1 })
  assert.strictEqual((yield* snapshots.load("test-one", "f"))?.version, 2)
  assert.strictEqual(yield* snapshots.remove("test-one"), 1)
  const { ready, retry, settle } = yield* OutboxStore.OutboxStore
  const [first, second] = yield* ready("outbox", 2)
  const held = [{ sequence: second!.sequence, problem: "refused", hold: undefined }]
  yield* settle("outbox", { sent: [first!.sequence], held })
  assert.strictEqual(yield* retry("outbox"), 1)
  const { forget, once } = yield* Inbox.Inbox
  assert.deepStrictEqual(yield* once("a", "1", Effect.succeed(1)), Option.some(1))
  assert.strictEqual(yield* forget("a", Duration.zero), 1)
})

/** Every event of the tests is for others. */
const outboxes = [{
  events: [{ category: "test", published: { Happened: { type: "test.happened", schema: "test/Happened" } } }]
}]

/** A client that is logged in as a role. */
const clientOf = (role: string) =>
  Effect.gen(function*() {
    const sql = yield* PgClient.PgClient
    const [row] = yield* sql`select current_database() as name`
    const client = Layer.fresh(PgClient.layer({ ...server(), username: role, database: row!.name as string }))
    return Context.get(yield* Layer.build(client), PgClient.PgClient)
  })

for (const [schema, ordering] of [["deciduous", "compound"], ["it's \"mine\"; --", "strict"]] as const) {
  layer(emptyPostgres(), { excludeTestServices: true, timeout: "60 seconds" })(
    `a role with the rights that grant gives, in ${ordering} order in the schema ${schema}`,
    (it) => {
      const asRole = Effect.gen(function*() {
        yield* Effect.scoped(Layer.build(PostgresEventStore.layerClient({ schema, migrate: true, ordering })))
        const role = yield* newRole
        yield* Roles.grant(role, { schema })
        // again, as one does after a migration
        yield* Roles.grant(role, { schema })
        return yield* clientOf(role)
      })

      it.effect("[102] does all that a program does", () =>
        Effect.gen(function*() {
          const sql = yield* asRole
          const store = Layer.fresh(PostgresEventStore.layerClient({ schema, migrate: true, ordering, outboxes }))
          yield* Effect.gen(function*() {
            const { appendAll, readTails, subscribe } = yield* EventStore.EventStore
            yield* append("one", 0)
            yield* Effect.forEach(Array.range(1, 32), (n) => append(`grouped-${n}`, "any"), {
              concurrency: "unbounded"
            })
            const ofTwo = ["left", "right"].map((name) => ({
              streamId: stream(name),
              events: [event()] as const,
              expectedVersion: 0
            }))
            yield* appendAll(ofTwo as [typeof ofTwo[0]])
            assert.deepStrictEqual((yield* read("one")).map(where), ["test-one@1"])
            const [tail] = yield* readTails([{ streamId: stream("one"), after: 0, commandId: "none" }])
            assert.lengthOf(tail!.events, 1)
            assert.lengthOf(yield* readAll(), 35)
            assert.lengthOf(yield* Stream.runCollect(Stream.take(subscribe(), 35)), 35)
            yield* Effect.raceFirst(
              Stream.runCollect(Stream.take(subscribe({ after: "end" }), 1)),
              Effect.forever(append("live", "any"))
            )
            const status = yield* Status.read({ schema })
            assert.strictEqual(status.log!.ordering, ordering)
            yield* keepAndSend
          }).pipe(Effect.provide(store), Effect.provideService(PgClient.PgClient, sql))
        }))

      it.effect("is refused where it may change events as a member of another role, and nothing is granted", () =>
        Effect.gen(function*() {
          const owner = yield* PgClient.PgClient
          yield* Effect.scoped(Layer.build(PostgresEventStore.layerClient({ schema, migrate: true, ordering })))
          const [role, group] = [yield* newRole, yield* newRole]
          yield* owner`grant update (type) on ${owner(schema)}.events to ${owner(group)}`
          yield* owner`grant ${owner(group)} to ${owner(role)}`
          const error = yield* Effect.flip(Roles.grant(role, { schema }))
          assert.match(error.message, /it may still change events: public, or a role of which it is a member/)
          const sql = yield* clientOf(role)
          assert.strictEqual((yield* Effect.flip(sql`select 1 from ${sql(schema)}.migrations`))._tag, "SqlError")
        }))

      it.effect("[95] can neither change nor remove what is stored, nor create anything", () =>
        Effect.gen(function*() {
          const owner = yield* PgClient.PgClient
          const sql = yield* asRole
          const name = owner(schema)
          for (
            const refused of [
              sql`update ${name}.events set type = 'Other'`,
              sql`delete from ${name}.events`,
              sql`truncate ${name}.events`,
              sql`alter table ${name}.events add column more text`,
              sql`alter table ${name}.events disable trigger all`,
              sql`drop table ${name}.events`,
              sql`create table ${name}.more (n integer)`,
              sql`create or replace function ${name}.horizon() returns bigint language sql return 0::bigint`,
              sql`update ${name}.settings set ordering = 'strict'`,
              sql`insert into ${name}.migrations values (99, 'mine')`,
              sql`select setval(${`"${schema.replaceAll("\"", "\"\"")}".events_sequence_seq`}, 1)`,
              sql`create schema another`
            ]
          ) {
            const { reason } = yield* Effect.flip(refused)
            assert.strictEqual(
              (reason.cause as { code: string }).code,
              "42501",
              String((reason.cause as Error).message)
            )
          }
        }))

      it.effect("is told so, by its name, where it tries what only the owner may", () =>
        Effect.gen(function*() {
          const sql = yield* asRole
          const other = ordering === "strict" ? "compound" : "strict"
          for (
            const refused of [
              Effect.asVoid(Ordering.change(other, { schema })),
              Effect.asVoid(Migrations.run({ schema: "another" })),
              Effect.asVoid(Roles.grant("nobody in particular", { schema }))
            ]
          ) {
            const error = yield* Effect.flip(Effect.provideService(refused, PgClient.PgClient, sql))
            assert.strictEqual(reasonOf(error)?._tag, "StoreFailure")
          }
          assert.strictEqual(yield* Ordering.read({ schema }), ordering)
        }))
    }
  )
}

layer(emptyPostgres(), { excludeTestServices: true, timeout: "60 seconds" })("granting", (it) => {
  it.effect("takes from a role what it has beyond its rights", () =>
    Effect.gen(function*() {
      const sql = yield* PgClient.PgClient
      yield* Migrations.run()
      const role = yield* newRole
      yield* sql`grant all on schema deciduous to ${sql(role)}`
      yield* sql`grant all on all tables in schema deciduous to ${sql(role)}`
      yield* Roles.grant(role)
      const rows = yield* sql`select
        has_schema_privilege(${role}, 'deciduous', 'create') as creates,
        has_table_privilege(${role}, 'deciduous.events', 'update, delete, truncate, trigger, references') as changes,
        has_table_privilege(${role}, 'deciduous.settings', 'insert, update, delete, truncate') as sets`
      assert.deepStrictEqual(rows, [{ creates: false, changes: false, sets: false }])
    }))

  it.effect("is refused for who is not there, is above the rights, or has no name", () =>
    Effect.gen(function*() {
      const sql = yield* PgClient.PgClient
      yield* Migrations.run()
      const member = yield* newRole
      yield* sql`grant postgres to ${sql(member)}`
      for (
        const [role, problem] of [
          ["nobody at all", "there is no such role. Create it first"],
          ["postgres", "it owns the tables, or is a superuser"],
          [member, "it owns the tables, or is a superuser"],
          ["", "its name is empty"]
        ] as const
      ) {
        const error = yield* Effect.flip(Roles.grant(role))
        assert.strictEqual(reasonOf(error)?._tag, "StoreFailure")
        assert.include(error.message, problem)
      }
    }))

  it.effect("says that a database is not migrated", () =>
    Effect.gen(function*() {
      const role = yield* newRole
      const error = yield* Effect.flip(Roles.grant(role, { schema: "nowhere" }))
      assert.strictEqual(reasonOf(error)?._tag, "NotMigrated")
    }))
})
