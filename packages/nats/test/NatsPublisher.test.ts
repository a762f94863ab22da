import { NatsConsumer, NatsPublisher } from "@deciduous/nats"
import { type CloudEvent, Publisher } from "@deciduous/runtime"
import { assert, it } from "@effect/vitest"
import { Effect } from "effect"

/** Nobody listens there: what needs a server is in test/system. */
const servers = "nats://127.0.0.1:1"

const message: CloudEvent.CloudEvent = {
  specversion: "1.0",
  id: "1",
  source: "/order",
  type: "com.example.order-placed",
  subject: "1",
  time: "2026-03-01T09:00:00.000Z",
  datacontenttype: "application/json",
  dataschema: "urn:event-schemas:order:Placed:1",
  data: {},
  partitionkey: "order-1"
}

it.live("a publisher without a server says so of each message, and does not fail when it is made", () =>
  Effect.gen(function*() {
    const { publish } = yield* NatsPublisher.make({ servers, connection: { timeout: 1000 } })
    for (let i = 0; i < 2; i++) {
      const error = yield* Effect.flip(publish(message))
      assert.instanceOf(error, Publisher.BrokerUnavailable)
      assert.match(error.message, /cannot be reached: .*(ECONNREFUSED|connection refused)/i)
    }
  }))

it.live("a consumer without a server fails", () =>
  Effect.gen(function*() {
    const error = yield* Effect.flip(
      NatsConsumer.run({ servers, stream: "orders", consumer: "test" }, () => Effect.die("nothing can come"))
    )
    assert.instanceOf(error, Publisher.BrokerUnavailable)
  }))
