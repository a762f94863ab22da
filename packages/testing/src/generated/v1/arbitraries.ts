// What generated arbitraries call, with its types. Frozen: a later format gets a folder of its own, this one stays for ever.
// All of them make stored JSON, but `decoded`.
export { decoded } from "../../internal/arbitrary/decoded.ts"
export { suspend } from "../../internal/arbitrary/depth.ts"
export { bigint, decimal } from "../../internal/arbitrary/digits.ts"
export { email, uri, uuid } from "../../internal/arbitrary/names.ts"
export { integer, number } from "../../internal/arbitrary/numbers.ts"
export {
  array,
  boolean,
  dictionary,
  literals,
  nullable,
  record,
  tuple,
  union,
  uniqueArray
} from "../../internal/arbitrary/structure.ts"
export { anyText, text } from "../../internal/arbitrary/text.ts"
export { date, duration, durationText, timestamp, timestampText } from "../../internal/arbitrary/times.ts"
