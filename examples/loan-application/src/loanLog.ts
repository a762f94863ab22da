// The importer: each line of the log becomes a command, handled by the aggregate. Read LoanApplication first.
import type { LoanApplicationCommand } from "@deciduous/event-schemas/loan-application.commands.gen"
import type { ApplicationId, Euro } from "@deciduous/event-schemas/types.gen"
import { Aggregate, type EventStore, type EventStoreError } from "@deciduous/runtime"
import { Data, Effect, Result, Stream } from "effect"
import { LoanApplication } from "./aggregate.ts"
import { type Read, read } from "./log/LogLine.ts"
import { pair } from "./log/pairs.ts"
import * as Tally from "./log/Tally.ts"
import type { Rejection } from "./rejections.ts"

/** The log cannot be read on from here. The lines before are stored; of this one and those after it, nothing is. */
export class BadLine extends Data.TaggedError("BadLine")<{ readonly number: number; readonly problem: string }> {
  override get message() {
    return `line ${this.number} of the loan log: ${this.problem}. The lines before it are stored, it and the rest are not.`
  }
}

export interface Imported {
  readonly tally: Tally.Tally
  /** Of all that was asked for, in whole euro. */
  readonly euro: number
  readonly rejected: ReadonlyArray<Rejected>
}

/** A command that the decider turned down: nothing of it is stored. */
export interface Rejected {
  readonly number: number
  readonly application: ApplicationId
  readonly command: LoanApplicationCommand["_tag"]
  readonly because: Rejection
}

export interface Options {
  /** Told after each window how many lines were handled. */
  readonly progress?: (lines: number) => Effect.Effect<void>
}

/**
 * Lines are taken in windows: the applications of a window go side by side, the lines of each one after the other, so
 * every stream is in the log's order. No more than a window is held.
 */
export const importLog = Effect.fnUntraced(function*<E, R>(
  lines: Stream.Stream<string, E, R>,
  { progress = () => Effect.void }: Options = {}
): Effect.fn.Return<Imported, E | BadLine | StoreProblem, R | EventStore.EventStore> {
  const tally = Tally.empty()
  const amounts = new Map<ApplicationId, Euro>()
  const rejected: Array<Rejected> = []
  let count = 0
  let euro = 0

  const window = Effect.fnUntraced(function*(texts: ReadonlyArray<string>) {
    const { bad, good } = readWindow(texts, count, amounts)
    const streams = Map.groupBy(good, ({ line }) => line.application)
    const results = yield* Effect.forEach(streams.values(), Effect.forEach(handle), { concurrency })
    rejected.push(...results.flat().filter((rejection) => rejection !== undefined))
    for (const { line } of good) {
      const { activity, application, at, lifecycle, resource } = line
      Tally.add(tally, { application, pair: pair(activity, lifecycle), resource, at: at.epochMilliseconds })
      if (activity === "A_SUBMITTED") euro += line.amountRequested
    }
    count += good.length
    if (bad !== undefined) return yield* bad
    yield* progress(count)
  })

  yield* lines.pipe(Stream.grouped(windowSize), Stream.runForEach(window))
  return { tally, euro, rejected: rejected.toSorted((left, right) => left.number - right.number) }
})

type StoreProblem =
  | EventStoreError.EventStoreError
  | EventStoreError.VersionConflict
  | EventStoreError.OutcomeUnknown

/** Enough applications to keep the store busy, and few enough lines to hold. */
const windowSize = 1_000
const concurrency = 16

interface Numbered extends Read {
  readonly number: number
}

/** The lines up to the first bad one. */
const readWindow = (texts: ReadonlyArray<string>, before: number, amounts: Map<ApplicationId, Euro>) => {
  const good: Array<Numbered> = []
  for (const text of texts) {
    const number = before + good.length + 1
    const result = Result.flatMap(read(text), withSameAmount(amounts))
    if (Result.isFailure(result)) return { good, bad: new BadLine({ number, problem: result.failure }) }
    good.push({ ...result.success, number })
  }
  return { good }
}

/** Only the submission stores the amount, so the other lines must not say anything else. */
const withSameAmount = (amounts: Map<ApplicationId, Euro>) => (read: Read): Result.Result<Read, string> => {
  const { amountRequested, application } = read.line
  const known = amounts.get(application)
  if (known === undefined) amounts.set(application, amountRequested)
  return known === undefined || known === amountRequested
    ? Result.succeed(read)
    : Result.fail(`application ${application} requests ${amountRequested} euro, and in the lines before it ${known}`)
}

/** Handles one line; the answer is the rejection, if there was one. */
const handle = ({ command, line: { application }, number }: Numbered) =>
  Aggregate.handle(LoanApplication, application, command).pipe(
    Effect.as(undefined),
    Effect.catchIf(
      isRejection,
      (because) => Effect.succeed<Rejected>({ number, application, command: command._tag, because })
    )
  )

const isRejection = (error: Rejection | StoreProblem): error is Rejection => !storeProblems.has(error._tag)

const storeProblems: ReadonlySet<string> = new Set<StoreProblem["_tag"]>([
  "EventStoreError",
  "VersionConflict",
  "OutcomeUnknown"
])
