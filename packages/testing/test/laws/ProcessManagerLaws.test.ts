// Process managers that lose, double or never end: each is found, and told as a spec.
import { ProcessManager, Timer } from "@deciduous/core"
import { Spec } from "@deciduous/testing"
import { laws, type Options } from "@deciduous/testing/laws/ProcessManagerLaws"
import { assert, describe, it } from "@effect/vitest"
import { DateTime } from "effect"
import * as fc from "fast-check"
import { names, textOf } from "./broken.ts"

type Event = { readonly _tag: "Invited"; readonly guests: ReadonlyArray<string> } | {
  readonly _tag: "Accepted" | "Declined" | "Postponed"
  readonly guest: string
}
type Command = { readonly _tag: "Ask"; readonly guest: string }
interface Party {
  readonly begun: boolean
  readonly open: ReadonlyArray<string>
}
type Invitations = ProcessManager.ProcessManager<Party, Event, Command>

const ask = (guest: string): Command => ({ _tag: "Ask", guest })
/** Asks every guest, and is done when all have answered; who postpones may be heard of at any time. */
const invitations: Invitations = ProcessManager.make({
  initialState: { begun: false, open: [] },
  evolve: (party: Party, event: Event): Party =>
    event._tag === "Invited"
      ? party.begun ? party : { begun: true, open: event.guests }
      : { ...party, open: party.open.filter((guest) => guest !== event.guest) },
  react: (party, event): ReadonlyArray<Command> => event._tag === "Invited" ? party.open.map(ask) : [],
  resume: ({ open }) => open.map(ask),
  isTerminal: ({ begun, open }) => begun && open.length === 0
})

const options: Options<Party, Event, Command> = {
  start: fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 4 }).map((guests) => ({ _tag: "Invited", guests })),
  answers: ({ guest }) => fc.constantFrom("Accepted" as const, "Declined" as const).map((_tag) => [{ _tag, guest }]),
  reorder: "any",
  budget: 0
}
const said = (law: string, parts: Partial<Invitations>, more: Partial<typeof options> = {}) =>
  textOf(law, laws("invitations", { ...invitations, ...parts }, { ...options, seed: 1, ...more }))

const owed = "resume owes what is not answered, so that a crash loses and adds nothing"
const ends = "it ends, or waits, once everything is answered"

describe("the laws of a process manager", () => {
  it.each(Array.from({ length: 20 }, (_, seed) => seed))(
    "hold of invitations, by seed %i",
    (seed) => assert.deepStrictEqual(names(laws("invitations", invitations, { ...options, seed })), [])
  )

  it("see a guest whom a crash would forget", () =>
    assert.match(
      said(owed, { resume: ({ open }) => open.slice(0, 1).map(ask) }),
      /^resume forgets Ask .*, which is not answered yet: a crash would lose it\.\n\nSpec\.processManager\(invitations\)\.when\(\n {2}\{ _tag: "Invited", guests: .*\n\)\.thenCommands\([^)]*\)\.thenOwes\(\{ _tag: "Ask", guest: "" \}\)$/
    ))

  it("see one that stops before everybody has answered", () =>
    assert.match(
      said(owed, { isTerminal: ({ begun, open }) => begun && open.length <= 1 }),
      /^It is at its end, and Ask \{ guest: "" \} is not answered yet\./
    ))

  it("see one that never ends, and one that waits for what may come", () => {
    const never = { isTerminal: () => false }
    assert.match(said(ends, never), /^Everything is answered, and it is neither at its end nor does it wait/)
    const spontaneous = () => fc.constant<Event>({ _tag: "Postponed", guest: "" })
    assert.strictEqual(said(ends, never, { spontaneous }), "holds")
  })

  it("see one that asks again for ever", () => {
    const forever: Partial<Invitations> = {
      evolve: (party, event) => event._tag === "Invited" ? invitations.evolve(party, event) : party,
      react: ({ open }, event) => event._tag === "Invited" ? open.map(ask) : [ask(event.guest)]
    }
    const text = said(ends, forever)
    assert.match(text, /^After 100 answers it still owes Ask/)
    assert.isBelow(text.split("\n").length, 25)
  })

  it("see what is only right in one order", () =>
    assert.match(
      said("answers may come in any order", {
        react: (party, event) =>
          event._tag === "Invited" ? party.open.map(ask) : event.guest < (party.open[0] ?? "") ? [ask("host")] : []
      }),
      /^Ask \{ guest: "host" \} is asked for only where the answers to/
    ))

  it("hand what was done to the author, once it has ended", () =>
    assert.match(
      said("asks nobody", {}, { atEnd: { "asks nobody": ({ commands }) => commands.length === 0 || "it asked" } }),
      /^it asked\n\nSpec\.processManager/
    ))
})

describe("a timer", () => {
  type Happens = { readonly _tag: "Ordered" | "Paid" | "GivenUp" }
  const at = DateTime.makeUnsafe(0)
  const remind = Timer.schedule("payment", at, "GiveUp")
  const reminder = (cancels: boolean) =>
    ProcessManager.make({
      initialState: "none",
      evolve: (_: "none" | "waiting" | "thanking" | "done", { _tag }: Happens) =>
        _tag === "Ordered" ? "waiting" : "done",
      react: (_, { _tag }): ReadonlyArray<Timer.Schedule<"GiveUp"> | Timer.Cancel> =>
        _tag === "Ordered" ? [remind] : _tag === "Paid" && cancels ? [Timer.cancel("payment")] : [],
      resume: (state) => state === "waiting" ? [remind] : [],
      isTerminal: (state) => state === "done"
    })
  const run = (cancels: boolean) =>
    laws("reminder", reminder(cancels), {
      start: fc.constant<Happens>({ _tag: "Ordered" }),
      answers: () => fc.constant<ReadonlyArray<Happens>>([{ _tag: "GivenUp" }]),
      spontaneous: () => fc.constant<Happens>({ _tag: "Paid" }),
      seed: 1,
      budget: 0
    })

  it("is owed until it is due or cancelled", () => assert.deepStrictEqual(names(run(true)), []))

  it("that is forgotten at the end is told", () =>
    assert.match(
      textOf(owed, run(false)),
      /^It is at its end, and .* is not answered yet\./
    ))
})

describe("a spec of a process manager", () => {
  const spec = Spec.processManager(invitations, { _tag: "Invited", guests: ["ada", "grace"] })

  it("says what is sent, what is owed and where it stands", () =>
    spec.when({ _tag: "Accepted", guest: "ada" }).thenCommands().thenOwes(ask("grace")).thenState({
      begun: true,
      open: ["grace"]
    }))

  it("prints what is owed otherwise", () => {
    try {
      spec.when({ _tag: "Accepted", guest: "ada" }).thenOwes()
    } catch (error) {
      return assert.strictEqual(
        (error as Error).message,
        `What is owed is otherwise.

  given     Invited { guests: ["ada", "grace"] }
  when      Accepted { guest: "ada" }
  expected  nothing is owed
  got       Ask { guest: "grace" }

First difference: command 1 is one too many: Ask { guest: "grace" }`
      )
    }
    assert.fail("it held")
  })
})
