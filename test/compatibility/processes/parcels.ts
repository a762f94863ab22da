// A process of one release: it handles commands on parcels that other releases write to as well, and decodes the log as it
// grows. A failure is told, and the next command is handled.
import { PostgresEventStore } from "@deciduous/postgres"
import { Aggregate, EventStore } from "@deciduous/runtime"
import * as Effect from "effect/Effect"
import * as Random from "effect/Random"
import * as Result from "effect/Result"
import * as Stream from "effect/Stream"
import { asked, options, report } from "../../fault/processes/report.ts"
import type { Parcel as FirstParcel } from "../releases/first/Parcel.ts"
import type { Command, Line, Options } from "../support/parcels.ts"

const { commands, meets = 0, parcels, release, seed, url } = options<Options>()
// only the code of this release is loaded; the states and commands of all of them are the same
const { Parcel }: { readonly Parcel: typeof FirstParcel } = await import(`../releases/${release}/Parcel.ts`)

const say = (line: Line): void => report(line)

const idOf = (parcel: string) => parcel as typeof Parcel.events.id.Type

const handle = (parcel: string, command: Command) =>
  Aggregate.handle(Parcel, idOf(parcel), command).pipe(
    Effect.match({
      onSuccess: ({ version }) =>
        say({ _tag: "Handled", parcel, version, ...(command._tag === "Scan" && { scan: command.place }) }),
      onFailure: (error) => say({ _tag: "Failed", parcel, error: error._tag, message: error.message })
    })
  )

/** How many scans of the second version it has met. */
let met = 0

const write = Effect.gen(function*() {
  for (let n = 1; n <= commands || met < meets; n++) {
    const parcel = parcels[yield* Random.nextIntBetween(0, parcels.length - 1)]!
    const isLost = (yield* Random.nextIntBetween(0, 12)) === 0
    yield* handle(parcel, { _tag: "Register", grams: 100 })
    yield* handle(parcel, isLost ? { _tag: "Lose" } : { _tag: "Scan", place: `${seed} ${n}` })
  }
  say({ _tag: "Wrote" })
})

const follow = Effect.gen(function*() {
  const store = yield* EventStore.EventStore
  let events = 0
  yield* Stream.runForEach(store.subscribePages(), (page) =>
    Effect.sync(() => {
      for (const stored of page.events) {
        const decoded = Parcel.events.decode(stored)
        if (Result.isFailure(decoded)) say({ _tag: "Unreadable", message: decoded.failure.message })
        if (stored.type === "ParcelScanned" && stored.schemaVersion === 2) met++
      }
      events += page.events.length
      say({ _tag: "Followed", events })
    }))
})

const fold = Effect.forEach(parcels, (parcel) =>
  Aggregate.load(Parcel, idOf(parcel)).pipe(
    Effect.match({
      onSuccess: ({ state }) => say({ _tag: "Folded", parcel, state }),
      onFailure: (error) => say({ _tag: "Failed", parcel, error: error._tag, message: error.message })
    })
  ))

await Effect.gen(function*() {
  say({ _tag: "Began" })
  yield* Effect.raceFirst(follow, Effect.andThen(write, Effect.promise(() => asked)))
  yield* fold
}).pipe(Random.withSeed(seed), Effect.provide(PostgresEventStore.layer({ url })), Effect.runPromise)
