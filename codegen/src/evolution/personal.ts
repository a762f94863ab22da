// Marks of personal data from one version to the next: a value that was marked is marked where it ends.
// PERSONAL_UNMARKED between versions.
import type { EventType, EventVersion, Operation, Pointer, Shape, Step } from "../model.ts"
import { writtenSteps } from "../readable.ts"
import { resolve, type ShapeOf, shapesOf } from "../upcast/open.ts"
import { pointerText } from "../upcast/pointer.ts"
import type { Context } from "./context.ts"
import { type Finding, finding } from "./finding.ts"

export const checkPersonal = (context: Context): ReadonlyArray<Finding> => {
  const { catalog, lines } = context
  const shapeOf = shapesOf(catalog)
  return catalog.aggregates.flatMap(({ events, stream }) =>
    events.flatMap((event) => {
      const pairs = stepsOf(event).concat(renameOf(event, events))
      return pairs.flatMap(({ follow, from, name, next, to }) => {
        const value = lines.streams.get(stream)?.get(`${event.name}@${to.version}`)?.value
        const accept = {
          stream,
          key: `${event.name}@${to.version}`,
          what: value !== undefined && "contract" in value ? value.contract : null
        }
        return marksIn(from.payload, shapeOf).flatMap((pointer) =>
          follow(pointer).flatMap((target) => {
            const found = lookAt(to.payload, target, shapeOf)
            if (found === undefined || found.isMarked) return []
            const message = `"${pointerText(target)}" of ${next} is not marked x-personal, and "${
              pointerText(pointer)
            }" of ${name}, which is read as it, is: erasure would miss it.`
            return [finding("PERSONAL_UNMARKED", found.place, message, { accept, help: "add x-personal there too." })]
          })
        )
      })
    })
  )
}

interface Pair {
  readonly from: EventVersion
  readonly to: EventVersion
  readonly name: string
  readonly next: string
  /** Where a value of the old payload ends in the new one. */
  readonly follow: (pointer: Pointer) => ReadonlyArray<Pointer>
}

const stepsOf = (event: EventType): ReadonlyArray<Pair> =>
  // on the way down a mark may be missing: the lower version was there first, and can't be mended
  writtenSteps(event).filter(({ from, to }) => to > from).flatMap((step) => {
    const { name, versions } = event
    const [from, to] = [versions[step.from - 1], versions[step.to - 1]]
    return from === undefined || to === undefined ? [] : [{
      from,
      to,
      name: `${name} v${step.from}`,
      next: `${name} v${step.to}`,
      follow: followOf(step)
    }]
  })

const renameOf = ({ name, reading, versions }: EventType, events: ReadonlyArray<EventType>): ReadonlyArray<Pair> => {
  const from = versions.at(-1)
  if (reading._tag !== "Renamed" || from === undefined) return []
  const to = events.find((event) => event.name === reading.to.event)?.versions[reading.to.version - 1]
  const follow = (pointer: Pointer) => [pointer]
  return to === undefined
    ? []
    : [{ from, to, name: `${name} v${from.version}`, next: `${reading.to.event} v${to.version}`, follow }]
}

/** Through code nothing is known, and places of one name are compared. */
const followOf = (step: Step): Pair["follow"] =>
  step._tag !== "Operations" ? (pointer) => [pointer] : (pointer) => followed([pointer], step.operations)

const followed = (pointers: ReadonlyArray<Pointer>, operations: ReadonlyArray<Operation>): ReadonlyArray<Pointer> =>
  operations.reduce<ReadonlyArray<Pointer>>(
    (of, operation) => of.flatMap((pointer) => follow(pointer, operation)),
    pointers
  )

const follow = (pointer: Pointer, operation: Operation): ReadonlyArray<Pointer> => {
  switch (operation.op) {
    case "rename":
    case "move":
      return moved(pointer, operation.from, [operation.to])
    case "remove":
      return moved(pointer, operation.at, [])
    case "split":
      return moved(pointer, operation.from, operation.to)
    case "join":
      return operation.from.some((from) => begins(from, pointer)) ? [operation.to] : [pointer]
    case "in":
    case "each": {
      const base = operation.op === "each" ? [...operation.at, "*"] : operation.at
      return begins(base, pointer)
        ? followed([pointer.slice(base.length)], operation.operations).map((inner) => [...base, ...inner])
        : [pointer]
    }
    case "wrap":
      return begins(operation.at, pointer)
        ? [[...operation.at, "*", ...pointer.slice(operation.at.length)]]
        : [pointer]
    case "first":
      return begins([...operation.at, "*"], pointer)
        ? [[...operation.at, ...pointer.slice(operation.at.length + 1)]]
        : [pointer]
    default:
      return [pointer]
  }
}

const moved = (pointer: Pointer, from: Pointer, to: ReadonlyArray<Pointer>): ReadonlyArray<Pointer> =>
  begins(from, pointer) ? to.map((target) => [...target, ...pointer.slice(from.length)]) : [pointer]

const begins = (start: Pointer, pointer: Pointer): boolean =>
  start.length <= pointer.length && start.every((name, index) => pointer[index] === name)

/** The places of a payload that are marked; `*` is any item. */
export const marksIn = (
  shape: Shape,
  shapeOf: ShapeOf,
  path: Pointer = [],
  underway: ReadonlyArray<Shape> = []
): ReadonlyArray<Pointer> => {
  if ("personal" in shape && shape.personal !== undefined) return [path]
  const known = resolve(shape, shapeOf)
  if (underway.includes(known)) return []
  const inner = (of: Shape, name?: string) =>
    marksIn(of, shapeOf, name === undefined ? path : [...path, name], [...underway, known])
  switch (known._tag) {
    case "Object":
      return known.fields.flatMap((field) => inner(field.shape, field.name))
    case "Array":
      return inner(known.items, "*")
    case "Record":
      return inner(known.values, "*")
    case "Tuple":
      return known.items.flatMap((item, index) => inner(item, String(index)))
    case "Union":
      return known.branches.flatMap((branch) => inner(branch))
    case "Nullable":
      return inner(known.shape)
    default:
      return []
  }
}

/** What stands at a place, and whether it or something around it is marked. */
const lookAt = (
  shape: Shape,
  pointer: Pointer,
  shapeOf: ShapeOf
): { readonly isMarked: boolean; readonly place: Shape["place"] } | undefined => {
  if ("personal" in shape && shape.personal !== undefined) return { isMarked: true, place: shape.place }
  const known = resolve(shape, shapeOf)
  if (known._tag === "Nullable") return lookAt(known.shape, pointer, shapeOf)
  const [name, ...rest] = pointer
  if (name === undefined) return { isMarked: false, place: shape.place }
  switch (known._tag) {
    case "Object": {
      const field = known.fields.find((of) => of.name === name)
      return field && lookAt(field.shape, rest, shapeOf)
    }
    case "Array":
      return lookAt(known.items, rest, shapeOf)
    case "Record":
      return lookAt(known.values, rest, shapeOf)
    case "Tuple":
      return known.items[Number(name)] && lookAt(known.items[Number(name)]!, rest, shapeOf)
    case "Union": {
      const found = known.branches.flatMap((branch) => lookAt(branch, pointer, shapeOf) ?? [])
      return found.find(({ isMarked }) => !isMarked) ?? found[0]
    }
    default:
      return undefined
  }
}
