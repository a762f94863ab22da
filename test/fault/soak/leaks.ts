// What workers must not leave behind on a server when they have ended: sessions, locks, leases, slots.
import { assert } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import { asAdmin } from "../support/Server.ts"

/** What is there, by the words for it; a session ends a moment after its client. */
const left = `
select 'a session of a client' as what from pg_stat_activity
where datname = current_database() and application_name = 'deciduous'
union all
select 'a lock of ' || locktype from pg_locks
where database = (select oid from pg_database where datname = current_database()) and pid <> pg_backend_pid()
  and locktype = 'advisory'
union all
select 'a replication slot' from pg_replication_slots
union all
select 'a prepared transaction' from pg_prepared_xacts
union all
select 'the lease of ' || name || ', shard ' || shard from deciduous.leases
where worker is not null and worker not in (select worker from deciduous.workers)`

export const nothingLeaks = Effect.fnUntraced(function*(url: string) {
  const found = yield* asAdmin(url, (sql) =>
    Effect.repeat(sql.unsafe<{ what: string }>(left), {
      until: (rows) => rows.length === 0,
      schedule: Schedule.max([Schedule.spaced("50 millis"), Schedule.recurs(100)])
    }))
  assert.deepStrictEqual(found, [])
})
