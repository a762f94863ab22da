// What generated code calls, with its types. Frozen: a later format gets a folder of its own, this one stays for ever.
import type * as Schema from "effect/Schema"
import type { Rule } from "../../internal/rules.ts"
import type { UpcastContext } from "../../Upcast.ts"

export { make as eventSet } from "../../EventSet.ts"
export {
  AnyText,
  BigInt,
  BigIntText,
  Decimal,
  DecimalText,
  Duration,
  DurationText,
  Email,
  PlainDate,
  PlainDateText,
  Text,
  Timestamp,
  TimestampText,
  Uri,
  Uuid
} from "../../Scalar.ts"
export { convert, joinText, splitText } from "../../Upcast.ts"

/** This version is the current one. */
export const current = (type: string, codec: () => Schema.Codec<any, any>): Rule => ({ _tag: "Current", type, codec })

/** Current and retired: still read, no longer written. */
export const retired = (type: string, codec: () => Schema.Codec<any, any>): Rule => ({ _tag: "Retired", type, codec })

/** One step up the chain, by a generated function or by the name of a hand-written one, for what fits `stored`. */
export const upcast = (
  to: string,
  by: string | ((data: any, context: UpcastContext) => unknown),
  stored?: () => Schema.Codec<any, any>
): Rule => ({ _tag: "Upcast", to, by, ...(stored && { stored }) })

/** Stored under a former name. */
export const renamed = (to: string): Rule => ({ _tag: "Renamed", to })

/** One stored event that fits `stored`, and stands for several. */
export const split = (by: string, stored?: () => Schema.Codec<any, any>): Rule => ({
  _tag: "Split",
  by,
  ...(stored && { stored })
})

/** Retired, and passed over when read. */
export const skip = (type: string): Rule => ({ _tag: "Skip", type })
