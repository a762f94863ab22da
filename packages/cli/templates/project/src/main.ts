// The application at its smallest: handles one command, on PostgreSQL inside this process. Run it with: npm start
import { PgliteEventStore } from "@deciduous/postgres/pglite"
import { Aggregate } from "@deciduous/runtime"
import { Console, Effect, Schema } from "effect"
import { CartId } from "./generated/types.gen.ts"
import { ShoppingCart } from "./ShoppingCart.ts"

const id = Schema.decodeSync(CartId)("1")

const program = Effect.gen(function*() {
  const item = { product: "tea", quantity: 1 }
  const { state, version } = yield* Aggregate.handle(ShoppingCart, id, { _tag: "AddItem", item })
  yield* Console.log(`shopping-cart-1 is at version ${version}, with ${state.quantities.get("tea")} of tea`)
})

await Effect.runPromise(Effect.provide(program, PgliteEventStore.layer({ folder: ".deciduous/pglite" })))
