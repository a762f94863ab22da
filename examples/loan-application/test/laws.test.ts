// What holds of every loan application, in histories at random: the laws of every decider, four of its own, and those of
// the views.
import { LoanApplicationArbitraries } from "@deciduous/event-schemas/loan-application.arbitraries.gen"
import { LoanApplication } from "@deciduous/example-loan-application/aggregate"
import { isUndecided } from "@deciduous/example-loan-application/Application"
import { Decided, decided } from "@deciduous/example-loan-application/readModels/Decisions"
import * as Events from "@deciduous/example-loan-application/readModels/events"
import { monthOf } from "@deciduous/example-loan-application/readModels/Months"
import { Task, task } from "@deciduous/example-loan-application/readModels/WorkQueue"
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

const from = [{ aggregate: LoanApplication, arbitraries: LoanApplicationArbitraries }]

Laws.view("totals", totals, {
  from,
  budget: 1000,
  keyOf: ({ event }) => monthOf(event),
  state: "json",
  steps: {
    "counts up, and never down": (before, _, after) =>
      Object.entries(before).every(([name, count]) => count <= after[name as keyof typeof after]) || "it fell"
  }
})

Laws.view("totals", totals, {
  from,
  budget: 1000,
  invariants: {
    "decides no more than was submitted": ({ approved, cancelled, declined, submitted }) =>
      Math.max(approved, cancelled, declined) <= submitted || "more was decided"
  }
})

Laws.view("task", task, {
  from,
  budget: 1000,
  ignore: ["ApplicationSubmitted", ...Events.steps, ...Events.decisions, ...Events.offers],
  keyOf: ({ aggregateId, event: { item } }) => `${aggregateId} ${item}`,
  state: Task,
  invariants: {
    "is there as long as there is something to do": (task) =>
      task === undefined || task.open > 0 || `${task.open} are open`,
    "has nobody at work on what is not scheduled": (task) =>
      task === undefined || (0 <= task.underWay && task.underWay <= task.open) || JSON.stringify(task)
  }
})

Laws.view("decided", decided, {
  from,
  budget: 1000,
  ignore: [...Events.steps, ...Events.offers, ...Events.work],
  keyOf: ({ aggregateId }) => aggregateId,
  state: Decided,
  invariants: {
    "takes time exactly where there is a decision": (decided) =>
      decided === undefined || (decided.decision === "Undecided") === (decided.took === undefined)
      || `it is ${decided.decision}`
  },
  steps: {
    "is not taken back": (before, _, after) =>
      before === undefined || before.decision === "Undecided" || before.decision === after?.decision
      || `it was ${before.decision}`
  }
})
