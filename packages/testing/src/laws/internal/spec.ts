// A history as the spec that a person would write of it: given the events before, when the command, then what came.
import { indent } from "../../internal/show.ts"
import { code } from "./code.ts"
import type { Answer, Step } from "./step.ts"

export const spec = (aggregate: string, steps: ReadonlyArray<Step>, at: number): string => {
  const given = steps.slice(0, Math.max(at, 0)).flatMap(({ answer }) => answer._tag === "Accepted" ? answer.events : [])
  const step = steps[at]
  return laidOut((list) => {
    const start = `Spec.given(${list([`${aggregate}.decider`, ...given.map(code)])})`
    return step === undefined ? start : `${start}.when(${list([code(step.command)])})${then(step.answer, list)}`
  })
}

export type List = (items: ReadonlyArray<string>) => string

/** On one line, where there is room. */
export const laidOut = (written: (list: List) => string): string => {
  const line = written(inLine)
  return line.length <= width && !line.includes("\n") ? line : written(inLines)
}

/** What comes today, right or wrong. */
const then = (answer: Answer, list: List): string => {
  switch (answer._tag) {
    case "Accepted":
      return answer.events.length === 0 ? ".thenNothing()" : `.thenEvents(${list(answer.events.map(code))})`
    case "Rejected":
      return `.thenFails(${list([code(answer.error)])})`
    case "None":
      return " // no answer"
  }
}

const width = 120

const inLine: List = (items) => shortened(items).join(", ")

/** Many of the same become one that is repeated. */
const shortened = (items: ReadonlyArray<string>): ReadonlyArray<string> => {
  const runs: Array<{ readonly item: string; count: number }> = []
  for (const item of items) {
    const last = runs.at(-1)
    if (last?.item === item) last.count++
    else runs.push({ item, count: 1 })
  }
  return runs.flatMap(({ count, item }) => count > 3 ? [`...Array(${count}).fill(${item})`] : Array(count).fill(item))
}

/** One that is short stays where it is. */
const inLines: List = (items) =>
  items.length === 0
    ? ""
    : items.length === 1 && items[0]!.length < width / 4
    ? items[0]!
    : `\n${shortened(items).map((item) => indent(item, "  ")).join(",\n")}\n`
