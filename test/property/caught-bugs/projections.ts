// What was sold of each thing, in a table of its own and as documents. Bugs of batches, of what is kept outside of the
// transaction, of what is otherwise when it is built anew, and of the day on which it is.
import type { EventSet, RecordedEvent } from "@deciduous/core"
import { MemoryTables, Projection } from "@deciduous/runtime"
import { ofTables, ofView, type TableOptions } from "@deciduous/testing/laws/ProjectionLaws"
import { Effect, Schema } from "effect"
import * as fc from "fast-check"
import { Aggregate, commands, Decider, eventSet, R, S } from "../../../packages/testing/test/laws/domain.ts"
import type { Bug, Sound } from "./Bug.ts"

type Event =
  | { readonly _tag: "Sold" | "Returned"; readonly thing: string; readonly pieces: number }
  | { readonly _tag: "Closed" }
type Command =
  | { readonly _tag: "Sell" | "Return"; readonly thing: string; readonly pieces: number }
  | { readonly _tag: "Close" }
type Moved = Exclude<Event, { readonly _tag: "Closed" }>
type Row = { readonly sold: number; readonly largest: number }
type Sales = { readonly [thing: string]: number }
type Tables = MemoryTables.MemoryTables["Service"]
type Handle = (
  events: ReadonlyArray<RecordedEvent<Event>>,
  batch: Projection.Batch
) => Effect.Effect<void, unknown, MemoryTables.MemoryTables>

const accept = Decider.accept<Event>
const events = eventSet<Event>("Shop", {
  Sold: { thing: R.Text, pieces: S.Int },
  Returned: { thing: R.Text, pieces: S.Int },
  Closed: {}
}) as EventSet.EventSet<Event, Event>
const Shop = Aggregate.make({
  events,
  decider: Decider.make({
    initialState: { sold: {}, isClosed: false },
    evolve: (shop: { readonly sold: Sales; readonly isClosed: boolean }, event: Event): typeof shop =>
      event._tag === "Closed" ? { ...shop, isClosed: true } : {
        ...shop,
        sold: {
          ...shop.sold,
          [event.thing]: of(shop.sold, event.thing) + (event._tag === "Sold" ? event.pieces : -event.pieces)
        }
      },
    decide: (command: Command, { isClosed, sold }): Decider.Decision<Event, "closed" | "never sold"> =>
      isClosed
        ? Decider.reject("closed")
        : command._tag === "Close"
        ? accept({ _tag: "Closed" })
        : command._tag === "Sell"
        ? accept({ ...command, _tag: "Sold" })
        : of(sold, command.thing) < command.pieces
        ? Decider.reject("never sold")
        : accept({ ...command, _tag: "Returned" }),
    isTerminal: ({ isClosed }) => isClosed
  })
})
const of = (sales: Sales, thing: string): number => Object.hasOwn(sales, thing) ? sales[thing]! : 0
const part = { thing: fc.constantFrom("pen", "ink", "paper"), pieces: fc.integer({ min: 1, max: 9 }) }
const arbitraries = commands<Command>({ Sell: part, Return: part, Close: {} })

const table = "sold"
const none: Row = { sold: 0, largest: 0 }
const moved = (row: Row | undefined, event: Moved): Row => {
  const { largest, sold } = row ?? none
  return event._tag === "Sold"
    ? { sold: sold + event.pieces, largest: Math.max(largest, event.pieces) }
    : { sold: sold - event.pieces, largest }
}

/** Row by row, as SQL would do it with one statement for each. */
const each = (
  change: (tables: Tables, recorded: RecordedEvent<Event>, batch: Projection.Batch) => Effect.Effect<unknown>
): Handle =>
(events, batch) =>
  Effect.flatMap(
    MemoryTables.MemoryTables,
    (tables) => Effect.forEach(events, (recorded) => change(tables, recorded, batch), { discard: true })
  )
