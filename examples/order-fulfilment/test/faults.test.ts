// Orders of every kind while the workers end again and again: each comes to its end, and nothing is done twice.
import { orderFulfilment } from "@deciduous/example-order-fulfilment/process"
import { Shelves } from "@deciduous/example-order-fulfilment/readModels"
import { kettle } from "@deciduous/example-order-fulfilment/shop"
import * as Shop from "@deciduous/example-order-fulfilment/shop"
import { Stock } from "@deciduous/example-order-fulfilment/Stock"
import { PgliteEventStore } from "@deciduous/postgres/pglite"
import { Aggregate, MemoryEventStore, Processes, Projections, ReadModel } from "@deciduous/runtime"
import { assert, layer } from "@effect/vitest"
import { Array, Effect, Fiber, type Layer, Option, Random } from "effect"

const seed = Number(process.env["DECIDUOUS_SEED"] ?? Math.floor(Math.random() * 0x7fffffff))

/** What an order may lead to, by what its customer does. */
const placed = ["OrderPlaced", "StockReserved", "PaymentRequested"]
const undone = ["ReservationReleased", "OrderCancelled"]
const kinds = [
  { by: {}, pays: "ReceivePayment", leads: [...placed, "PaymentReceived", "ShipmentSent", "OrderFulfilled"] },
  { by: {}, pays: "DeclinePayment", leads: [...placed, "PaymentDeclined", ...undone] },
  { by: { payWithin: "50 millis" }, pays: undefined, leads: [...placed, "PaymentExpired", ...undone] },
  { by: { quantity: 999 }, pays: undefined, leads: ["OrderPlaced", "ReservationRefused", "OrderCancelled"] },
  {
    by: { country: "AQ" },
    pays: "ReceivePayment",
    leads: [...placed, "PaymentReceived", "ShipmentFailed", "PaymentRefunded", ...undone]
  }
] as const

const orders = Effect.gen(function*() {
  yield* Shop.receive(50)
  const stumbling = yield* Effect.forkChild(
    Effect.forever(Effect.gen(function*() {
      const life = yield* Random.nextIntBetween(1, 150)
      yield* Effect.scoped(Effect.andThen(Shop.open({ lease: "300 millis" }), Effect.sleep(life)))
    }))
  )
  const told = yield* Effect.forEach(
    Array.flatMap(Array.range(1, 3), () => kinds),
    Effect.fnUntraced(function*({ by, leads, pays }) {
      const order = yield* Shop.place(by)
      if (pays !== undefined) yield* Shop.pay(order, pays)
      return { order, leads }
    }),
    { concurrency: "unbounded" }
  )
  yield* Fiber.interrupt(stumbling)
  yield* Shop.open({ lease: "300 millis" })
  for (const { leads, order } of told) {
    yield* Shop.stands(order, "Ended")
    assert.deepStrictEqual(yield* Shop.historyOf(order), leads)
    assert.isUndefined(yield* Processes.check(orderFulfilment, order))
  }
  const { owed, suspended } = yield* Processes.status(orderFulfilment)
  assert.deepStrictEqual({ owed, suspended }, { owed: 0, suspended: 0 })
  const { position, state } = yield* Aggregate.load(Stock, kettle)
  assert.strictEqual(state.free, 47)
  yield* Projections.waitFor(Shelves, position, "20 seconds")
  assert.deepStrictEqual(Option.getOrUndefined(yield* ReadModel.get(Shelves, kettle)), state)
}).pipe(
  Effect.scoped,
  Random.withSeed(`${seed}`),
  Effect.onError(() => Effect.sync(() => process.stderr.write(`\nDECIDUOUS_SEED=${seed} repeats these faults\n`)))
)

const run = <E>(name: string, store: Layer.Layer<Effect.Services<typeof orders>, E>) =>
  layer(store, { excludeTestServices: true, timeout: "1 minute" })(
    `orders on ${name}, whose workers end again and again`,
    (it) => {
      it.effect("come to their end, each step done once", () => orders, 60_000)
    }
  )

run("memory", MemoryEventStore.layer)
run("PGlite", PgliteEventStore.layer())
