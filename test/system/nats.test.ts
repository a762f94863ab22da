// The outbox over a real NATS server, which is away, killed and full of doubles.
import { NatsConsumer, NatsPublisher } from "@deciduous/nats"
import { PostgresEventStore } from "@deciduous/postgres"
import { type CloudEvent, EventStore, Inbox, Outbox, OutboxStore, Worker } from "@deciduous/runtime"
import { manyPlaced, newOrder } from "@deciduous/testing/suites/outbox/published"
import * as OutboxSuite from "@deciduous/testing/suites/OutboxSuite"
import { assert, layer } from "@effect/vitest"
import { AckPolicy } from "@nats-io/jetstream"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schedule from "effect/Schedule"
import { emptyPostgres } from "../../packages/postgres/test/support/Pg.ts"
import { makeNatsServer, managing, type NatsServer } from "./support/NatsServer.ts"

const store = PostgresEventStore.layerClient({ migrate: true, outboxes: [OutboxSuite.outbox] }).pipe(
  Layer.provide(emptyPostgres()),
  Layer.fresh
)

const stream = "orders"
const consumer = "test"

/** A stream that takes the messages, and knows them again for so many milliseconds. */
const addStream = ({ servers }: NatsServer, window = 120_000) =>
  Effect.promise(() =>
    managing(servers, async ({ consumers, streams }) => {
      const nanos = 1_000_000 * window
      await streams.add({ name: stream, subjects: ["com.example.>"], duplicate_window: nanos, max_msg_size: 100_000 })
      await consumers.add(stream, { durable_name: consumer, ack_policy: AckPolicy.Explicit })
    })
  )

const storedIn = ({ servers }: NatsServer) =>
  Effect.promise(() => managing(servers, async ({ streams }) => (await streams.info(stream)).state.messages))

/** What a consumer is given, as often as it is given. */
const consuming = (server: NatsServer) =>
  Effect.gen(function*() {
    const given: Array<CloudEvent.CloudEvent> = []
    yield* NatsConsumer.run({ servers: server.servers, stream, consumer }, (message) =>
      Effect.sync(() => given.push(message))).pipe(Effect.forkScoped)
    return given
  })

const relaying = (server: NatsServer, more: Partial<NatsPublisher.Options> = {}) =>
  Effect.gen(function*() {
    const publisher = yield* NatsPublisher.make({
      servers: server.servers,
      timeout: "1 second",
      connection: { timeout: 1000, reconnectTimeWait: 50 },
      ...more
    })
    yield* Worker.start([
      Outbox.relay({ name: OutboxSuite.outbox.name, publisher, attempts: 2, firstHold: "20 millis" })
    ])
  })

const append = (count: number) =>
  Effect.gen(function*() {
    const { append } = yield* EventStore.EventStore
    const order = newOrder()
    const events = manyPlaced(count)
    yield* append(order, events, { expectedVersion: 0 })
    return { name: order.name, ids: events.map(({ id }) => id) }
  })

const status = Effect.flatMap(OutboxStore.OutboxStore, (store) => store.status(OutboxSuite.outbox.name))

const until = <R>(holds: Effect.Effect<boolean, unknown, R>) =>
  Effect.timeout(
    Effect.repeat(holds, { until: (is) => is, schedule: Schedule.spaced("20 millis") }),
    "50 seconds"
  )

const idsOf = (given: ReadonlyArray<CloudEvent.CloudEvent>, stream: string) =>
  given.filter(({ partitionkey }) => partitionkey === stream).map(({ id }) => id)

