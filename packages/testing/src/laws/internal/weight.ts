// How plain a command is: what shrinking leads down, so that it comes to an end.
import * as BigDecimal from "effect/BigDecimal"
import * as DateTime from "effect/DateTime"
import { type Leaf, leavesOf } from "./leaf.ts"

/** Whether one command has fewer parts than another, else shorter texts, else plainer ones, else smaller amounts. */
export const isLighter = (command: unknown, than: unknown): boolean => {
  const [weights, others] = [weightsOf(command), weightsOf(than)]
  const at = weights.findIndex((weight, index) => weight !== others[index])
  return at !== -1 && weights[at]! < others[at]!
}

const weightsOf = (command: unknown): ReadonlyArray<number> => {
  const leaves = leavesOf(command)
  const texts = leaves.filter(({ kind }) => kind === "text").map(({ value }) => String(value))
  const sum = (of: (text: string) => number) => texts.reduce((all, text) => all + of(text), 0)
  return [
    leaves.length,
    sum((text) => text.length),
    sum((text) => text.replace(/a/gi, "").length),
    leaves.reduce((all, leaf) => all + magnitude(leaf), 0)
  ]
}

const magnitude = ({ kind, value }: Leaf): number => {
  switch (kind) {
    case "text":
      return 0
    case "decimal":
      return Math.abs(BigDecimal.toNumberUnsafe(value as BigDecimal.BigDecimal))
    case "time":
      return Math.abs(DateTime.toEpochMillis(value as DateTime.Utc))
    default:
      return Math.abs(Number(value))
  }
}
