// `arbitraries.ts` without its types, so that checking a generated module takes as long as reading its annotations.
import * as Arbitraries from "./arbitraries.ts"

export { decoded } from "./arbitraries.ts"
export const anyText: any = Arbitraries.anyText
export const array: any = Arbitraries.array
export const bigint: any = Arbitraries.bigint
export const boolean: any = Arbitraries.boolean
export const date: any = Arbitraries.date
export const decimal: any = Arbitraries.decimal
export const dictionary: any = Arbitraries.dictionary
export const duration: any = Arbitraries.duration
export const durationText: any = Arbitraries.durationText
export const email: any = Arbitraries.email
export const integer: any = Arbitraries.integer
export const literals: any = Arbitraries.literals
export const nullable: any = Arbitraries.nullable
export const number: any = Arbitraries.number
export const record: any = Arbitraries.record
export const suspend: any = Arbitraries.suspend
export const text: any = Arbitraries.text
export const timestamp: any = Arbitraries.timestamp
export const timestampText: any = Arbitraries.timestampText
export const tuple: any = Arbitraries.tuple
export const union: any = Arbitraries.union
export const uniqueArray: any = Arbitraries.uniqueArray
export const uri: any = Arbitraries.uri
export const uuid: any = Arbitraries.uuid
