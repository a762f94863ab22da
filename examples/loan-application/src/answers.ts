// What people ask the read models, and the answers as lines. Each question is a query or a few; no event is read.
import { type Projection, ReadModel } from "@deciduous/runtime"
import { Array, DateTime, Duration, Effect, Option, Order, Stream } from "effect"
import { Decisions } from "./readModels/Decisions.ts"
import { Months } from "./readModels/Months.ts"
import { WorkQueue } from "./readModels/WorkQueue.ts"
import { grouped } from "./report.ts"

/** What did the bank do in each month? */
export const monthsInWords = Effect.gen(function*() {
  const { documents } = yield* ReadModel.find(Months)
  const row = (...cells: ReadonlyArray<string>) => columns([9, -9, -12, -9, -10, -8], cells)
  return [
    row("", "submitted", "euro", "declined", "cancelled", "approved"),
    ...documents.map(({ key, state }) =>
      row(key, ...[state.submitted, state.euro, state.declined, state.cancelled, state.approved].map(grouped))
    )
  ]
})

/** How long does a decision take? The index gives the applications in the order of that, so the middle one is the median. */
export const decisionsInWords = Effect.gen(function*() {
  const times = yield* all(Decisions, { index: "took" }).pipe(
    Stream.runFold(() => new Map<string, Array<number>>(), (times, { state: { decision, took } }) => {
      const there = times.get(decision)
      if (there === undefined) times.set(decision, [millis(took)])
      else there.push(millis(took))
      return times
    })
  )
  const undecided = yield* Stream.runCount(all(Decisions, { index: "decision", equals: "Undecided" }))
  return [
    ...Array.sortWith(times, ([, { length }]) => -length, Order.Number).map(([decision, took]) =>
      columns([9, -7], [decision, grouped(took.length)])
      + `  half of them within ${inWords(took[took.length >> 1]!)}, the slowest after ${inWords(took.at(-1)!)}`
    ),
    columns([9, -7], ["Undecided", grouped(undecided)])
  ]
})

/** Who has the most work, and what was left alone for longest? */
export const workInWords = Effect.gen(function*() {
  const counts = yield* all(WorkQueue, { index: "resource" }).pipe(
    Stream.runFold(() => new Map<string, number>(), (counts, { state: { resource } }) => {
      const who = resource ?? "nobody"
      return counts.set(who, (counts.get(who) ?? 0) + 1)
    })
  )
  const busiest = Array.sortWith(counts, ([, count]) => -count, Order.Number).slice(0, 5)
  const { documents } = yield* ReadModel.find(WorkQueue, { by: { index: "touchedAt" }, limit: 3 })
  return [
    `${grouped([...counts.values()].reduce((sum, count) => sum + count, 0))} pieces of work are not closed, `
    + `with ${counts.size} resources`,
    `most of it: ${busiest.map(([who, count]) => `${who} has ${grouped(count)}`).join(", ")}`,
    ...documents.map(({ key, state: { resource, touchedAt } }) =>
      `untouched since ${DateTime.formatIsoDateUtc(touchedAt)}: ${key}, with ${resource ?? "nobody"}`
    )
  ]
})

/** Every document in the order of an index, page by page. */
const all = <State, Index extends string>(
  projection: Projection.Documents<State, Index>,
  by: NonNullable<ReadModel.Query<Index>["by"]>
) =>
  Stream.paginate(undefined as ReadModel.Place | undefined, (after) =>
    Effect.map(
      ReadModel.find(projection, { by, limit: 1_000, ...(after && { after }) }),
      ({ documents, next }) => [documents, Option.fromUndefinedOr(next)] as const
    ))

const millis = (took: Duration.Duration | undefined): number => took === undefined ? 0 : Duration.toMillis(took)

/** Cells below each other, each as wide as its number says; a negative one ends at the right. */
const columns = (widths: ReadonlyArray<number>, cells: ReadonlyArray<string>): string =>
  cells.map((cell, i) => widths[i]! < 0 ? cell.padStart(-widths[i]!) : cell.padEnd(widths[i]!)).join("  ")

/** A time in the largest unit of which it has two: `16 hours`. */
const inWords = (milliseconds: number): string => {
  const [unit, size] = units.find(([, size]) => milliseconds >= 2 * size) ?? ["seconds", 1_000]
  return `${grouped(Math.round(milliseconds / size))} ${unit}`
}

const units = [["days", 86_400_000], ["hours", 3_600_000], ["minutes", 60_000]] as const
