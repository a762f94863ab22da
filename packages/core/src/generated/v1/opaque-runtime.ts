// `runtime.ts` without its types, one constant for each name, so that a bundle takes only what it uses.
import * as Runtime from "./runtime.ts"

export const AnyText: any = Runtime.AnyText
export const BigInt: any = Runtime.BigInt
export const BigIntText: any = Runtime.BigIntText
export const Decimal: any = Runtime.Decimal
export const DecimalText: any = Runtime.DecimalText
export const Duration: any = Runtime.Duration
export const DurationText: any = Runtime.DurationText
export const Email: any = Runtime.Email
export const PlainDate: any = Runtime.PlainDate
export const PlainDateText: any = Runtime.PlainDateText
export const Text: any = Runtime.Text
export const Timestamp: any = Runtime.Timestamp
export const TimestampText: any = Runtime.TimestampText
export const Uri: any = Runtime.Uri
export const Uuid: any = Runtime.Uuid
export const convert: any = Runtime.convert
export const current: any = Runtime.current
export const eventSet: any = Runtime.eventSet
export const joinText: any = Runtime.joinText
export const renamed: any = Runtime.renamed
export const retired: any = Runtime.retired
export const skip: any = Runtime.skip
export const split: any = Runtime.split
export const splitText: any = Runtime.splitText
export const upcast: any = Runtime.upcast
