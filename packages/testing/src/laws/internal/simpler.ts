// Simpler values in place of one leaf, the simplest first.
import * as BigDecimal from "effect/BigDecimal"
import * as DateTime from "effect/DateTime"
import { same } from "../../internal/same.ts"
import { plus, unit } from "./amount.ts"
import type { Leaf } from "./leaf.ts"

export const simpler = ({ kind, value }: Leaf): ReadonlyArray<unknown> =>
  ofKind[kind](value as never).filter((candidate) => !same(candidate, value))

const ofKind: { readonly [K in Leaf["kind"]]: (value: never) => ReadonlyArray<unknown> } = {
  text: (text: string) => [
    ...plainTexts.slice(0, plainTexts.includes(text) ? plainTexts.indexOf(text) : plainTexts.length),
    ...(text.length < 2 ? [] : [...sameLength(text), text.slice(0, Math.ceil(text.length / 2)), text.slice(1)])
  ],
  number: (number: number) =>
    [0, 1, -1, Math.trunc(number), Math.trunc(number / 2), number - Math.sign(number)].filter((n) =>
      n === 0 ? number !== 0 : Math.abs(n) < Math.abs(number) || Number.isNaN(number)
    ),
  bigint: (number: bigint) =>
    [0n, 1n, -1n, number / 2n, number - (number < 0n ? -1n : 1n)].filter((n) => magnitude(n) < magnitude(number)),
  decimal: (decimal: BigDecimal.BigDecimal) =>
    [
      BigDecimal.make(0n, 0),
      BigDecimal.make(1n, 0),
      BigDecimal.make(-1n, 0),
      BigDecimal.truncate(decimal),
      BigDecimal.truncate(decimal, decimal.scale - 1),
      BigDecimal.truncate(plus("decimal", decimal, half(decimal), -1) as BigDecimal.BigDecimal),
      plus("decimal", decimal, BigDecimal.multiply(sign(decimal), unit("decimal") as BigDecimal.BigDecimal), -1),
      plus("decimal", decimal, BigDecimal.multiply(sign(decimal), unit("decimal", decimal) as never), -1)
    ].filter((other) => isLess(other as BigDecimal.BigDecimal, decimal)),
  time: (time: DateTime.Utc) =>
    [0, day * Math.trunc(time.epochMilliseconds / day)].filter((at) => Math.abs(at) < Math.abs(time.epochMilliseconds))
      .map((at) => DateTime.makeUnsafe(at))
}

const plainTexts = ["", "a", "A"]

/** All of one letter; capitals are for patterns that ask for them. */
const sameLength = (text: string): ReadonlyArray<string> =>
  /^a*$/.test(text) ? [] : ["a".repeat(text.length), ...(/^A*$/.test(text) ? [] : ["A".repeat(text.length)])]

const day = 86_400_000
const magnitude = (number: bigint): bigint => number < 0n ? -number : number
const half = (decimal: BigDecimal.BigDecimal) => BigDecimal.multiply(decimal, BigDecimal.make(5n, 1))
const sign = (decimal: BigDecimal.BigDecimal) => BigDecimal.make(BigInt(BigDecimal.sign(decimal)), 0)

/** Nearer to zero, with no more digits after the point. */
const isLess = (left: BigDecimal.BigDecimal, right: BigDecimal.BigDecimal): boolean =>
  BigDecimal.isLessThan(BigDecimal.abs(left), BigDecimal.abs(right))
  && Math.max(BigDecimal.normalize(left).scale, 0) <= Math.max(BigDecimal.normalize(right).scale, 0)
