// The events by what they are about. A read model names those that it leaves out; a new event, which none of these names, is
// an error of the compiler until it is given its place.

/** On the way to a decision. */
export const steps = [
  "ApplicationPartlySubmitted",
  "ApplicationPreaccepted",
  "ApplicationAccepted",
  "ApplicationFinalized"
] as const

export const decisions = [
  "ApplicationApproved",
  "ApplicationRegistered",
  "ApplicationActivated",
  "ApplicationDeclined",
  "ApplicationCancelled"
] as const

export const offers = [
  "OfferSelected",
  "OfferCreated",
  "OfferSent",
  "OfferSentBack",
  "OfferCancelled",
  "OfferDeclined",
  "OfferAccepted"
] as const

export const work = ["WorkScheduled", "WorkStarted", "WorkCompleted"] as const
