import type { LoanApplicationEvent } from "@deciduous/event-schemas/loan-application.events.gen"
import type { WorkItem } from "@deciduous/event-schemas/types.gen"
import { loanApplication } from "@deciduous/example-loan-application/LoanApplication"
import * as Rejection from "@deciduous/example-loan-application/rejections"
import { Spec } from "@deciduous/testing"
import { describe, it } from "@effect/vitest"
import { at, euro, resource } from "./support.ts"

const by = { resource, at }
const submitted = { _tag: "ApplicationSubmitted", amountRequested: euro(20_000), ...by } as const
const event = <Tag extends Fact>(_tag: Tag) => ({ _tag, ...by })
const scheduled = (item: WorkItem) => ({ _tag: "WorkScheduled", item, ...by }) as const
const started = (item: WorkItem) => ({ _tag: "WorkStarted", item, ...by }) as const
const completed = (item: WorkItem) => ({ _tag: "WorkCompleted", item, ...by }) as const
type Fact = Exclude<LoanApplicationEvent["_tag"], "ApplicationSubmitted" | `Work${string}`>

const partly = [submitted, event("ApplicationPartlySubmitted")]
const preaccepted = [...partly, event("ApplicationPreaccepted")]
const accepted = [...preaccepted, event("ApplicationAccepted")]
const finalized = [...accepted, event("ApplicationFinalized")]
const drawnUp = [...finalized, event("OfferSelected"), event("OfferCreated")]
const sent = [...drawnUp, event("OfferSent")]
const sentBack = [...sent, event("OfferSentBack")]
const granted = [...sentBack, event("ApplicationApproved")]

const submit = { _tag: "SubmitApplication", amountRequested: euro(20_000), ...by } as const
const schedule = (item: WorkItem) => ({ _tag: "ScheduleWork", item, ...by }) as const
const start = (item: WorkItem) => ({ _tag: "StartWork", item, ...by }) as const
const complete = (item: WorkItem) => ({ _tag: "CompleteWork", item, ...by }) as const

const given = (...history: ReadonlyArray<LoanApplicationEvent>) => Spec.given(loanApplication, ...history)

describe("an application", () => {
  it("is submitted once, for an amount", () => {
    given().when(submit).thenEvents(submitted)
    given(submitted).when(submit).thenFails(new Rejection.AlreadySubmitted())
  })

  it("has no history before it is submitted", () => {
    given().when({ _tag: "SubmitApplicationPartly", ...by }).thenFails(new Rejection.NotSubmitted())
    given().when(schedule("follow-up-leads")).thenFails(new Rejection.NotSubmitted())
  })

  it("takes one step after the other, and none twice", () => {
    given(...partly).when({ _tag: "PreacceptApplication", ...by }).thenEvents(event("ApplicationPreaccepted"))
    given(submitted).when({ _tag: "PreacceptApplication", ...by }).thenFails(
      new Rejection.OutOfStep({ stage: "Submitted" })
    )
    given(...preaccepted).when({ _tag: "PreacceptApplication", ...by }).thenFails(
      new Rejection.OutOfStep({ stage: "Preaccepted" })
    )
    given(...preaccepted).when({ _tag: "FinalizeApplication", ...by }).thenFails(
      new Rejection.OutOfStep({ stage: "Preaccepted" })
    )
  })
})

describe("the decision", () => {
  it("may be no as soon as the bank has the application", () => {
    given(...partly).when({ _tag: "DeclineApplication", ...by }).thenEvents(event("ApplicationDeclined"))
    given(submitted).when({ _tag: "DeclineApplication", ...by }).thenFails(
      new Rejection.OutOfStep({ stage: "Submitted" })
    )
  })

  it("is made once", () => {
    given(...partly, event("ApplicationDeclined")).when({ _tag: "CancelApplication", ...by }).thenFails(
      new Rejection.OutOfStep({ stage: "Declined" })
    )
    given(...sentBack, event("ApplicationCancelled")).when({ _tag: "ApproveApplication", ...by }).thenFails(
      new Rejection.OutOfStep({ stage: "Cancelled" })
    )
    given(...granted).when({ _tag: "DeclineApplication", ...by }).thenFails(
      new Rejection.OutOfStep({ stage: "Granted" })
    )
  })

  it("to grant takes three steps, in any order, each once", () => {
    given(...sentBack)
      .when({ _tag: "RegisterApplication", ...by }, { _tag: "ActivateApplication", ...by }, {
        _tag: "ApproveApplication",
        ...by
      })
      .thenEvents(event("ApplicationRegistered"), event("ApplicationActivated"), event("ApplicationApproved"))
    given(...granted).when({ _tag: "ApproveApplication", ...by }).thenFails(
      new Rejection.AlreadyGranted({ step: "Approved" })
    )
  })

  it("to grant needs an offer", () =>
    given(...finalized).when({ _tag: "ApproveApplication", ...by }).thenFails(
      new Rejection.OfferOutOfStep({ draft: "None", offer: "None" })
    ))

  it("waits until no offer is being drawn up", () =>
    given(...drawnUp).when({ _tag: "CancelApplication", ...by }).thenFails(
      new Rejection.OfferOutOfStep({ draft: "Created", offer: "None" })
    ))

  it("does not go against what became of the offer", () => {
    given(...sentBack, event("OfferAccepted")).when({ _tag: "DeclineApplication", ...by }).thenFails(
      new Rejection.OfferOutOfStep({ draft: "None", offer: "Accepted" })
    )
    given(...sentBack, event("OfferDeclined")).when({ _tag: "CancelApplication", ...by }).thenFails(
      new Rejection.OfferOutOfStep({ draft: "None", offer: "Declined" })
    )
    given(...sentBack, event("OfferDeclined")).when({ _tag: "DeclineApplication", ...by }).thenEvents(
      event("ApplicationDeclined")
    )
  })
})

