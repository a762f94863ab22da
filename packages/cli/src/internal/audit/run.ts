// One audit from its first page to its last: what it says meanwhile, and what it leaves for the next run where it is
// interrupted. Read by `audit` and by what it compares builds with.
import type { EventStoreError } from "@deciduous/runtime"
import * as Cause from "effect/Cause"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import type { Unusable } from "../../Failure.ts"
import { jsonLine } from "../print.ts"
import { grouped, progressOn } from "./progress.ts"
import { forget, save, type Saved, savedFile, type Subject } from "./saved.ts"
import type { Page, Source } from "./source.ts"

/** What looks at pages. */
export interface Survey<Found> {
  /** Gives what there is to say of this page, for programs. */
  readonly add: (page: Page) => ReadonlyArray<unknown>
  /** All that was found so far, as plain data. */
  readonly found: () => Found
  readonly totals: () => { readonly events: number; readonly failed: number }
  /** Where to go on, if it is not after the last page. */
  readonly place?: () => string | undefined
}

export interface Options<Found> {
  readonly subject: Subject
  /** What an interrupted run has left. */
  readonly saved: Saved<Found> | undefined
  /** Whether what is said of a page is printed at once. */
  readonly json: boolean
}

export const run = <Found, R>(
  pages: Source<R>["pages"],
  { add, found, place: placeOf, totals }: Survey<Found>,
  { json, saved, subject }: Options<Found>
): Effect.Effect<void, Unusable | EventStoreError.EventStoreError, R> =>
  Effect.suspend(() => {
    const progress = progressOn(process.stderr)
    let place = saved?.place
    let savedEvents = totals().events
    let hasSaved = saved !== undefined
    const keep = (): string | undefined => {
      if (place === undefined) return "there is no place yet to go on from"
      const problem = save({ subject, place, found: found() })
      hasSaved ||= problem === undefined
      savedEvents = totals().events
      return problem
    }

    // a page is counted and said as a whole, or it would be lost to whoever goes on after it
    const onPage = (page: Page) =>
      Effect.uninterruptible(Effect.suspend(() => {
        const said = add(page)
        place = placeOf === undefined ? page.place : placeOf()
        const { events, failed } = totals()
        progress.at(events, failed, page.done)
        // that it cannot be saved matters to nobody who is not interrupted
        if (events - savedEvents >= saveEvery) keep()
        return json && said.length > 0 ? Effect.forEach(said, jsonLine, { discard: true }) : Effect.void
      }))

    return Stream.runForEach(pages(place), onPage).pipe(
      Effect.onExit((exit) =>
        Effect.suspend(() => {
          progress.end()
          if (Exit.isSuccess(exit) || !mayGoOn(exit.cause)) {
            if (hasSaved) forget()
            return Effect.void
          }
          const problem = keep()
          const until = `It was interrupted after ${grouped(totals().events)} events.`
          return Console.error(
            problem === undefined
              ? `${until} To go on from there: the same command with --resume.`
              : `${until} It cannot go on from there, as ${savedFile} was not written: ${problem}.`
          )
        })
      )
    )
  })

/** A third of a second or so. */
const saveEvery = 20_000

/** Somebody has interrupted it, or the store went away. What is wrong with a file stays wrong. */
const mayGoOn = (cause: Cause.Cause<Unusable | EventStoreError.EventStoreError>): boolean =>
  Cause.hasInterruptsOnly(cause)
  || Option.exists(Cause.findErrorOption(cause), ({ _tag }) => _tag === "EventStoreError")
