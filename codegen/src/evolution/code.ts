// What a change means for TypeScript, and what steps drop. BRAND_CHANGED, UPCAST_LOSES.
import { differences } from "../contract/compare.ts"
import { findIn } from "../lock/lines.ts"
import type { EventType, Operation, Pointer, Shape } from "../model.ts"
import { resolve, type ShapeOf, shapesOf } from "../upcast/open.ts"
import { pointerText } from "../upcast/pointer.ts"
import { aggregateOf, type Context } from "./context.ts"
import { type Finding, finding } from "./finding.ts"

export const checkCode = (context: Context): ReadonlyArray<Finding> => [...brands(context), ...losses(context)]

/** The lock says nothing of brands, so only a release can be compared with. */
const brands = ({ against, catalog, find, places }: Context): ReadonlyArray<Finding> => {
  if (against === undefined) return []
  const findThere = findIn(against)
  return catalog.aggregates.flatMap(({ events, stream }) =>
    events.flatMap(({ name, versions }) =>
      versions.flatMap(({ payload, version }) => {
        const there = aggregateOf(against, stream)?.events.find((event) => event.name === name)?.versions[version - 1]
        if (there === undefined) return []
        return differences({ shape: there.payload, find: findThere }, { shape: payload, find })
          .filter(({ kind }) => kind === "Brand")
          .map((difference) =>
            finding(
              "BRAND_CHANGED",
              places.differing(difference),
              `"${difference.pointer}" of ${name} v${version}: ${difference.text}. What is stored stays the same.`
            )
          )
      })
    )
  )
}

/** What is locked can't be mended, and what it drops is known. */
const losses = ({ base, catalog }: Context): ReadonlyArray<Finding> => {
  const shapeOf = shapesOf(catalog)
  return catalog.aggregates.flatMap(({ events, stream }) =>
    events.flatMap((event) =>
      event.reading.steps.flatMap((step) => {
        const isLocked = base.streams.get(stream)?.has(`${event.name}@${step.from}>${step.to}`) === true
        const from = event.versions[step.from - 1]?.payload
        if (step._tag !== "Operations" || isLocked || from === undefined) return []
        return lostBy(step.operations, from, shapeOf, "").map(({ by, what }) =>
          finding("UPCAST_LOSES", by.place, `${what} when ${nameOf(event, step.from)} is read as v${step.to}.`)
        )
      })
    )
  )
}

const nameOf = ({ name }: EventType, version: number): string => `${name} v${version}`

interface Loss {
  readonly by: Operation
  readonly what: string
}

const lostBy = (
  operations: ReadonlyArray<Operation>,
  from: Shape | undefined,
  shapeOf: ShapeOf,
  base: string
): ReadonlyArray<Loss> =>
  operations.flatMap((by): ReadonlyArray<Loss> => {
    switch (by.op) {
      case "remove":
        return [{ by, what: `"${pointerText(by.at, base)}" is dropped` }]
      case "first":
        return [{ by, what: `All of "${pointerText(by.at, base)}" but its first item is dropped` }]
      case "convert": {
        const source = from && shapeAt(from, by.at, shapeOf)
        const isRounded = by.using === "number-to-decimal" && source?._tag === "Number" && !source.integer
        return isRounded ? [{ by, what: `"${pointerText(by.at, base)}" is rounded to the digits of its decimal` }] : []
      }
      case "each":
      case "in": {
        const source = from && shapeAt(from, by.at, shapeOf)
        const inner = by.op === "each" && source?._tag === "Array" ? source.items : source
        return lostBy(by.operations, inner, shapeOf, `${pointerText(by.at, base)}${by.op === "each" ? "/*" : ""}`)
      }
      default:
        return []
    }
  })

const shapeAt = (
  shape: Shape,
  [name, ...rest]: Pointer,
  shapeOf: ShapeOf
): Exclude<Shape, { _tag: "Reference" }> | undefined => {
  const known = resolve(shape, shapeOf)
  if (known._tag === "Nullable") return shapeAt(known.shape, name === undefined ? [] : [name, ...rest], shapeOf)
  if (name === undefined) return known
  const field = known._tag === "Object" ? known.fields.find((of) => of.name === name) : undefined
  return field && shapeAt(field.shape, rest, shapeOf)
}