describe("an offer", () => {
  it("is selected before it is created, and may be before the application is finalized", () => {
    given(...accepted)
      .when({ _tag: "SelectOffer", ...by }, { _tag: "FinalizeApplication", ...by }, { _tag: "CreateOffer", ...by })
      .thenEvents(event("OfferSelected"), event("ApplicationFinalized"), event("OfferCreated"))
    given(...finalized).when({ _tag: "CreateOffer", ...by }).thenFails(
      new Rejection.OfferOutOfStep({ draft: "None", offer: "None" })
    )
  })

  it("is sent once it is created", () => {
    given(...drawnUp).when({ _tag: "SendOffer", ...by }).thenEvents(event("OfferSent"))
    given(...sent).when({ _tag: "SendOffer", ...by }).thenFails(
      new Rejection.OfferOutOfStep({ draft: "None", offer: "Sent" })
    )
  })

  it("makes room for the next one, which is selected before and created after", () => {
    const next = { _tag: "CreateOffer", ...by } as const
    given(...sent, event("OfferSelected")).when(next).thenFails(
      new Rejection.OfferOutOfStep({ draft: "Selected", offer: "Sent" })
    )
    given(...sent, event("OfferSelected")).when({ _tag: "CancelOffer", ...by }, next).thenEvents(
      event("OfferCancelled"),
      event("OfferCreated")
    )
  })

  it("comes back once", () =>
    given(...sentBack).when({ _tag: "ReceiveOfferBack", ...by }).thenFails(
      new Rejection.OfferOutOfStep({ draft: "None", offer: "SentBack" })
    ))

  it("may be accepted after the loan was granted, and without having come back", () => {
    given(...granted).when({ _tag: "AcceptOffer", ...by }).thenEvents(event("OfferAccepted"))
    given(...sent).when({ _tag: "AcceptOffer", ...by }).thenEvents(event("OfferAccepted"))
  })

  it("may be cancelled after the application was, and not after another decision", () => {
    given(...sent, event("ApplicationCancelled")).when({ _tag: "CancelOffer", ...by }).thenEvents(
      event("OfferCancelled")
    )
    given(...sent, event("ApplicationDeclined")).when({ _tag: "CancelOffer", ...by }).thenFails(
      new Rejection.OutOfStep({ stage: "Declined" })
    )
  })

  it("is the last one where it was accepted", () =>
    given(...sent, event("OfferAccepted")).when({ _tag: "SelectOffer", ...by }).thenFails(
      new Rejection.OfferOutOfStep({ draft: "None", offer: "Accepted" })
    ))
})

describe("work", () => {
  it("is scheduled where there is something to do", () => {
    given(...partly).when(schedule("follow-up-leads")).thenEvents(scheduled("follow-up-leads"))
    given(...preaccepted).when(schedule("follow-up-leads")).thenFails(
      new Rejection.WorkNotDue({ item: "follow-up-leads" })
    )
    given(...preaccepted).when(schedule("complete-application")).thenEvents(scheduled("complete-application"))
    given(...sent).when(schedule("call-after-offers")).thenEvents(scheduled("call-after-offers"))
    given(...sent).when(schedule("validate-application")).thenFails(
      new Rejection.WorkNotDue({ item: "validate-application" })
    )
    given(...sentBack).when(schedule("validate-application")).thenEvents(scheduled("validate-application"))
    given(...sentBack).when(schedule("call-about-incomplete-files")).thenEvents(
      scheduled("call-about-incomplete-files")
    )
    given(...partly).when(schedule("assess-fraud")).thenEvents(scheduled("assess-fraud"))
    given(...partly, event("ApplicationDeclined")).when(schedule("assess-fraud")).thenFails(
      new Rejection.WorkNotDue({ item: "assess-fraud" })
    )
  })

  it("begins and ends any number of times on an item that was scheduled", () => {
    const item = "follow-up-leads"
    given(...partly, scheduled(item)).when(start(item), complete(item), start(item), complete(item)).thenEvents(
      started(item),
      completed(item),
      started(item),
      completed(item)
    )
    given(...partly).when(start(item)).thenFails(new Rejection.WorkNotScheduled({ item }))
    given(...partly).when(complete(item)).thenFails(new Rejection.WorkNotScheduled({ item }))
  })

  it("is done by one at a time for each item of its kind", () => {
    const item = "complete-application"
    given(...preaccepted, scheduled(item), started(item)).when(start(item)).thenFails(
      new Rejection.WorkNotScheduled({ item })
    )
    given(...preaccepted, scheduled(item), scheduled(item), started(item)).when(start(item)).thenEvents(started(item))
  })

  it("completed by nobody closes the item", () => {
    const item = "call-after-offers"
    given(...sent, scheduled(item)).when(complete(item)).thenEvents(completed(item))
    given(...sent, scheduled(item), completed(item)).when(start(item)).thenFails(
      new Rejection.WorkNotScheduled({ item })
    )
  })

  it("goes on after the decision", () => {
    const item = "validate-application"
    given(...sentBack, scheduled(item), event("ApplicationApproved")).when(start(item), complete(item)).thenEvents(
      started(item),
      completed(item)
    )
  })

  it("on contracts is scheduled here and done elsewhere", () => {
    const item = "change-contract"
    given(...granted).when(schedule(item)).thenEvents(scheduled(item))
    given(...granted, scheduled(item)).when(start(item)).thenFails(new Rejection.WorkNotDoneHere({ item }))
    given(...granted, scheduled(item)).when(complete(item)).thenFails(new Rejection.WorkNotDoneHere({ item }))
  })
})
