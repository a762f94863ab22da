// What the read models say of a few events, written by hand: the views alone, and the documents that they become.
import type { LoanApplicationNewEvent } from "@deciduous/event-schemas/loan-application.events.gen"
import { ApplicationId, ResourceId } from "@deciduous/event-schemas/types.gen"
import { LoanApplication } from "@deciduous/example-loan-application/aggregate"
import { decided, Decisions } from "@deciduous/example-loan-application/readModels/Decisions"
import { Months } from "@deciduous/example-loan-application/readModels/Months"
import { task, WorkQueue } from "@deciduous/example-loan-application/readModels/WorkQueue"
import { totals } from "@deciduous/example-loan-application/Totals"
import { MemoryEventStore, type Projections, ReadModel } from "@deciduous/runtime"
import { ProjectionSpec, Spec } from "@deciduous/testing"
import { assert, describe, it } from "@effect/vitest"
import { DateTime, Duration, Effect, Schema } from "effect"
import { at, euro, resource } from "./support.ts"

const id = Schema.decodeSync(ApplicationId)
const other = Schema.decodeSync(ResourceId)("10912")
const by = { resource, at }
const later = DateTime.add(at, { days: 17 })

const submitted = { _tag: "ApplicationSubmitted", amountRequested: euro(20_000), ...by } as const
const partly = { _tag: "ApplicationPartlySubmitted", ...by } as const
const declined = { _tag: "ApplicationDeclined", resource, at: later } as const
const item = "call-after-offers"
const scheduled = { _tag: "WorkScheduled", item, ...by } as const
const started = { _tag: "WorkStarted", item, resource: other, at: later } as const
const completed = { _tag: "WorkCompleted", item, resource: null, at: later } as const

const test = (name: string, effect: Effect.Effect<void, unknown, Projections.Stores>) =>
  it.live(name, () => Effect.provide(effect, MemoryEventStore.layer))

const application = (number: string, ...history: ReadonlyArray<LoanApplicationNewEvent>) =>
  ProjectionSpec.stream(LoanApplication, id(number), ...history)

describe("a decision", () => {
  const open = { amountRequested: euro(20_000), submittedAt: at, decision: "Undecided" } as const

  it("is open from the submission on", () => {
    Spec.view(decided, submitted).thenState(open)
  })

  it("takes as long as from the submission to it", () => {
    const took = Duration.days(17)
    Spec.view(decided, submitted, declined).thenState({ ...open, decision: "Declined", took })
    Spec.view(decided, submitted, { ...declined, _tag: "ApplicationCancelled" })
      .thenState({ ...open, decision: "Cancelled", took })
    for (const _tag of ["ApplicationApproved", "ApplicationRegistered", "ApplicationActivated"] as const) {
      Spec.view(decided, submitted, { ...declined, _tag }).thenState({ ...open, decision: "Granted", took })
    }
  })

  it("is the first of the events that carry it out, in whichever order these come", () => {
    const registered = { ...declined, _tag: "ApplicationRegistered" } as const
    const approved = { _tag: "ApplicationApproved", resource, at: DateTime.add(later, { days: 1 }) } as const
    Spec.view(decided, submitted, registered, approved)
      .thenState({ ...open, decision: "Granted", took: Duration.days(17) })
  })

  test(
    "is a document of the application's own",
    ProjectionSpec.given(Decisions, application("1", submitted, partly, declined), application("2", submitted))
      .thenDocument("2", open)
  )
})

describe("a piece of work", () => {
  it("lies with whoever had it in hand last", () => {
    const begun = { item, resource: other, open: 1, underWay: 1, touchedAt: later } as const
    Spec.view(task, scheduled).thenState({ item, resource, open: 1, underWay: 0, touchedAt: at })
    Spec.view(task, scheduled, started).thenState(begun)
    Spec.view(task, scheduled, started, completed).thenState({ ...begun, underWay: 0 })
  })

  it("is gone once it is closed, by a completion without a start", () => {
    Spec.view(task, scheduled, started, completed, completed).thenState(undefined)
  })

  it("stays as long as there is another of its kind", () => {
    Spec.view(task, scheduled, scheduled, completed)
      .thenState({ item, resource, open: 1, underWay: 0, touchedAt: later })
  })

  test(
    "is a document while there is something to do",
    ProjectionSpec.given(WorkQueue, application("1", submitted, scheduled, completed), application("2", scheduled))
      .thenNoDocument(`1 ${item}`)
  )

  test(
    "is found by whom it lies with",
    Effect.gen(function*() {
      const streams = [application("1", scheduled, started), application("2", scheduled), application("3", scheduled)]
      yield* ProjectionSpec.given(WorkQueue, ...streams).thenDocument(`1 ${item}`, {
        item,
        resource: other,
        open: 1,
        underWay: 1,
        touchedAt: later
      })
      const { documents } = yield* ReadModel.find(WorkQueue, { by: { index: "resource", equals: resource } })
      assert.deepStrictEqual(documents.map(({ key }) => key), [`2 ${item}`, `3 ${item}`])
    })
  )
})

describe("a month", () => {
  const october = { ...totals.initialState, submitted: 2, euro: 40_000 }

  it("counts what happened in it", () => {
    Spec.view(totals, submitted, submitted, declined).thenState({ ...october, declined: 1 })
  })

  /** 21:30 and 22:30 in Greenwich are before and after midnight in Amsterdam's summer. */
  const at2130 = DateTime.makeUnsafe("2011-09-30T21:30:00Z")
  const at2230 = DateTime.makeUnsafe("2011-09-30T22:30:00Z")

  test(
    "begins at the bank's midnight",
    ProjectionSpec.given(
      Months,
      application("1", { ...submitted, at: at2130 }, scheduled),
      application("2", { ...submitted, at: at2230 }),
      application("3", submitted)
    ).thenDocument("2011-10", october)
  )

  test(
    "has no document where nothing but work was done",
    ProjectionSpec.given(Months, application("1", scheduled)).thenNoDocument("2011-10")
  )
})
