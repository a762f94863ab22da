// What errands have led to: what helpers were told, how instances stand, and that nothing is owed which nobody will send.
import { Aggregate, EventStore, Processes, type ProcessStore } from "@deciduous/runtime"
import { assert } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import type { Errand, Errands } from "./errands.ts"

/** Asks for an errand of so many steps, with a deadline or without. */
export const ask = ({ Errand }: Errands, id: string, steps: number, deadline?: DateTime.Utc) =>
  Aggregate.handle(Errand, id, {
    _tag: "Asked",
    steps,
    deadline: deadline === undefined ? "" : DateTime.formatIso(deadline)
  })

export const withdraw = ({ Errand }: Errands, id: string) => Aggregate.handle(Errand, id, { _tag: "Withdrawn" })

/** The events of the helper of one errand, as words. */
export const toldTo = Effect.fnUntraced(function*({ helpers }: Errands, id: string) {
  const store = yield* EventStore.EventStore
  const events = yield* Stream.runCollect(store.read(yield* Effect.fromResult(helpers.streamId(id))))
  return events.map(({ data, type }) => `${type} ${(data as { readonly step: number }).step}`)
})

/** What happened to an errand itself. */
export const happenedTo = Effect.fnUntraced(function*({ errands }: Errands, id: string) {
  const store = yield* EventStore.EventStore
  const events = yield* Stream.runCollect(store.read(yield* Effect.fromResult(errands.streamId(id))))
  return events.map(({ type }) => type)
})

/** Waits until an instance stands so. */
export const stands = Effect.fnUntraced(function*(
  { process }: Errands,
  id: string,
  as: (known: Processes.Known<Errand>) => boolean
): Effect.fn.Return<void, unknown, ProcessStore.ProcessStore> {
  const wait = Effect.gen(function*() {
    while (true) {
      const known = yield* Processes.state(process, id)
      if (known !== undefined && as(known)) return
      yield* Effect.sleep("10 millis")
    }
  })
  const found = yield* Effect.timeoutOption(wait, "20 seconds")
  if (Option.isNone(found)) assert.fail(`${id} stands ${JSON.stringify(yield* Processes.state(process, id))}`)
})

/** Waits until everything that an instance owed is done. */
export const isDone = Effect.fnUntraced(function*(
  errands: Errands,
  id: string,
  steps: number
): Effect.fn.Return<void, unknown, ProcessStore.ProcessStore | EventStore.EventStore> {
  yield* stands(errands, id, ({ owed, state }) => state?.done === steps && owed.length === 0)
  assert.deepStrictEqual(yield* toldTo(errands, id), Array.from({ length: steps }, (_, i) => `Done ${i + 1}`))
  yield* agrees(errands, id)
})

/** What is owed is what `resume` says. */
export const agrees = Effect.fnUntraced(function*({ process }: Errands, id: string) {
  assert.isUndefined(yield* Processes.check(process, id), `what ${id} owes is not what resume says`)
})
