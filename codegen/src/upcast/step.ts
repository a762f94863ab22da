// One step of an event's way up, from a version to the next: what its operations make, and what is wrong with them.
// The emitter and the checks start here.
import type { ObjectShape, Operation, Pointer } from "../model.ts"
import { apply } from "./apply.ts"
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
  { shapeOf, version }: { readonly shapeOf: ShapeOf; readonly version: string }
): Flow => {
  const declarations: Array<Declaration> = []
  const faults: Array<Fault> = []
  const fresh = counter()
  const doubtful: Array<Pointer> = []
  let result: Slot = expression("e", from)
  for (const by of operations) {
    const findings = makeFindings()
    const next = apply(
      { shapeOf, version, findings, by, base: "", origin: "", chosen: [], declarations, fresh },
      result,
      by
    )
    const found = findings.faults()
    const isWrong = found.some(({ severity }) => severity === "error")
    const pointers = pointersOf(by)
    // what follows from an error is no news
    if (!isWrong || !pointers.some((pointer) => doubtful.some((other) => meet(pointer, other)))) faults.push(...found)
    if (isWrong) doubtful.push(...pointers)
    else result = next
  }
  return { result, declarations, faults }
}

/** Names that no two declarations share: `parts0`, `parts1`. */
const counter = (): (prefix: string) => string => {
  const counts = new Map<string, number>()
  return (prefix) => {
    const count = counts.get(prefix) ?? 0
    counts.set(prefix, count + 1)
    return `${prefix}${count}`
  }
}

/** The places that an operation reads or writes. */
const pointersOf = (operation: Operation): ReadonlyArray<Pointer> => {
  switch (operation.op) {
    case "rename":
    case "move":
      return [operation.from, operation.to]
    case "split":
      return [operation.from, ...operation.to]
    case "join":
      return [...operation.from, operation.to]
    default:
      return [operation.at]
  }
}

/** Whether one of the places is the other, or lies in it. */
const meet = (a: Pointer, b: Pointer): boolean => a.every((name, depth) => depth >= b.length || b[depth] === name)
