// `deciduous outbox` on a server: what waits, what is parked, and what goes on.
import { PostgresClient, PostgresEventStore } from "@deciduous/postgres"
import { EventStore, Outbox, OutboxStore, Publisher, Worker } from "@deciduous/runtime"
import { manyPlaced, newOrder } from "@deciduous/testing/suites/outbox/published"
import { outbox as published } from "@deciduous/testing/suites/OutboxSuite"
import { PgClient } from "@effect/sql-pg"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schedule from "effect/Schedule"
import { afterAll, beforeAll, expect, inject, it } from "vitest"
import { deciduousIn } from "../../packages/cli/test/support/cli.ts"

const { host, port } = inject("pg")
const schema = `outbox_${crypto.randomUUID().slice(0, 8)}`
const url = `postgres://postgres@${encodeURIComponent(host)}:${port}/postgres`
const outbox = { ...published, name: "partner" }
const order = newOrder()

const store = PostgresEventStore.layerClient({ schema, migrate: true, outboxes: [outbox] }).pipe(
  Layer.provideMerge(PostgresClient.layer({ url: "postgres://postgres@localhost/postgres", host, port }))
)

const deciduous = (...args: ReadonlyArray<string>) =>
  deciduousIn(import.meta.dirname, { DECIDUOUS_URL: url })("outbox", "--name", "partner", "--schema", schema, ...args)

/** A partner who refuses the first message for good. */
const refused = Effect.gen(function*() {
  const { append } = yield* EventStore.EventStore
  const { status } = yield* OutboxStore.OutboxStore
  yield* append(order, manyPlaced(3), { expectedVersion: 0 })
  const publish = ({ id }: { readonly id: string }) =>
    Effect.fail(new Publisher.MessageRefused({ id, problem: "it was answered with status 422." }))
  yield* Worker.start([Outbox.relay({ name: outbox.name, publisher: { publish }, attempts: 2, firstHold: "1 millis" })])
  yield* Effect.repeat(status(outbox.name), {
    until: ({ parked }) => parked.length > 0,
    schedule: Schedule.spaced("10 millis")
  })
})

beforeAll(() => Effect.runPromise(Effect.scoped(refused).pipe(Effect.provide(store))))

afterAll(() =>
  Effect.runPromise(
    Effect.flatMap(PgClient.PgClient, (sql) => sql`drop schema ${sql(schema)} cascade`).pipe(Effect.provide(store))
  )
)

it("shows what waits, and says what to do about what is parked: exit code 1", () => {
  const { status, stderr, stdout } = deciduous()
  expect(stdout).toMatch(/^partner: 3 messages wait, the oldest since 20[^\n]*Z\.\nparked {2}published-order-[^\n]*\n$/)
  expect(stdout).toMatch(
    /com\.example\.order-placed {2}[0-9a-f-]{36} {2}after 2 tries: it was answered with status 422\.\n/
  )
  expect(stderr).toBe(
    "Parked messages hold those of their stream. When the cause is mended: deciduous outbox --retry\n"
  )
  expect(status).toBe(1)
})

it("shows the same as JSON, without the messages' data", () => {
  const { stdout } = deciduous("--json")
  expect(JSON.parse(stdout)).toMatchObject({
    outbox: "partner",
    waiting: 3,
    parked: [{ stream: order.name, attempts: 2 }]
  })
  expect(stdout).not.toContain("\"data\"")
})

it("lets what is parked go on, of one stream or of all", () => {
  expect(deciduous("--retry", "--stream", "another-1").stdout).toMatch(/^0 messages go out again\.\n/)
  const { status, stdout } = deciduous("--retry")
  expect(stdout).toMatch(/^1 message goes out again\.\npartner: 3 messages wait, the oldest since [^\n]*\n$/)
  expect(status).toBe(0)
})

it("wants --retry with --stream: exit code 2", () => {
  const { status, stderr } = deciduous("--stream", "a-1")
  expect(stderr).toBe("--stream says which messages to retry: give --retry with it.\n")
  expect(status).toBe(2)
})
