// `generate --watch`: generates whenever schema files change, and keeps the last good output while they are wrong.
import { type Diagnostic, formatDiagnostics, generate, type Generated, hasErrors } from "@deciduous/codegen"
import { makeMemory } from "@deciduous/codegen/memory"
import * as Clock from "effect/Clock"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { exitCodes, Unusable } from "../Failure.ts"
import { changesBelow } from "./changesBelow.ts"
import { counted } from "./print.ts"

/** Runs until it is interrupted, which is how it is meant to end: with the exit code of what is done. */
export const regenerate = (
  { checked, out, schemas }: { readonly checked: boolean; readonly out: string; readonly schemas: string }
) =>
  Effect.gen(function*() {
    // before the first run, so that no change falls between the two
    const changes = yield* changesBelow(schemas, [out])
    const memory = makeMemory()
    const run = Effect.gen(function*() {
      const begun = yield* Clock.currentTimeMillis
      const generated = yield* Effect.sync(() => generate({ schemas, out, checked, memory }))
      return { generated, took: (yield* Clock.currentTimeMillis) - begun }
    })
    const first = yield* run
    if (isUnusable(first.generated.diagnostics)) {
      return yield* new Unusable({ message: formatDiagnostics(first.generated.diagnostics).trimEnd() })
    }
    let said = yield* say(first, "")
    yield* Console.log(`Watching ${schemas}. Ctrl-C ends it.`)
    yield* Stream.runForEach(changes, () =>
      Effect.gen(function*() {
        said = yield* say(yield* run, said)
      }))
  }).pipe(
    Effect.scoped,
    // an interruption that was asked for is no failure
    Effect.onInterrupt(() =>
      Effect.sync(() => {
        process.exitCode = exitCodes.done
      })
    )
  )

interface Rebuilt {
  readonly generated: Generated
  readonly took: number
}

/** Gives the problems, for the next run: those that were said already are not said again while nothing has changed. */
const say = Effect.fnUntraced(function*({ generated, took }: Rebuilt, said: string) {
  const { changed, diagnostics, removed, written } = generated
  const problems = formatDiagnostics(diagnostics)
  if (problems !== "" && (problems !== said || changed.files.length > 0)) yield* Console.error(problems)
  const isNews = problems !== said || changed.files.length > 0 || written.length > 0 || removed.length > 0
  if (!isNews) return problems
  yield* hasErrors(diagnostics)
    ? Console.error(`${errorsIn(diagnostics)}. Nothing was written: the last good files are kept.`)
    : Console.log(line(generated, took))
  return problems
})

/** `bank-account: 9 event types, 1 file changed, 14 ms` */
const line = ({ changed: { aggregates, files } }: Generated, took: number): string => {
  const events = aggregates.reduce((sum, { events }) => sum + events.length, 0)
  const names = aggregates.slice(0, MAX_NAMED).map(({ folder }) => folder)
  const more = aggregates.length - names.length
  const which = [...names, ...(more > 0 ? [`${more} more`] : [])].join(", ")
  return [
    ...(aggregates.length > 0 ? [`${which}: ${counted(events, "event type", "event types")}`] : []),
    `${counted(files.length, "file", "files")} changed`,
    `${took} ms`
  ].join(", ")
}

/** More would not stay on one line. */
const MAX_NAMED = 3

const errorsIn = (diagnostics: ReadonlyArray<Diagnostic>): string =>
  counted(diagnostics.filter(({ severity }) => severity === "error").length, "error", "errors")

/** What is wrong with the folders themselves and not with a schema. */
export const isUnusable = (diagnostics: ReadonlyArray<Diagnostic>): boolean =>
  diagnostics.some(({ code }) => UNUSABLE.has(code))

const UNUSABLE: ReadonlySet<string> = new Set([
  "FOLDER_MISSING",
  "FILE_UNREADABLE",
  "OUTPUT_FOREIGN",
  "OUTPUT_UNUSABLE"
])
