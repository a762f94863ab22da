// The rules of upcasts: what the steps of each event do wrong, and names that lead to an event which does not take
// what they stored. Read by the pipeline.
import { type Diagnostic, error, warning } from "../diagnostic.ts"
import type { Aggregate, Catalog, EventType, Step } from "../model.ts"
import { writtenSteps } from "../readable.ts"
import { aim } from "./aim.ts"
import type { Fault } from "./findings.ts"
import { fit } from "./fit.ts"
import { type ShapeOf, shapesOf } from "./open.ts"
import { faultsOf, sentencesOf } from "./sentences.ts"
import { expression } from "./slot.ts"
import { flow } from "./step.ts"

export const checkUpcasts = (catalog: Catalog): ReadonlyArray<Diagnostic> =>
  upcastFaults(catalog).map(({ problem }) => problem)

/** What is wrong with the way of one event, and with which part of it. */
export interface UpcastFault {
  readonly problem: Diagnostic
  readonly aggregate: Aggregate
  readonly event: EventType
  /** The version that the step leads away from; `undefined` where the event's name leads elsewhere. */
  readonly step: Step | undefined
  /** The places of the next version that are wrong, where it is about them. */
  readonly places: ReadonlyArray<string>
}

export const upcastFaults = (catalog: Catalog): ReadonlyArray<UpcastFault> => {
  const shapeOf = shapesOf(catalog)
  return catalog.aggregates.flatMap((aggregate) =>
    aggregate.events.flatMap((event) => [
      ...writtenSteps(event).flatMap((step) =>
        checkStep(event, step, shapeOf).map((fault) => ({ ...fault, aggregate, event, step }))
      ),
      ...checkRenamed(aggregate, event, shapeOf).map((problem) => ({
        problem,
        aggregate,
        event,
        step: undefined,
        places: []
      }))
    ])
  )
}

/** UPCAST_FIELD, UPCAST_TARGET_TAKEN, UPCAST_CONVERT; of steps without these, UPCAST_INCOMPLETE, _NARROWS, _NOT_TOTAL. */
const checkStep = (
  event: EventType,
  step: Step,
  shapeOf: ShapeOf
): ReadonlyArray<Pick<UpcastFault, "problem" | "places">> => {
  const [from, to] = [event.versions[step.from - 1]?.payload, event.versions[step.to - 1]?.payload]
  if (step._tag !== "Operations" || from === undefined || to === undefined) return []
  const [version, next] = [`${event.name} v${step.from}`, `v${step.to}`]
  const { faults, result } = flow(step.operations, from, { shapeOf, version })
  // what follows from an error is no news
  const errors = faults.filter(({ severity }) => severity === "error")
  const unfit = errors.length > 0
    ? []
    : faultsOf(fit(aim(result, to, shapeOf), to, { shapeOf, next }), `After these steps ${version}`, next)
  // what an operation has no answer for does not fit either
  const isKnown = (fault: Fault) =>
    faults.some(({ by, code }) => by === fault.by && (code === fault.code || code === "UPCAST_NOT_TOTAL"))
  const found = errors.length > 0 ? errors : [...faults, ...unfit.filter((fault) => !isKnown(fault))]
  return found.map(({ by, code, help, message, places = [], severity }) => ({
    problem: (severity === "error" ? error : warning)(code, by?.place ?? step.place, message, help),
    places
  }))
}

/** RENAME_CONTRACT: what was stored under the old name is not what the target takes. */
const checkRenamed = (aggregate: Aggregate, event: EventType, shapeOf: ShapeOf): ReadonlyArray<Diagnostic> => {
  const { reading } = event
  const last = event.versions.at(-1)
  if (reading._tag !== "Renamed" || last === undefined) return []
  const { to } = reading
  const target = aggregate.events.find(({ name }) => name === to.event)?.versions[to.version - 1]?.payload
  if (target === undefined) return []
  const version = `${event.name} v${last.version}`
  const next = `${to.event} v${to.version}`
  const mismatches = fit(expression("e", last.payload), target, { shapeOf, next })
  if (mismatches.length === 0) return []
  const message = [`${version} is not what ${next} takes.`, ...sentencesOf(mismatches, "It", next)].join(" ")
  return [
    warning("RENAME_CONTRACT", to.place, message, `add a version of ${event.name} that fits, and an upcast to it.`)
  ]
}
