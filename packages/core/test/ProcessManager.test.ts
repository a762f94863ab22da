import { ProcessManager } from "@deciduous/core"
import { assert, describe, it } from "@effect/vitest"

type Event = "Ordered" | "Paid" | "Shipped"
const shipping = ProcessManager.make({
  initialState: [] as ReadonlyArray<Event>,
  evolve: (state: ReadonlyArray<Event>, event: Event) => [...state, event],
  react: (state, event) => event === "Paid" && state.includes("Ordered") ? ["Ship"] : [],
  resume: (state) => state.includes("Paid") && !state.includes("Shipped") ? ["Ship"] : [],
  isTerminal: (state) => state.includes("Shipped")
})

describe("ProcessManager.step", () => {
  it("reacts to the state after the event", () => {
    assert.deepStrictEqual(ProcessManager.step(shipping, ["Ordered"], "Paid"), {
      state: ["Ordered", "Paid"],
      commands: ["Ship"]
    })
    const eager = { ...shipping, react: (state: ReadonlyArray<Event>) => [String(state.length)] }
    assert.deepStrictEqual(ProcessManager.step(eager, [], "Paid").commands, ["1"])
  })

  it("takes nothing more and sends nothing once it is terminal", () => {
    const state: ReadonlyArray<Event> = ["Ordered", "Shipped"]
    assert.deepStrictEqual(ProcessManager.step(shipping, state, "Paid"), { state, commands: [] })
  })

  it("sends what the event that ends it asks for", () => {
    const last = { ...shipping, react: () => ["Thank"] }
    assert.deepStrictEqual(ProcessManager.step(last, [], "Shipped"), { state: ["Shipped"], commands: ["Thank"] })
  })

  it("is never terminal unless told when", () => {
    const endless = ProcessManager.make({
      initialState: 0,
      evolve: (n: number, event: number) => n + event,
      react: (n) => [n],
      resume: () => []
    })
    assert.isFalse(endless.isTerminal(9))
    assert.deepStrictEqual(ProcessManager.step(endless, 1, 2), { state: 3, commands: [3] })
  })
})
