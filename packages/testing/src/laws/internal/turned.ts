// The same value with its keys in another order: what a store may hand out.
import { isPlain } from "../../internal/freeze.ts"

/** The keys of every plain object the other way round. Lists, maps and sets keep their order. */
export const turned = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(turned)
    : isPlain(value)
    ? Object.fromEntries(Object.entries(value).toReversed().map(([key, part]) => [key, turned(part)]))
    : value