layer(store, { excludeTestServices: true, timeout: "2 minutes" })("an outbox over NATS JetStream", (it) => {
  it.effect(
    "[91] without a server for the whole time appends go on, nothing is lost, and all comes in order later",
    () =>
      Effect.gen(function*() {
        const server = yield* makeNatsServer
        yield* relaying(server)
        const orders = yield* Effect.forEach([20, 1, 300], append)
        assert.strictEqual((yield* status).waiting, 321)
        const more = yield* Effect.forEach([2, 2], append)
        assert.deepInclude(yield* status, { waiting: 325, parked: [] })
        yield* server.start
        yield* addStream(server)
        const given = yield* consuming(server)
        yield* until(Effect.sync(() => given.length >= 325))
        for (const { ids, name } of [...orders, ...more]) assert.deepStrictEqual(idsOf(given, name), ids)
        yield* until(Effect.map(status, ({ waiting }) => waiting === 0))
      }),
    100_000
  )

  it.effect(
    "[89] a server that is killed and comes back has every message once, in the order of its stream",
    () =>
      Effect.gen(function*() {
        const server = yield* makeNatsServer
        yield* server.start
        yield* addStream(server)
        yield* relaying(server)
        const orders = [yield* append(200)]
        yield* until(Effect.map(storedIn(server), (stored) => stored > 0))
        yield* server.kill
        orders.push(yield* append(200))
        yield* server.start
        orders.push(yield* append(5))
        yield* until(Effect.map(status, ({ waiting }) => waiting === 0))
        const given = yield* consuming(server)
        yield* until(Effect.sync(() => given.length >= 405))
        for (const { ids, name } of orders) assert.deepStrictEqual(idsOf(given, name), ids)
      }),
    100_000
  )

  it.effect(
    "[92] the server drops a message within its window; beyond it the inbox does",
    () =>
      Effect.gen(function*() {
        const server = yield* makeNatsServer
        yield* server.start
        yield* addStream(server, 200)
        const { publish } = yield* NatsPublisher.make({ servers: server.servers })
        const { ids: [id], name } = yield* append(1)
        const { ready } = yield* OutboxStore.OutboxStore
        const waiting = yield* ready(OutboxSuite.outbox.name, 1000)
        const { message } = waiting.find(({ key }) => key === name)!
        yield* publish(message)
        yield* publish(message)
        assert.strictEqual(yield* storedIn(server), 1)
        yield* until(Effect.andThen(publish(message), Effect.map(storedIn(server), (stored) => stored >= 2)))
        const { once } = yield* Inbox.Inbox
        const [taken, given]: [Array<string>, Array<string>] = [[], []]
        yield* NatsConsumer.run({ servers: server.servers, stream, consumer }, (message) =>
          Effect.andThen(
            once("a consumer", message.id, Effect.sync(() => taken.push(message.id))),
            Effect.sync(() => given.push(message.id))
          )).pipe(Effect.forkScoped)
        yield* until(Effect.sync(() => given.length >= 2))
        assert.deepStrictEqual(taken, [id])
      }),
    100_000
  )

  it.effect(
    "[93] a message that no stream takes, or that is too large, holds its own stream only",
    () =>
      Effect.gen(function*() {
        const server = yield* makeNatsServer
        yield* server.start
        yield* addStream(server)
        const { append: write } = yield* EventStore.EventStore
        const [large, lost] = [newOrder(), newOrder()]
        const [tooLarge] = manyPlaced(1)
        yield* write(large, [{ ...tooLarge, data: { text: "x".repeat(200_000) } }], { expectedVersion: 0 })
        yield* write(lost, manyPlaced(1), { expectedVersion: 0 })
        yield* relaying(server, {
          subject: ({ partitionkey, type }) => partitionkey === lost.name ? "nobody.wants" : type
        })
        const sound = yield* append(3)
        yield* until(Effect.map(status, ({ parked }) => parked.length === 2))
        const problems = new Map((yield* status).parked.map(({ key, problem }) => [key, problem]))
        assert.match(problems.get(large.name)!, /size/)
        assert.strictEqual(problems.get(lost.name), "no stream takes the subject nobody.wants.")
        const given = yield* consuming(server)
        yield* until(Effect.sync(() => idsOf(given, sound.name).length >= 3))
        assert.deepStrictEqual(idsOf(given, sound.name), sound.ids)
      }),
    100_000
  )

  it.effect("a message that is not taken comes again", () =>
    Effect.gen(function*() {
      const server = yield* makeNatsServer
      yield* server.start
      yield* addStream(server)
      yield* relaying(server)
      const { ids } = yield* append(1)
      const given: Array<string> = []
      const options = { servers: server.servers, stream, consumer, retryAfter: Duration.millis(20) }
      yield* NatsConsumer.run(options, ({ id }) =>
        Effect.suspend(() => given.push(id) < 3 ? Effect.fail("not now") : Effect.void)).pipe(Effect.forkScoped)
      yield* until(Effect.sync(() =>
        given.length >= 3
      ))
      assert.deepStrictEqual(given, [ids[0], ids[0], ids[0]])
    }), 100_000)
})
