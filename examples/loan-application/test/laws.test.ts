// What holds of every loan application, in histories at random: the laws of every decider, and four of its own.
import { LoanApplicationArbitraries } from "@deciduous/event-schemas/loan-application.arbitraries.gen"
import { LoanApplication } from "@deciduous/example-loan-application/aggregate"
import { isUndecided } from "@deciduous/example-loan-application/Application"
import { totals } from "@deciduous/example-loan-application/Totals"
import { MemoryEventStore } from "@deciduous/runtime"
import { Laws } from "@deciduous/testing"

Laws.decider("LoanApplication", LoanApplication, {
  arbitraries: LoanApplicationArbitraries,
  invariants: {
    "has nobody at work on what is not scheduled": (application) =>
      application._tag === "Unsubmitted"
      || Object.values(application.work).every(({ open, underWay }) => 0 <= underWay && underWay <= open)
      || `the work is ${JSON.stringify(application.work)}`,
    "is granted by one to three steps, each once, and by nothing else": (application) =>
      application._tag === "Unsubmitted"
      || (application.stage === "Granted") === (application.granted.length > 0)
        && new Set(application.granted).size === application.granted.length
      || `it is ${application.stage} after ${application.granted.join(", ")}`,
    "has no offer half drawn up once it is decided": (application) =>
      application._tag === "Unsubmitted" || isUndecided(application) || application.draft === "None"
      || `an offer is ${application.draft}`,
    "is not decided against its offer": (application) =>
      application._tag === "Unsubmitted"
      || !(application.stage === "Granted" && application.offer === "Declined")
        && !(application.stage === "Declined" && application.offer === "Accepted")
        && !(application.stage === "Cancelled" && ["Accepted", "Declined"].includes(application.offer))
      || `it is ${application.stage} and its offer ${application.offer}`
  }
})

Laws.evolution("LoanApplication", LoanApplication.events, { arbitraries: LoanApplicationArbitraries })

Laws.concurrency("LoanApplication", LoanApplication, {
  arbitraries: LoanApplicationArbitraries,
  store: MemoryEventStore.layer
})

Laws.recorded(new URL("../../../event-schemas/recorded/loan-application", import.meta.url), [LoanApplication.events])

Laws.view("totals", totals, {
  from: [{ aggregate: LoanApplication, arbitraries: LoanApplicationArbitraries }],
  state: "json",
  steps: {
    "counts up, and never down": (before, _, after) =>
      Object.entries(before).every(([name, count]) => count <= after[name as keyof typeof after]) || "it fell"
  },
  invariants: {
    "decides no more than was submitted": ({ approved, cancelled, declined, submitted }) =>
      Math.max(approved, cancelled, declined) <= submitted || "more was decided"
  }
})
