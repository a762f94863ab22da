// Where a decider's yes turns into its no: limits are where it is most often wrong, by one.
import * as BigDecimal from "effect/BigDecimal"
import * as DateTime from "effect/DateTime"
import { plus, unit } from "./amount.ts"
import { type Drawn, isReal } from "./drawn.ts"
import { type Kind, type Leaf, leavesOf, replaced } from "./leaf.ts"
import type { Random } from "./random.ts"
import type { Seen } from "./seen.ts"
import type { Subject } from "./subject.ts"

/**
 * A rejected command with one of its amounts or times changed as little as makes it accepted, or nearly; nothing where
 * none does.
 */
export const edge = (
  subject: Subject,
  drawn: Drawn,
  seen: Seen,
  random: Random,
  accepts: (command: unknown) => boolean
): Drawn | undefined => {
  const amounts = leavesOf(drawn.command).filter(({ kind }) => kind !== "text")
  if (amounts.length === 0) return undefined
  const leaf = random.pick(amounts)
  const withAmount = (amount: unknown) => replaced(drawn.command, leaf.path, amount)
  const isAccepted = (amount: unknown) => {
    const command = withAmount(amount)
    return isReal(subject, drawn.name, command) && accepts(command)
  }
  const known = seen.filter(({ kind }) => kind === leaf.kind).slice(0, 8).map(({ value }) => value)
  let accepted = [...starts(leaf), ...known].find(isAccepted)
  if (accepted === undefined) return undefined
  let rejected = leaf.value
  for (let i = 0; i < halvings; i++) {
    const between = middle(leaf.kind, accepted, rejected)
    if (between === undefined) break
    if (isAccepted(between)) accepted = between
    else rejected = between
  }
  const nearly = random.chance(1, 4) && isReal(subject, drawn.name, withAmount(rejected))
  return { name: drawn.name, command: withAmount(nearly ? rejected : accepted), origin: undefined }
}

/** Enough for 19 digits. */
const halvings = 64

/** Amounts far below and far above, of which one is perhaps accepted. */
const starts = ({ kind, value }: Leaf): ReadonlyArray<unknown> => {
  if (kind === "time") return [1, -1].flatMap((times) => spans.map((span) => plus(kind, value, span * times)))
  const one = kind === "bigint" ? 1n : kind === "decimal" ? BigDecimal.make(1n, 0) : 1
  const zero = plus(kind, one, one, -1)
  const doubled = plus(kind, plus(kind, value, value), one)
  return [one, zero, unit(kind, value), doubled, plus(kind, doubled, doubled), plus(kind, zero, one, -1)]
}

/** An hour, a month, ten years, in milliseconds: before or after a deadline. */
const spans = [3_600_000, 2_592_000_000, 315_360_000_000]

/** A value between two, or nothing where they are next to each other. */
const middle = (kind: Kind, left: unknown, right: unknown): unknown => {
  switch (kind) {
    case "number": {
      const [a, b] = [left as number, right as number]
      const half = a + (b - a) / 2
      const whole = Number.isInteger(a) && Number.isInteger(b) ? Math.trunc(half) : half
      return whole === a || whole === b ? undefined : whole
    }
    case "bigint": {
      const half = ((left as bigint) + (right as bigint)) / 2n
      return half === left || half === right ? undefined : half
    }
    case "decimal": {
      const [a, b] = [left as BigDecimal.BigDecimal, right as BigDecimal.BigDecimal]
      const half = BigDecimal.truncate(
        BigDecimal.multiply(BigDecimal.sum(a, b), BigDecimal.make(5n, 1)),
        Math.max(a.scale, b.scale, 0)
      )
      return BigDecimal.equals(half, a) || BigDecimal.equals(half, b) ? undefined : half
    }
    case "time": {
      const [a, b] = [left, right].map((time) => (time as DateTime.Utc).epochMilliseconds) as [number, number]
      const half = a + Math.trunc((b - a) / 2)
      return half === a || half === b ? undefined : DateTime.makeUnsafe(half)
    }
    default:
      return undefined
  }
}
