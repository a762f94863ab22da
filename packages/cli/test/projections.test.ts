import { describe, expect, it } from "vitest"
import { deciduousIn } from "./support/cli.ts"
import { filledProject } from "./support/filledProject.ts"

const folder = filledProject(() => fill)
const deciduous = deciduousIn(folder)

/** Two carts, a projection that puts one event aside, and one that stops at it. */
const fill = `
import { PgliteEventStore } from "@deciduous/postgres/pglite"
import { Aggregate, Projection, Projections } from "@deciduous/runtime"
import { Effect, Schedule, Schema } from "effect"
import { ShoppingCart } from "./src/ShoppingCart.ts"

const add = (id: string, product: string, quantity: number) =>
  Aggregate.handle(ShoppingCart, id as never, { _tag: "AddItem", item: { product, quantity } })
const counting = (name: string, onPoison: "stop" | "dead-letter") =>
  Projection.fromView({
    initialState: 0,
    evolve: (sum: number, event: any) => {
      if (event.item?.quantity === 13) throw new Error("no thirteen")
      return sum + 1
    }
  }, {
    name,
    onPoison,
    retry: Schedule.recurs(1),
    events: ShoppingCart.events,
    state: Schema.Finite,
    keyOf: ({ aggregateId }) => aggregateId
  })

await Effect.gen(function*() {
  yield* add("1", "tea", 2)
  yield* add("1", "rice", 13)
  const { position } = yield* add("2", "milk", 3)
  yield* Projections.start([counting("careful", "stop"), counting("careless", "dead-letter")])
  yield* Effect.flip(Projections.waitFor(counting("careful", "stop"), position, "30 seconds"))
  yield* Projections.waitFor(counting("careless", "dead-letter"), position, "30 seconds")
}).pipe(Effect.scoped, Effect.provide(PgliteEventStore.layer({ folder: ".deciduous/pglite" })), Effect.runPromise)
`

describe("deciduous status", () => {
  it("shows each projection, and fails where one was stopped, with what to do", () => {
    const { status, stderr, stdout } = deciduous("status")
    expect(status).toBe(1)
    expect(stderr).toMatch(/The projection careful was stopped: it cannot handle ItemAdded at version 2 .*no thirteen/)
    expect(stderr).toContain("deciduous projections resume careful")
    expect(stdout).toMatch(
      /^projection {3}careful@1: building, at most 2 events behind, 1 event handled, .*, stopped: /m
    )
    expect(stdout).toMatch(/^projection {3}careless@1: active, up to date, .*, 1 dead letter$/m)
    const { projections } = JSON.parse(deciduous("status", "--json").stdout)
    expect(projections).toMatchObject([
      { name: "careful", status: "building", lag: 2, stopped: [expect.stringContaining("no thirteen")] },
      { name: "careless", status: "active", lag: 0, handled: 3, deadLetters: 1 }
    ])
  })
})

describe("deciduous projections", () => {
  it("says how they stand, as status does, and no more", () => {
    const { status, stderr, stdout } = deciduous("projections", "status")
    expect(status).toBe(1)
    expect(stderr).toContain("deciduous projections resume careful")
    expect(stdout).toMatch(
      /^projection {3}careful@1: [^\n]*at most 2 events behind[^\n]*\nprojection {3}careless@1: [^\n]*up to date/
    )
    expect(stdout.trim().split("\n")).toHaveLength(2)
    const json = deciduous("projections", "status", "--json")
    expect(json.status).toBe(1)
    expect(JSON.parse(json.stdout)).toMatchObject([{ name: "careful", lag: 2 }, { name: "careless", lag: 0 }])
  })

  it("lists dead letters", () => {
    const { status, stdout } = deciduous("projections", "letters")
    expect(status).toBe(0)
    expect(stdout).toMatch(/careless@1 +shopping-cart-1 +2 +ItemAdded +alone +2 +Error: no thirteen/)
  })

  it("divides a projection anew, builds it anew, and lets it go on", () => {
    expect(deciduous("projections", "reshard", "careless", "4").stdout).toContain("careless@1 has 4 shards now.")
    expect(deciduous("projections", "reset", "careless@1").stdout).toContain("is built anew from the first event")
    expect(deciduous("projections", "resume", "careful").stdout).toContain("careful@1 goes on where it was stopped")
    expect(deciduous("projections", "accept", "careful", "0123456789abcdef").status).toBe(0)
    const { status, stdout } = deciduous("status")
    expect(status).toBe(0)
    expect(stdout).toMatch(/careless@1: building, at most 3 events behind, 4 of 4 shards without a worker/)
  })

  it("changes nothing by what is no number of shards, and no fingerprint", () => {
    const shards = deciduous("projections", "reshard", "careless", "0")
    expect(shards.status).toBe(2)
    expect(shards.stderr).toContain("careless@1 is left as it is: give a number of shards from 1 to 1000.")
    const fingerprint = deciduous("projections", "accept", "careful", "abc")
    expect(fingerprint.status).toBe(2)
    expect(fingerprint.stderr).toContain("abc is no fingerprint: it has 16 digits from 0 to f")
  })

  it("knows the projections that there are", () => {
    const { status, stderr } = deciduous("projections", "reset", "carefull")
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: "There is no projection carefull. There are careful, careless.\n"
    })
  })
})