const update = (tables: Tables, event: Event): Effect.Effect<unknown> =>
  event._tag === "Closed"
    ? Effect.void
    : Effect.flatMap(tables.get<Row>(table, event.thing), (row) => tables.put(table, event.thing, moved(row, event)))
const correct = each((tables, { event }) => update(tables, event))

const options: TableOptions<MemoryTables.MemoryTables> = {
  from: [{ aggregate: Shop, arbitraries }],
  streams: "independent",
  read: () => Effect.flatMap(MemoryTables.MemoryTables, (tables) => tables.rows<Row>(table)),
  invariants: {
    "has sold no less than nothing": (rows: ReadonlyArray<readonly [string, Row]>) =>
      rows.every(([, { sold }]) => sold >= 0) || JSON.stringify(rows)
  }
}
const projection = (handle: Handle) => Projection.make({ name: "sales", events, handle })

const bug = (name: string, handle: Handle, more: Partial<typeof options> = {}): Bug => ({
  name: `projection: ${name}`,
  faulty: (run) => ofTables("sales", projection(handle), { ...options, ...more, ...run })
})

/** A table that says what happened last, and is written for each event or for the whole batch. */
const lastOf = (key: (recorded: RecordedEvent<Event>) => string | undefined) =>
  each((tables, recorded) => {
    const found = key(recorded)
    return found === undefined ? Effect.void : tables.put(table, found, { sold: 0, largest: recorded.version })
  })

const cache = new Map<string, Row>()
const handled = new Set<string>()
let batches = 0

interface Till {
  readonly thing: string
  readonly sold: number
}
const ofSales = (
  evolve: (till: Till | undefined, event: Event) => Till | undefined,
  more: Partial<
    { readonly keyOf: (event: RecordedEvent<Event>) => string | undefined; readonly state: Schema.Codec<Till, any> }
  > = {}
) =>
  Projection.fromView({ initialState: undefined as Till | undefined, evolve }, {
    name: "tills",
    events,
    state: Schema.Struct({ thing: Schema.String, sold: Schema.Finite }),
    keyOf: ({ aggregateId, event }) => event._tag === "Closed" ? undefined : `${aggregateId} ${event.thing}`,
    ...more
  })
const evolve = (till: Till | undefined, event: Event): Till | undefined => {
  if (event._tag === "Closed") return till
  const sold = (till?.sold ?? 0) + (event._tag === "Sold" ? event.pieces : -event.pieces)
  return sold === 0 ? undefined : { thing: event.thing, sold }
}
const lawsOfTills = (projection: ReturnType<typeof ofSales>): Bug["faulty"] => (run) => {
  const { pure, stored } = ofView("tills", projection, { from: options.from, ...run })
  return [...pure, ...stored]
}
const documents = (name: string, faulty: ReturnType<typeof ofSales>): Bug => ({
  name: `projection of a view: ${name}`,
  faulty: lawsOfTills(faulty)
})

