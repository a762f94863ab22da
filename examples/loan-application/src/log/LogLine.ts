// One line of the log: what it says, the command that it stands for, or what is wrong with it.
import { Scalar } from "@deciduous/core"
import type { LoanApplicationCommand } from "@deciduous/event-schemas/loan-application.commands.gen"
import { ApplicationId, Euro, Resource } from "@deciduous/event-schemas/types.gen"
import { Result, Schema, SchemaIssue } from "effect"
import { commandOf } from "./pairs.ts"

export type LogLine = typeof LogLine.Type
export const LogLine = Schema.Struct({
  application: ApplicationId,
  /** The same on all lines of an application. */
  amountRequested: Euro,
  activity: Schema.String,
  lifecycle: Schema.Literals(["SCHEDULE", "START", "COMPLETE"]),
  resource: Resource,
  at: Scalar.Timestamp
})

export interface Read {
  readonly line: LogLine
  readonly command: LoanApplicationCommand
}

/** Reads a line, or says what is wrong with it. */
export const read = (text: string): Result.Result<Read, string> =>
  parse(text).pipe(Result.flatMap(decode), Result.flatMap(withCommand))

const parse = (text: string): Result.Result<unknown, string> =>
  Result.try({
    try: (): unknown => JSON.parse(text),
    catch: () => text.trim() === "" ? "it is empty" : "it is not JSON"
  })

const decodeLine = Schema.decodeUnknownResult(LogLine, { onExcessProperty: "error" })
const format = SchemaIssue.makeFormatterStandardSchemaV1()

const decode = (value: unknown): Result.Result<LogLine, string> =>
  Result.mapError(
    decodeLine(value),
    ({ issue }) =>
      format(issue).issues.map(({ message, path = [] }) => [...path.map(String), message].join(": ")).join("; ")
  )

const withCommand = (line: LogLine): Result.Result<Read, string> => {
  const command = commandOf(line)
  return command === undefined
    ? Result.fail(`activity "${line.activity}" with lifecycle ${line.lifecycle} is not known`)
    : Result.succeed({ line, command })
}
