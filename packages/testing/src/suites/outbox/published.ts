// The events of the suite: an order that is placed and shipped, which others hear of, and noted, which they do not.
import { StreamId } from "@deciduous/core"
import { Outbox } from "@deciduous/runtime"
import { event, type Events } from "../event-store/Case.ts"

const category = "published-order"

/** What leaves, and how it is called outside. */
export const outbox = {
  name: "conformance",
  source: "https://shop.example",
  events: [{
    category,
    published: {
      Placed: { type: "com.example.order-placed", schema: "order/Placed" },
      Shipped: { type: "com.example.order-shipped", schema: "order/Shipped" }
    }
  }]
} satisfies Outbox.Outbox

export const newOrder = (): StreamId.StreamId => StreamId.make(category, crypto.randomUUID())

export const placed = (n: number) => event({ n }, { type: "Placed", schemaVersion: 2 })

export const noted = () => event({ text: "nobody's business" }, { type: "Noted" })

/** As many as are wanted, numbered from 1. */
export const manyPlaced = (count: number): Events => {
  const [first, ...rest] = Array.from({ length: count }, (_, i) => placed(i + 1))
  return [first!, ...rest]
}
