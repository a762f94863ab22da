// Diagrams in Mermaid: what an aggregate takes and gives, and how old versions of an event become the one of today.
// Only flowcharts of plain nodes, whose texts stand in quotes.
import type { Aggregate, EventType, Step } from "../../model.ts"
import { operationText } from "../../upcast/operationText.ts"
import { leadingVersion, standingOf } from "../source.ts"
import { label } from "./text.ts"

/** Commands come in, events go out. Which command leads to which event is the decider's to say, so it is not drawn. */
export const aggregateDiagram = (aggregate: Aggregate): string => {
  const written = aggregate.events.filter((event) => standingOf(event, leadingVersion(event))._tag === "Written")
  return mermaid([
    `aggregate[[${label([aggregate.name])}]]`,
    ...aggregate.commands.map(({ name }, index) => `command${index}(${label([name])}) --> aggregate`),
    ...written.map((event, index) => {
      const { version } = leadingVersion(event)
      return `aggregate --> event${index}[${label([version === 1 ? event.name : `${event.name} v${version}`])}]`
    })
  ])
}

/** Nothing for an event that has one version and is read as itself. */
export const versionDiagram = (event: EventType): string | undefined => {
  const { reading, versions } = event
  if (versions.length === 1 && reading._tag === "Current") return undefined
  const node = (version: number) => `v${version}[${label([`${event.name} v${version}`])}]`
  const targets = reading._tag === "Renamed" ? [reading.to] : reading._tag === "Replaced" ? reading.by : []
  const last = reading._tag === "Current" ? reading.current : versions.length
  return mermaid([
    ...versions.map(({ version }) => node(version)),
    ...reading.steps.map((step) => `v${step.from} -->|${label(stepLines(event, step))}| v${step.to}`),
    ...targets.map(({ event, version }, index) =>
      `v${last} -.->|${label([reading._tag === "Renamed" ? "renamed" : "replaced by"])}| to${index}[${
        label([`${event} v${version}`])
      }]`
    )
  ])
}

const stepLines = (event: EventType, step: Step): ReadonlyArray<string> => {
  switch (step._tag) {
    case "Code":
      return ["by hand"]
    case "Missing":
      return [`not said yet how ${event.name} v${step.from} is read`]
    case "Operations":
      return step.operations.length === 0 ? ["as it is"] : step.operations.map(operationText)
  }
}

const mermaid = (lines: ReadonlyArray<string>): string =>
  ["```mermaid", "flowchart LR", ...lines.map((line) => `  ${line}`), "```"].join("\n")
