import { describe, expect, it } from "vitest"
import { deciduousIn } from "./support/cli.ts"
import { filledProject } from "./support/filledProject.ts"

const folder = filledProject(() => fill)
const deciduous = deciduousIn(folder)

/**
 * Three carts. A process that gives something to each but to "2", which is refused, and reminds of each in a thousand
 * years; one that stops at the second; and one that puts it aside.
 */
const fill = `
import { ProcessManager, Timer } from "@deciduous/core"
import { PgliteEventStore } from "@deciduous/postgres/pglite"
import { Aggregate, Process, Processes, Worker } from "@deciduous/runtime"
import { DateTime, Effect, Schedule, Schema } from "effect"
import { ShoppingCart } from "./src/ShoppingCart.ts"

const add = (id: string, product: string) =>
  Aggregate.handle(ShoppingCart, id as never, { _tag: "AddItem", item: { product, quantity: 1 } })

const Command = Schema.Struct({ _tag: Schema.Literals(["Give", "Remind"]) })
type Command = typeof Command.Type
const far = DateTime.makeUnsafe("3000-01-01T00:00:00Z")
const giving = ProcessManager.make({
  initialState: "new" as string,
  evolve: (_: string, event: any): string => event.item?.product === "gift" ? "given" : "giving",
  react: (state, event): ReadonlyArray<Command | Timer.Schedule<Command>> =>
    state === "giving" ? [{ _tag: "Give" }, Timer.schedule<Command>("reminder", far, { _tag: "Remind" })] : [],
  resume: () => [],
  isTerminal: () => false
})

class Refused extends Schema.TaggedError<Refused>()("Refused", {}) {}

const process = (name: string, onPoison: Process.OnPoison, isBroken: boolean) =>
  Process.make({
    name,
    onPoison,
    processManager: giving,
    events: ShoppingCart.events,
    correlate: ({ aggregateId }) => {
      if (isBroken && aggregateId === "2") throw new Error("no carts of that kind")
      return aggregateId
    },
    state: Schema.String,
    commands: Command,
    dispatch: (_, id): Process.Sending<Refused> => ({
      handle: (options) =>
        id === "2" || isBroken
          ? Effect.fail(new Refused())
          : Effect.orDie(Aggregate.handle(ShoppingCart, id as never, { _tag: "AddItem", item: { product: "gift", quantity: 1 } }, options))
    })
  })
const all = [process("gifts", "stop", false), process("careful", "stop", true), process("careless", "dead-letter", true)] as const

await Effect.gen(function*() {
  for (const id of ["1", "2", "3"]) yield* add(id, "tea")
  yield* Worker.start(all.flatMap((one) => Processes.tasks(one)))
  const stands = (one: { readonly name: string }, as: (status: Processes.Status) => boolean) =>
    Effect.repeat(Processes.status(one), { until: as, schedule: Schedule.spaced("50 millis") })
  yield* stands(all[0], ({ owed, suspended }) => suspended === 1 && owed === 4)
  yield* stands(all[1], ({ stopped }) => stopped !== undefined)
  yield* stands(all[2], ({ deadLetters, suspended }) => deadLetters === 1 && suspended === 2)
}).pipe(
  Effect.timeout("60 seconds"),
  Effect.scoped,
  Effect.provide(PgliteEventStore.layer({ folder: ".deciduous/pglite" })),
  Effect.runPromise
)
`

describe("deciduous processes", () => {
  it("shows each, and fails where one was stopped, with what to do; so does status", () => {
    const { status, stderr, stdout } = deciduous("processes")
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: expect.stringMatching(
        /^The process careful was stopped: it cannot handle ItemAdded at version 1 of stream shopping-cart-2, .*no carts of that kind.* deciduous processes retry careful\n$/
      )
    })
    expect(stdout).toMatch(
      /^process {6}careful: 1 running, 0 ended, 2 commands owed, 1 of them timers, 1 suspended, stopped: /m
    )
    expect(stdout).toMatch(/^process {6}careless: 2 running, .*, 1 dead letter$/m)
    expect(stdout).toMatch(/^process {6}gifts: 3 running, 0 ended, 4 commands owed, 3 of them timers, 1 suspended$/m)
    const lines = deciduous("processes", "--json").stdout.trim().split("\n").map((line) => JSON.parse(line))
    expect(lines).toMatchObject([
      { name: "careful", stopped: expect.stringContaining("no carts") },
      { name: "careless", deadLetters: 1, stopped: null },
      { name: "gifts", running: 3, owed: 4, suspended: 1 }
    ])
    const whole = deciduous("status")
    expect(whole.status).toBe(1)
    expect(whole.stderr).toContain("The process careful was stopped")
    expect(whole.stdout).toMatch(/^process {6}gifts: 3 running/m)
  })

  it("lists instances, all or those that cannot go on", () => {
    expect(deciduous("processes", "list", "gifts").stdout).toMatch(
      /^instance +is +events +up to\n1 +running +2 .*\n2 +running +1 .*\n3 /
    )
    expect(deciduous("processes", "list", "gifts", "--after", "1", "--limit", "1").stdout).toMatch(/\n2 .*\n$/)
    const { stdout } = deciduous("processes", "list", "gifts", "--suspended", "--json")
    expect(JSON.parse(stdout)).toMatchObject({ instance: "2", is: "running", events: 1, early: 0 })
  })

  it("shows one instance: its state, what it owes, and why it waits", () => {
    const { status, stdout } = deciduous("processes", "show", "gifts", "2")
    expect(status).toBe(0)
    expect(stdout).toMatch(/^instance {5}2: running, 1 event taken\nstate {8}"giving"\n/)
    expect(stdout).toMatch(/\n{"_tag":"Give"} +parked +1 +rejected: Refused/)
    expect(stdout).toMatch(/\n{"_tag":"Remind"} +due 3000-01-01T00:00:00.000Z as reminder +0/)
    expect(JSON.parse(deciduous("processes", "show", "gifts", "2", "--json").stdout)).toMatchObject({
      state: "giving",
      owes: [{ command: { _tag: "Give" }, is: "parked" }, { is: "open", timer: { name: "reminder" } }]
    })
    expect(deciduous("processes", "show", "gifts", "4").stderr).toContain(
      "nothing has concerned 4 of the process gifts yet"
    )
  })

  it("lists what was put aside, which is no projection's", () => {
    expect(deciduous("processes", "letters", "careless").stdout).toMatch(
      /process careless +shopping-cart-2 +1 +ItemAdded +alone +6 +Error: no carts of that kind/
    )
    expect(deciduous("processes", "letters", "gifts").stdout).toBe("There are no dead letters.\n")
    expect(deciduous("projections", "letters").stdout).toBe("There are no dead letters.\n")
  })

  it("lets a process go on, of one instance or as a whole", () => {
    expect(deciduous("processes", "retry", "gifts", "--instance", "2").stdout).toContain("1 command is sent again")
    deciduous("processes", "retry", "careful")
    deciduous("processes", "retry", "careless")
    expect(deciduous("processes").status).toBe(0)
  })

  it("knows the processes that there are", () => {
    const { status, stderr } = deciduous("processes", "show", "gift", "1")
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: "There is no process gift. There are careful, careless, gifts.\n"
    })
  })
})
