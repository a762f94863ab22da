// The story: five orders, of which one ends well. On an embedded PostgreSQL, told by what is in the log.
import type { OrderId } from "@deciduous/event-schemas/types.gen"
import { PgliteEventStore } from "@deciduous/postgres/pglite"
import { Processes, Projections, ReadModel } from "@deciduous/runtime"
import { runMain } from "@effect/platform-node/NodeRuntime"
import { Console, Effect, Option } from "effect"
import { orderFulfilment } from "./process.ts"
import { Orders, Shelves } from "./readModels.ts"
import * as Shop from "./shop.ts"

const tell = Effect.fnUntraced(function*(number: number, title: string, order: OrderId) {
  yield* Shop.stands(order, "Ended")
  yield* Console.log(`\n${number}. ${title}`)
  for (const type of yield* Shop.historyOf(order)) yield* Console.log(`   ${type}`)
})

const story = Effect.gen(function*() {
  yield* Console.log("Deciduous: an order goes through stock, payment and shipment, or back")
  yield* Shop.open({ lease: "2 seconds" })
  const received = yield* Shop.receive(3)

  const good = yield* Shop.place()
  yield* Shop.pay(good)
  yield* tell(1, "Reserved, paid, shipped: nothing to undo", good)

  const many = yield* Shop.place({ quantity: 99 })
  yield* tell(2, "Too few in the warehouse: cancelled at once", many)

  const declined = yield* Shop.place()
  yield* Shop.pay(declined, "DeclinePayment")
  yield* tell(3, "The bank declines: the reservation is released", declined)

  const late = yield* Shop.place({ payWithin: "1 second" })
  yield* tell(4, "Nobody pays: the timer fires, by the database's clock", late)

  const far = yield* Shop.place({ country: "AQ" })
  yield* Shop.pay(far)
  yield* tell(5, "No parcel goes there: refund, release, cancel, in reverse", far)

  const last = (yield* Shop.receive(1)).position
  yield* Projections.waitFor(Orders, last, "30 seconds")
  yield* Projections.waitFor(Shelves, last, "30 seconds")
  yield* Console.log("\nThe read models")
  for (const { key, state } of (yield* ReadModel.find(Orders)).documents) {
    yield* Console.log(`   order ..${key.slice(-8)}: ${state.quantity} x ${state.sku}, ${state.status}`)
  }
  const shelf = yield* ReadModel.get(Shelves, Shop.kettle)
  yield* Console.log(
    `   shelf: ${Option.getOrUndefined(shelf)?.free} free, 1 sold, of ${received.state.free + 1} received`
  )
  const { ended, owed, suspended } = yield* Processes.status(orderFulfilment)
  yield* Console.log(`\n${ended} orders have come to their end, ${owed} commands are owed, ${suspended} are suspended.`)
  yield* Console.log("order-fulfilment: ok")
}).pipe(Effect.scoped)

story.pipe(
  Effect.provide(PgliteEventStore.layer()),
  Effect.tapError(({ message }) => Console.error(`\norder-fulfilment: failed. ${message}`)),
  (program) => runMain(program, { disableErrorReporting: true })
)
