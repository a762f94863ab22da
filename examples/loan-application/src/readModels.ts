// What the bank looks at, made of the events of all applications: months, work, decisions. One reading of the log feeds all.
import { Projection } from "@deciduous/runtime"
import { Decisions } from "./readModels/Decisions.ts"
import { Months } from "./readModels/Months.ts"
import { WorkQueue } from "./readModels/WorkQueue.ts"

export const readModels = Projection.composite({ name: "bank", projections: [Months, WorkQueue, Decisions] })
