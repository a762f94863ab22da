// The examples in schema files: documentation that has to be true.
import { error } from "../diagnostic.ts"
import type { Report } from "../diagnostic.ts"
import type { Place, Pointer } from "../model.ts"
import type { ExampleUse } from "../read/context.ts"
import { entryOf, jsonOf } from "../read/node.ts"
import type { Node } from "../read/node.ts"
import { misfit } from "./fits.ts"
import type { TypeOf } from "./fits.ts"

/** EXAMPLE_INVALID, at the value that does not fit. */
export const checkExamples = (examples: ReadonlyArray<ExampleUse>, typeOf: TypeOf, report: Report): void => {
  for (const { number, shape, value } of examples) {
    const found = misfit(jsonOf(value), shape, typeOf)
    if (found === undefined) continue
    const pointer = found.path.map((segment) => `/${segment}`).join("")
    const message = `Example ${number} does not fit: ${pointer === "" ? "it" : pointer} ${found.fault}.`
    report(error("EXAMPLE_INVALID", placeAt(value, found.path), message))
  }
}

/** The value at a path, or the last one on the way to it. */
const placeAt = (node: Node, [segment, ...rest]: Pointer): Place => {
  if (segment === undefined) return node.place
  const inner = node._tag === "Map"
    ? entryOf(node, segment)?.value
    : node._tag === "List"
    ? node.items[Number(segment)]
    : undefined
  return inner === undefined ? node.place : placeAt(inner, rest)
}
