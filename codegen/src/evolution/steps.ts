// The steps by which old events are read: whether they still do what they did, and whether they lead to the next version.
// All UPCAST rules of operations, RENAME_CONTRACT; those of hand-written code stand in `../handwritten/`.
import { missingUpcasts } from "../check/missing.ts"
import { canonicalText } from "../contract/canonical.ts"
import type { Diagnostic } from "../diagnostic.ts"
import { operationsJson } from "../lock/operations.ts"
import type { Aggregate, Catalog, EventType, Json, Step } from "../model.ts"
import { upcastFaults } from "../upcast/check.ts"
import { shapesOf } from "../upcast/open.ts"
import { aggregateOf, type Context } from "./context.ts"
import { counterexample } from "./counterexample.ts"
import { asFinding, type Finding, finding } from "./finding.ts"

/** `read` is the catalog in which changed versions are what they were when they were locked. */
export const checkSteps = (context: Context, read: Catalog): ReadonlyArray<Finding> => [
  ...faults(context, read),
  ...missing(context, read),
  ...changedSteps(context, read)
]

const faults = (context: Context, read: Catalog): ReadonlyArray<Finding> => {
  const shapeOf = shapesOf(read)
  return upcastFaults(read).map(({ aggregate, event, places, problem, step }) => {
    const example = step === undefined || !SHOWN.has(problem.code)
      ? undefined
      : counterexample(event, step, places, shapeOf)
    const message = example === undefined ? problem.message : `${problem.message} Example: ${example}.`
    return asFinding({ ...problem, message }, {
      stream: aggregate.stream,
      key: step === undefined ? `${event.name}>` : keyOf(event, step),
      what: contractsAround(context, aggregate, event, step)
    })
  })
}

/** Rules that some payload breaks and another may not. */
const SHOWN: ReadonlySet<string> = new Set(["UPCAST_INCOMPLETE", "UPCAST_NARROWS", "UPCAST_NOT_TOTAL"])

const missing = ({ base }: Context, read: Catalog): ReadonlyArray<Finding> =>
  missingUpcasts(
    read,
    ({ stream }, event, version) => base.streams.get(stream)?.has(`${event}@${version}`) === true
  ).map((problem: Diagnostic) => asFinding(problem))

/** Other operations than those that were locked, or code in their place. */
const changedSteps = ({ base }: Context, read: Catalog): ReadonlyArray<Finding> =>
  [...base.streams].flatMap(([stream, lines]) =>
    (aggregateOf(read, stream)?.events ?? []).flatMap((event) =>
      event.reading.steps.flatMap((step) => {
        const key = keyOf(event, step)
        const line = lines.get(key)
        if (line === undefined || step._tag === "Missing") return []
        const [was, is] = ["ops" in line.value ? canonicalText(line.value.ops) : "by hand", textOf(step)]
        if (was === is) return []
        const message = `The step from ${event.name} v${step.from} to v${step.to} ${line.since} ${
          was === "by hand" ? "as written by hand" : "with other operations"
        }${is === "by hand" ? ", and is written by hand now" : ""}: history reads otherwise than before.`
        return [
          finding("UPCAST_CHANGED", step.place, message, {
            accept: { stream, key, what: whatOf(step) },
            help:
              "put the old step back; or rebuild snapshots and read models, and accept it with deciduous lock --accept."
          })
        ]
      })
    )
  )

const whatOf = (step: Step): Json => step._tag === "Operations" ? operationsJson(step.operations) : step._tag

const textOf = (step: Step): string => step._tag === "Operations" ? canonicalText(whatOf(step)) : "by hand"

const keyOf = (event: EventType, step: Step): string => `${event.name}@${step.from}>${step.to}`

/** Both versions and what leads from one to the other: if any of them changes, what was accepted is something else. */
const contractsAround = (context: Context, { stream }: Aggregate, event: EventType, step: Step | undefined): Json => {
  const lines = context.lines.streams.get(stream)
  const valueAt = (key: string): Json => {
    const value = lines?.get(key)?.value
    return value !== undefined && "contract" in value ? value.contract : null
  }
  const { reading } = event
  if (step === undefined) {
    const target = reading._tag === "Renamed" ? `${reading.to.event}@${reading.to.version}` : ""
    return [valueAt(`${event.name}@${event.versions.length}`), valueAt(target)]
  }
  return [valueAt(`${event.name}@${step.from}`), whatOf(step), valueAt(`${event.name}@${step.to}`)]
}
