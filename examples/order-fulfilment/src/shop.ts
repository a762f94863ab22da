// The shop as its people use it: place an order, pay it, look at it. The story and the tests are told with it.
import type { OrderPlaced } from "@deciduous/event-schemas/order.events.gen"
import { OrderId, Sku } from "@deciduous/event-schemas/types.gen"
import { Aggregate, EventIds, EventStore, Processes, Projections, Worker } from "@deciduous/runtime"
import { BigDecimal, Data, DateTime, type Duration, Effect, Option, Schema, Stream } from "effect"
import { Order } from "./Order.ts"
import { Payment } from "./Payment.ts"
import { orderFulfilment } from "./process.ts"
import { Orders, Shelves } from "./readModels.ts"
import { Stock } from "./Stock.ts"

export const kettle = Schema.decodeSync(Sku)("KETTLE")

/** Runs everything that has to run: the process, and the read models. Any number of programs may do so. */
export const open = Effect.fnUntraced(function*(options?: Worker.Options) {
  yield* Worker.start(Processes.tasks(orderFulfilment), options)
  yield* Projections.start([Orders, Shelves], options)
})

export const receive = (quantity: number) => Aggregate.handle(Stock, kettle, { _tag: "ReceiveStock", quantity })

/** Orders kettles, to be paid within a time. */
export const place = Effect.fnUntraced(function*(
  { country = "CZ", payWithin = "30 minutes", quantity = 1 }: {
    readonly country?: string
    readonly quantity?: number
    readonly payWithin?: Duration.Input
  } = {}
) {
  const newId = yield* EventIds.EventIds
  const order = Schema.decodeSync(OrderId)(newId())
  const at = yield* DateTime.now
  const placed: Omit<OrderPlaced, "_tag"> = {
    sku: kettle,
    quantity,
    country,
    at,
    amount: { amount: BigDecimal.multiply(price, BigDecimal.fromNumberUnsafe(quantity)), currency: "CZK" },
    payBy: DateTime.addDuration(at, payWithin)
  }
  yield* Aggregate.handle(Order, order, { _tag: "PlaceOrder", ...placed })
  return order
})

const price = BigDecimal.fromNumberUnsafe(1290)

/** The customer pays, or tries to, once asked for it. */
export const pay = (order: OrderId, how: "ReceivePayment" | "DeclinePayment" = "ReceivePayment") =>
  Effect.andThen(stands(order, "AwaitingPayment"), Aggregate.handle(Payment, order, { _tag: how }))

/** Waits until an order has come to a stage. */
export const stands = Effect.fnUntraced(function*(order: OrderId, stage: string) {
  const wait = Effect.gen(function*() {
    while ((yield* Processes.state(orderFulfilment, order))?.state?.stage !== stage) yield* Effect.sleep("20 millis")
  })
  if (Option.isSome(yield* Effect.timeoutOption(wait, "30 seconds"))) return
  const known = yield* Processes.state(orderFulfilment, order)
  return yield* new NotThere({ order, wanted: stage, stage: known?.state?.stage, owed: known?.owed.length })
})

/** An order that has not come to a stage in half a minute. */
export class NotThere extends Data.TaggedError("NotThere")<{
  readonly order: OrderId
  readonly wanted: string
  readonly stage: string | undefined
  readonly owed: number | undefined
}> {
  override get message() {
    return `The order ${this.order} stands at ${this.stage}, owes ${this.owed} commands and does not come to ${this.wanted}.`
  }
}

/** What happened to an order in all its streams, in the order of the log. */
export const historyOf = Effect.fnUntraced(function*(order: OrderId) {
  const store = yield* EventStore.EventStore
  const events = yield* Stream.runCollect(store.readAll())
  return events.filter(({ aggregateId, data }) => aggregateId === order || (data as { order?: string }).order === order)
    .map(({ type }) => type)
})
