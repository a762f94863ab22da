// What the process does step by step, as specs.
import { Timer } from "@deciduous/core"
import type { OrderPlaced } from "@deciduous/event-schemas/order.events.gen"
import { type Sku } from "@deciduous/event-schemas/types.gen"
import { fulfilment } from "@deciduous/example-order-fulfilment/Fulfilment"
import { Spec } from "@deciduous/testing"
import { describe, it } from "@effect/vitest"
import { BigDecimal, DateTime } from "effect"

const at = DateTime.makeUnsafe("2026-03-02T09:00:00Z")
const payBy = DateTime.makeUnsafe("2026-03-02T09:30:00Z")
const amount = { amount: BigDecimal.fromNumberUnsafe(1290), currency: "CZK" }
const placed: OrderPlaced = { _tag: "OrderPlaced", sku: "KETTLE" as Sku, quantity: 1, amount, country: "CZ", payBy, at }
const reserved = { _tag: "StockReserved", order: "08ff49b6-f772-4632-a716-c43069c43a8c" as never, quantity: 1 } as const
const requested = { _tag: "PaymentRequested", amount } as const
const deadline = Timer.schedule("payment", payBy, { _tag: "ExpirePayment" })

describe("an order", () => {
  it("is reserved first", () =>
    Spec.processManager(fulfilment).when(placed).thenCommands({ _tag: "ReserveStock", sku: placed.sku, quantity: 1 }))

  it("waits for its payment until the deadline", () =>
    Spec.processManager(fulfilment, placed, reserved).when(requested).thenCommands(deadline).thenOwes(deadline))

  it("is shipped once it is paid, and the deadline counts no more", () =>
    Spec.processManager(fulfilment, placed, reserved, requested).when({ _tag: "PaymentReceived" })
      .thenCommands(Timer.cancel("payment"), { _tag: "Ship", country: "CZ" })
      .thenOwes({ _tag: "Ship", country: "CZ" }))

  it("is released and then cancelled when nobody pays", () =>
    Spec.processManager(fulfilment, placed, reserved, requested, { _tag: "PaymentExpired" })
      .when({ _tag: "ReservationReleased", order: reserved.order, quantity: 1 })
      .thenCommands({ _tag: "CancelOrder", reason: "unpaid" }))
})
