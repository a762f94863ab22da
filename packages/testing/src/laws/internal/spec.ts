// A history as the spec that a person would write of it: given the events before, when the command, then what came.
import { indent } from "../../internal/show.ts"
import { code } from "./code.ts"
import type { Answer, Step } from "./step.ts"

export const spec = (aggregate: string, steps: ReadonlyArray<Step>, at: number): string => {
  const given = steps.slice(0, Math.max(at, 0)).flatMap(({ answer }) => answer._tag === "Accepted" ? answer.events : [])
  const step = steps[at]
  const before = `Spec.given(${list([`${aggregate}.decider`, ...given.map(code)])})`
  return step === undefined ? before : `${before}.when(${list([code(step.command)])})${then(step.answer)}`
}

/** What comes today, right or wrong. */
const then = (answer: Answer): string => {
  switch (answer._tag) {
    case "Accepted":
      return answer.events.length === 0 ? ".thenNothing()" : `.thenEvents(${list(answer.events.map(code))})`
    case "Rejected":
      return `.thenFails(${list([code(answer.error)])})`
    case "None":
      return " // no answer"
  }
}

/** A short list on its line, others on lines of their own. */
const list = (items: ReadonlyArray<string>): string => {
  const line = items.join(", ")
  return line.length <= width && !line.includes("\n")
    ? line
    : `\n${items.map((item) => indent(item, "  ")).join(",\n")}\n`
}

const width = 60
