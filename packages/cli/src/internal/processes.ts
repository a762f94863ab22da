// Processes on the command line: how they stand, all of them or one instance, for people and for programs.
import { Processes, type ProcessStore } from "@deciduous/runtime"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import { counted, printable, table } from "./print.ts"

export interface NamedStatus extends Processes.Status {
  readonly name: string
}

/** Of every process that a worker has ever run. */
export const allProcesses = Effect.gen(function*() {
  const all: Array<NamedStatus> = []
  for (const name of yield* Processes.names) all.push({ name, ...yield* Processes.status({ name }) })
  return all
})

export const processText = ({ name, ...status }: NamedStatus): string =>
  `${"process".padEnd(13)}${printable(name)}: ${parts(status).join(", ")}`

const parts = ({ deadLetters, ended, owed, replayingUntil, running, stopped, suspended, timers }: Processes.Status) => [
  `${running} running`,
  `${ended} ended`,
  `${counted(owed, "command", "commands")} owed${timers === 0 ? "" : `, ${timers} of them timers`}`,
  ...(suspended === 0 ? [] : [`${suspended} suspended`]),
  ...(deadLetters === 0 ? [] : [counted(deadLetters, "dead letter", "dead letters")]),
  ...(replayingUntil === undefined ? [] : [`folded anew up to ${replayingUntil}, and sends nothing until then`]),
  ...(stopped === undefined ? [] : [`stopped: ${printable(stopped)}`])
]

/** The first of what needs somebody, and what to do. */
export const problemOfProcesses = (all: ReadonlyArray<NamedStatus>): string | undefined => {
  const stopped = all.find((one) => one.stopped !== undefined)
  if (stopped !== undefined) {
    return `The process ${printable(stopped.name)} was stopped: ${
      printable(stopped.stopped!)
    } When that is mended run: `
      + `deciduous processes retry ${printable(stopped.name)}`
  }
  const suspended = all.find((one) => one.suspended > 0)
  return suspended
    && `${counted(suspended.suspended, "instance", "instances")} of the process ${
      printable(suspended.name)
    } cannot go on. Look at them: deciduous processes list ${printable(suspended.name)} --suspended`
}

export const processJson = ({ replayingUntil, stopped, ...status }: NamedStatus) => ({
  ...status,
  replayingUntil: replayingUntil ?? null,
  stopped: stopped ?? null
})

export const instancesText = (instances: ReadonlyArray<ProcessStore.Instance>): string =>
  table(
    [
      { title: "instance", align: "left" },
      { title: "is", align: "left" },
      { title: "events", align: "right" },
      { title: "up to", align: "left" }
    ],
    instances.map((one) => [one.instance, standing(one), String(one.inputs), one.position])
  )

export const instanceJson = (one: ProcessStore.Instance) => ({
  instance: one.instance,
  is: standing(one),
  events: one.inputs,
  early: one.early.length,
  position: one.position
})

const standing = ({ isEnded, state }: ProcessStore.Instance): string =>
  isEnded ? "ended" : state === undefined ? "not begun" : "running"

/** What an instance owes: rows that were handled and wait for their answer are among them. */
export const inspectedText = (one: ProcessStore.Inspected): string =>
  [
    `${"instance".padEnd(13)}${printable(one.instance)}: ${standing(one)}, ${
      counted(one.inputs, "event", "events")
    } taken`
    + (one.early.length === 0 ? "" : `, ${one.early.length} wait for its beginning`),
    `${"state".padEnd(13)}${printable(one.state ?? "none yet")}`,
    one.commands.length === 0
      ? `${"owes".padEnd(13)}nothing`
      : table(
        [
          { title: "owes", align: "left" },
          { title: "is", align: "left" },
          { title: "attempts", align: "right" },
          { title: "problem", align: "left" }
        ],
        one.commands.map((command) => [
          command.instead ?? command.command,
          stageOf(command),
          String(command.attempts),
          command.problem ?? ""
        ])
      )
  ].join("\n")

const stageOf = ({ acknowledged, isParked, timer }: ProcessStore.Standing): string =>
  isParked
    ? "parked"
    : acknowledged !== undefined
    ? "handled"
    : timer === undefined
    ? "to be sent"
    : `due ${DateTime.formatIso(timer.at)} as ${timer.name}`

export const inspectedJson = (one: ProcessStore.Inspected) => ({
  ...instanceJson(one),
  state: one.state === undefined ? null : JSON.parse(one.state) as unknown,
  owes: one.commands.map((command) => ({
    id: command.id,
    command: JSON.parse(command.instead ?? command.command) as unknown,
    is: command.isParked ? "parked" : command.acknowledged === undefined ? "open" : "handled",
    timer: command.timer === undefined
      ? null
      : { name: command.timer.name, at: DateTime.formatIso(command.timer.at) },
    attempts: command.attempts,
    problem: command.problem ?? null
  }))
})
