// One step of an event's way up, from a version to the next: what its operations make, and what is wrong with them.
// The emitter and the checks start here.
import type { ObjectShape, Operation } from "../model.ts"
import { applyAll } from "./apply.ts"
import { type Fault, makeFindings } from "./findings.ts"
import type { ShapeOf } from "./open.ts"
import { type Declaration, expression, type Slot } from "./slot.ts"

export interface Flow {
  /** The new payload in terms of the old one, `e`. */
  readonly result: Slot
  readonly declarations: ReadonlyArray<Declaration>
  readonly faults: ReadonlyArray<Fault>
}

/** `version` is what messages call the old payload: `AccountOpened v1`. */
export const flow = (
  operations: ReadonlyArray<Operation>,
  from: ObjectShape,
  options: { readonly shapeOf: ShapeOf; readonly version: string }
): Flow => {
  const declarations: Array<Declaration> = []
  const findings = makeFindings()
  const counts = new Map<string, number>()
  const fresh = (prefix: string) => {
    const count = counts.get(prefix) ?? 0
    counts.set(prefix, count + 1)
    return `${prefix}${count}`
  }
  const result = applyAll(
    { ...options, findings, prefix: [], base: "", chosen: [], declarations, fresh },
    expression("e", from),
    operations
  )
  return { result, declarations, faults: findings.faults() }
}
