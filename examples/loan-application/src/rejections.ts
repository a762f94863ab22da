// Why the bank says that something cannot happen to an application. Each is a state of affairs.
import type { WorkItem } from "@deciduous/event-schemas/types.gen"
import { Data } from "effect"
import type { Application, Grant } from "./Application.ts"

export class AlreadySubmitted extends Data.TaggedError("AlreadySubmitted") {}
export class NotSubmitted extends Data.TaggedError("NotSubmitted") {}
/** The application has not come so far, or is past that: a step follows the one before it, and a decision is final. */
export class OutOfStep extends Data.TaggedError("OutOfStep")<Pick<Application, "stage">> {}
/** The offers do not allow it: only one is out at a time, and none is drawn up while the application is decided. */
export class OfferOutOfStep extends Data.TaggedError("OfferOutOfStep")<Pick<Application, "draft" | "offer">> {}
export class AlreadyGranted extends Data.TaggedError("AlreadyGranted")<{ readonly step: Grant }> {}
/** There is nothing of this to do about the application as it stands. */
export class WorkNotDue extends Data.TaggedError("WorkNotDue")<{ readonly item: WorkItem }> {}
/** Work begins and ends on items that were scheduled, by one at a time for each of them. */
export class WorkNotScheduled extends Data.TaggedError("WorkNotScheduled")<{ readonly item: WorkItem }> {}
/** Contracts are changed by another department, so nobody begins or ends it here. */
export class WorkNotDoneHere extends Data.TaggedError("WorkNotDoneHere")<{ readonly item: WorkItem }> {}

export type Rejection =
  | AlreadySubmitted
  | NotSubmitted
  | OutOfStep
  | OfferOutOfStep
  | AlreadyGranted
  | WorkNotDue
  | WorkNotScheduled
  | WorkNotDoneHere
