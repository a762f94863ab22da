// What of an aggregate is written by hand: the keys of its upcasters, and where the manifest declares them.
import type { Aggregate, EventType, Place } from "../model.ts"
import { byHandKey } from "../readable.ts"

export interface ByHand {
  /** `OverdraftLimitSet@1` */
  readonly key: string
  readonly event: string
  readonly from: number
  /** The version that it leads to; the same one for a split. */
  readonly to: number
  readonly place: Place
}

/** In the manifest's order. What is skipped is never read. */
export const handwrittenSteps = ({ events }: Aggregate): ReadonlyArray<ByHand> =>
  events.flatMap((event) => [...codeSteps(event), ...splitStep(event)])

const codeSteps = ({ name, reading }: EventType): ReadonlyArray<ByHand> =>
  reading._tag === "Current" && reading.retired?.read === "skip"
    ? []
    : reading.steps.filter((step) => step._tag === "Code")
      .map((step) => ({ key: byHandKey(name, step), event: name, from: step.from, to: step.to, place: step.place }))

const splitStep = ({ name, place, reading, versions }: EventType): ReadonlyArray<ByHand> =>
  reading._tag === "Replaced"
    ? [{ key: `${name}@${versions.length}`, event: name, from: versions.length, to: versions.length, place }]
    : []