export const bugs: ReadonlyArray<Bug> = [
  bug(
    "of a batch only the last event of each thing counts",
    (events) =>
      Effect.flatMap(MemoryTables.MemoryTables, (tables) =>
        Effect.forEach(
          new Map(events.flatMap(({ event }) => event._tag === "Closed" ? [] : [[event.thing, event]])).values(),
          (event) => update(tables, event)
        ))
  ),
  bug("the row is read once for the batch, and written from that for each event", (events) =>
    Effect.gen(function*() {
      const tables = yield* MemoryTables.MemoryTables
      const before = new Map(yield* tables.rows<Row>(table))
      for (const { event } of events) {
        if (event._tag !== "Closed") yield* tables.put(table, event.thing, moved(before.get(event.thing), event))
      }
    })),
  bug(
    "rows are cached in the module, and a batch that is undone leaves them there",
    each((tables, { event }) => {
      if (event._tag === "Closed") return Effect.void
      const row = moved(cache.get(event.thing), event)
      cache.set(event.thing, row)
      return tables.put(table, event.thing, row)
    })
  ),
  bug(
    "what was handled is remembered outside of the transaction, so what is undone is never done",
    each((tables, { event, id }) =>
      Effect.suspend(() => handled.size === handled.add(id).size ? Effect.void : update(tables, event))
    )
  ),
  bug(
    "it says when it was written",
    each((tables, { event }) =>
      event._tag === "Closed" ? Effect.void : tables.put(table, event.thing, { sold: Date.now(), largest: 0 })
    )
  ),
  bug(
    "it counts by the day of the week where the program runs",
    each((tables, { recordedAt }) =>
      tables.put(table, String(new Date(recordedAt.epochMilliseconds).getHours()), { sold: 1, largest: 1 })
    )
  ),
  bug(
    "rows have numbers drawn at random",
    each((tables, { event }) =>
      event._tag === "Closed" ? Effect.void : tables.put(table, `${Math.random()}`, moved(undefined, event))
    )
  ),
  bug(
    "what is appended is written over, as nobody else would write",
    each((tables, { event }, { isShared }) =>
      event._tag !== "Closed" && isShared
        ? tables.put(table, event.thing, moved(undefined, event))
        : update(tables, event)
    )
  ),
  bug(
    "while it is built anew what came back is left out, as nobody is to be told of it",
    each((tables, { event }, { isRebuilding }) =>
      isRebuilding && event._tag === "Returned" ? Effect.void : update(tables, event)
    )
  ),
  bug(
    "batches are numbered",
    (events) =>
      Effect.flatMap(
        MemoryTables.MemoryTables,
        (tables) => tables.put(table, "batch", { sold: ++batches, largest: events.length })
      )
  ),
  bug(
    "what comes again is counted again, though it is said not to be",
    correct,
    { duplicates: "ignored" }
  ),
  bug(
    "the last event of all shops stands in one row, though streams are said not to matter to each other",
    lastOf(() => "last")
  ),
  bug(
    "a thing that was sold and has come back is refused for ever",
    each((tables, { event }) =>
      event._tag === "Returned"
        ? Effect.flatMap(tables.get<Row>(table, event.thing), (row) =>
          row?.sold === event.pieces ? Effect.die(new Error("nothing is left")) : update(tables, event))
        : update(tables, event)
    )
  ),
  bug(
    "what is closed gives back one piece that nobody has brought",
    each((tables, { event }) =>
      event._tag === "Closed" ? tables.put(table, "pen", { sold: -1, largest: 0 }) : update(tables, event)
    )
  ),
  documents(
    "a sum that the schema does not take",
    ofSales(evolve, {
      state: Schema.Struct({ thing: Schema.String, sold: Schema.Finite.check(Schema.isLessThan(9)) })
    })
  ),
  documents(
    "a document of all that is closed has no key",
    ofSales((till, event) => event._tag === "Closed" ? { thing: "", sold: 1 } : evolve(till, event), {
      keyOf: ({ aggregateId, event }) => event._tag === "Closed" ? "" : `${aggregateId} ${event.thing}`
    })
  ),
  documents(
    "a field that its schema does not keep",
    ofSales((till, event) => {
      const next = evolve(till, event)
      return next === undefined || event._tag === "Closed"
        ? next
        : { ...next, sold: next.sold + (till !== undefined && !("last" in till) ? 1 : 0), last: event.pieces } as Till
    })
  )
]

export const sound: ReadonlyArray<Sound> = [
  { name: "projection", laws: (run) => ofTables("sales", projection(correct), { ...options, ...run }) },
  {
    name: "projection of the last event of each shop",
    laws: (run) => ofTables("last", projection(lastOf(({ aggregateId }) => aggregateId)), { ...options, ...run })
  },
  { name: "projection of a view", laws: lawsOfTills(ofSales(evolve)) }
]
