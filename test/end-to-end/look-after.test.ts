// The verbs that look after a database on a server: migrate --ordering, grant, status, adopt.
import { StreamId } from "@deciduous/core"
import { PostgresEventStore } from "@deciduous/postgres"
import { EventStore } from "@deciduous/runtime"
import * as PostgresServer from "@deciduous/testing/PostgresServer"
import { PgClient } from "@effect/sql-pg"
import { Effect, Layer } from "effect"
import { SqlClient } from "effect/sql/SqlClient"
import * as fs from "node:fs"
import * as os from "node:os"
import * as path from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { deciduousIn } from "../../packages/cli/test/support/cli.ts"

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "deciduous-after-"))
let server: PostgresServer.PostgresServer

beforeAll(async () => {
  server = await PostgresServer.start({ folder, listen: "tcp" })
})

afterAll(async () => {
  await server.stop()
  fs.rmSync(folder, { recursive: true, force: true })
})

const password = "marked-password"
const database = () => `127.0.0.1:${server.port}/postgres`

/** On a schema of its own, by a URL whose password nobody may see. */
const deciduousOn = (schema: string) => {
  const url = `postgres://postgres:${password}@${database()}`
  const deciduous = deciduousIn(folder, { DECIDUOUS_URL: url })
  return (...args: ReadonlyArray<string>) => {
    const ran = deciduous(...args, "--schema", schema)
    expect(ran.stdout + ran.stderr).not.toContain(password)
    expect(ran.stderr).not.toMatch(/^\s+at /m)
    return ran
  }
}

const onServer = <A, E>(use: Effect.Effect<A, E, PgClient.PgClient | SqlClient>) =>
  Effect.runPromise(Effect.provide(
    use,
    PgClient.layer({ host: "127.0.0.1", port: server.port, username: "postgres", database: "postgres" })
  ))

const append = (schema: string) =>
  Effect.gen(function*() {
    const store = yield* EventStore.EventStore
    const event = { id: crypto.randomUUID(), type: "Happened", schemaVersion: 1, data: {}, metadata: {} }
    yield* store.append(StreamId.make("test", crypto.randomUUID()), [event], { expectedVersion: 0 })
  }).pipe(Effect.provide(Layer.fresh(PostgresEventStore.layerClient({ schema }))))

describe("deciduous migrate --ordering", () => {
  it("changes the ordering, says which it was, and finds it done the second time", () => {
    const deciduous = deciduousOn("ordered")
    expect(deciduous("migrate", "--ordering", "strict").stdout).toMatch(
      /\d+ migrations applied\.\n[^\n]*: the ordering is strict now, and was compound\. Positions and checkpoints stay/
    )
    expect(deciduous("migrate", "--ordering", "strict").stdout).toBe(
      `${database()} has everything already.\n${database()}: the ordering is strict already.\n`
    )
    expect(deciduous("status").stdout).toContain("ordering     strict\n")
    expect(deciduous("migrate", "--ordering", "compound").stdout).toContain("is compound now, and was strict")
  })

  it("refuses an ordering that there is not: exit code 2", () => {
    const { status, stderr } = deciduousOn("unordered")("migrate", "--ordering", "serial")
    expect(status).toBe(2)
    expect(stderr).toContain(`Expected: "compound" | "strict"`)
  })
})

describe("deciduous grant", () => {
  it("gives a role its rights, and refuses one that there is not: exit code 2", async () => {
    const deciduous = deciduousOn("granted")
    deciduous("migrate")
    await onServer(Effect.flatMap(PgClient.PgClient, (sql) => sql`create role "Bank App" login`))
    expect(deciduous("grant", "Bank App").stdout).toBe(
      `${database()}: Bank App may append and read, and nothing else.\n`
    )
    const unknown = deciduous("grant", "Bank")
    expect(unknown.status).toBe(2)
    expect(unknown.stderr).toContain("there is no such role. Create it first")
  })
})

