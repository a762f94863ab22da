// JSON Pointers as lists of names. Read by everything that follows one.
import type { Pointer } from "../model.ts"

/** A pointer as it is written; `base` is where it starts from. */
export const pointerText = (pointer: Pointer, base = ""): string =>
  base + pointer.map((name) => `/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("")

/** The longest way that all of them share, and at whose end none of them stops. */
export const commonParent = (pointers: ReadonlyArray<Pointer>): Pointer => {
  const [first = [], ...others] = pointers
  const isShared = (depth: number) => others.every((other) => other.length > depth + 1 && other[depth] === first[depth])
  let depth = 0
  while (first.length > depth + 1 && isShared(depth)) depth++
  return first.slice(0, depth)
}
