// The strict scalars of schema files, by their formats. Effect's ready-made ones take "1" for a date and "" for zero.
export { BigInt_ as BigInt, BigIntText, Decimal, DecimalText, type Digits } from "./scalar/Decimal.ts"
export { Duration, DurationText } from "./scalar/Duration.ts"
export { AnyText, Email, PlainDate, PlainDateText, Text, Uri, Uuid } from "./scalar/Text.ts"
export { Timestamp, TimestampText } from "./scalar/Timestamp.ts"