describe("deciduous status", () => {
  it("says that a database is not migrated, or was by a later release: exit code 1", async () => {
    const deciduous = deciduousOn("later")
    const before = deciduous("status")
    expect(before.status).toBe(1)
    expect(before.stdout).toContain("0 applied; lacks 0001_migrations")
    expect(before.stderr).toBe("The database is not ready. Run: deciduous migrate\n")
    deciduous("migrate")
    await onServer(
      Effect.flatMap(PgClient.PgClient, (sql) => sql`insert into later.migrations values (9999, '9999_x')`)
    )
    const later = deciduous("status")
    expect(later.status).toBe(1)
    expect(later.stdout).toContain("of a later release: 9999_x")
    expect(deciduous("streams").status).toBe(2)
  })

  it("says that readers see everything, and who holds them back", async () => {
    const deciduous = deciduousOn("watched")
    deciduous("migrate")
    await onServer(append("watched"))
    const well = deciduous("status")
    expect(well.stderr).toBe("")
    expect(well.stdout).toMatch(/readers {6}see every event\n$/)
    await onServer(Effect.scoped(Effect.gen(function*() {
      const sql = yield* PgClient.PgClient
      const other = yield* sql.reserve
      yield* other.executeUnprepared("set application_name = 'nightly report'", [], undefined)
      yield* other.executeUnprepared("begin", [], undefined)
      const [[pid]] = (yield* other.executeValues("select pg_backend_pid(), pg_current_xact_id()::text", [])) as [
        [number]
      ]
      yield* append("watched")
      const { stdout } = deciduous("status")
      expect(stdout).toMatch(/readers {6}1 event is hidden, the first for \d+ s; seen is up to [0-9a-f-]{33}, \d{4}-/)
      expect(stdout).toMatch(
        new RegExp(
          `oldest open {2}process ${pid}, database postgres, user postgres, application nightly report, `
            + "idle in transaction, for \\d+ s\n$"
        )
      )
      const json = JSON.parse(deciduous("status", "--json").stdout)
      expect(json).toMatchObject({
        database: database(),
        schema: "watched",
        ordering: "compound",
        hidden: { events: 1, seconds: expect.any(Number) },
        holder: { pid, gid: null, application: "nightly report", secondsAre: "exact" },
        isBehind: false
      })
      expect(json.lastWritten.position > json.lastVisible.position).toBe(true)
      yield* other.executeUnprepared("rollback", [], undefined)
    })))
    expect(deciduous("status").stdout).toMatch(/readers {6}see every event\n$/)
  })
})

describe("deciduous adopt", () => {
  it("takes over a restored log, which others refuse until then", async () => {
    const deciduous = deciduousOn("restored")
    deciduous("migrate")
    const healthy = deciduous("adopt")
    expect(healthy.status).toBe(2)
    expect(healthy.stderr).toContain(
      "There is nothing to adopt: no event is of a transaction that this cluster has not"
    )
    await onServer(Effect.flatMap(PgClient.PgClient, (sql) =>
      sql`insert into restored.events
        (transaction, category, stream_id, version, id, type, schema_version, data, metadata)
        values (1000000000, 'test', 'test-restored', 1, gen_random_uuid(), 'Happened', 1, '{}', '{}')`))
    const refused = deciduous("streams")
    expect(refused.status).toBe(2)
    expect(refused.stderr).toContain("run deciduous adopt")
    const status = deciduous("status")
    expect(status.status).toBe(1)
    expect(status.stderr).toContain("Run: deciduous adopt")
    const adopted = deciduous("adopt")
    expect(adopted.stderr).toBe("")
    expect(adopted.stdout).toMatch(/: adopted\. Its transactions were 9999\d{5} behind the log's, and are counted on/)
    expect(deciduous("streams").stdout).toContain("test-restored")
    expect(deciduous("status").status).toBe(0)
    expect(deciduous("adopt").status).toBe(2)
  })
})
