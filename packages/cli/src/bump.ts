// `deciduous bump <aggregate>/<Event>`: the next version of an event, as a copy to be changed.
import { formatDiagnostics } from "@deciduous/codegen"
import { declareVersion } from "@deciduous/codegen/declareVersion"
import { findEvent } from "@deciduous/codegen/findVersion"
import { loadLock } from "@deciduous/codegen/lock/file"
import { LOCK_FILE } from "@deciduous/codegen/lock/model"
import { isProblem } from "@deciduous/codegen/lock/text"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import { existsSync, readFileSync } from "node:fs"
import * as path from "node:path"
import { Unusable } from "./Failure.ts"
import { schemasFlag } from "./generate.ts"
import { catalogIn } from "./internal/catalog.ts"
import { Argument, Command } from "./internal/cli.ts"
import { evolutionOptions } from "./internal/evolution.ts"
import { newErrors } from "./internal/trial.ts"
import { writeFiles } from "./internal/writeFiles.ts"

const flags = {
  event: Argument.String("event").pipe(
    Argument.withDescription("bank-account/AccountOpened; the folder may be left out where only one has such an event")
  ),
  schemas: schemasFlag
}

export const bump = Command.make(
  "bump",
  flags,
  Effect.fnUntraced(function*({ event: name, schemas }) {
    const { ignore = [], schemas: folder } = yield* evolutionOptions(schemas)
    const catalog = yield* catalogIn(folder, ignore, new Set(["CURRENT_UNKNOWN"]))
    const found = findEvent(catalog, name)
    if ("problem" in found) return yield* new Unusable({ message: found.problem })
    const { aggregate, event } = found
    const last = event.versions.at(-1)
    if (last === undefined) return yield* new Unusable({ message: `${event.name} has no version yet.` })
    const { reading } = event
    const next = last.version + 1
    if (reading._tag === "Current" && last.version > reading.current) {
      return yield* new Unusable({
        message:
          `${event.name} v${last.version} is above current already: change ${last.file} while it is a draft, and raise current when it is to be written.`
      })
    }
    if (isDraft(folder, aggregate.stream, event.name, last.version)) {
      return yield* new Unusable({
        message:
          `${event.name} v${last.version} is a draft still, as it is not locked: change ${last.file}. Or freeze it first: deciduous lock`
      })
    }
    const file = last.file.replace(/\.v\d+(\.(?:yaml|json))$/, `.v${next}$1`)
    if (existsSync(file)) return yield* new Unusable({ message: `${file} is there already.` })
    const manifest = aggregate.place.file
    const before = readText(manifest)
    const after = declareVersion(before, event.name, last.version)
    if (after === undefined) {
      return yield* new Unusable({
        message: `${manifest} is written in a way that bump does not understand: add v${next} by hand.`
      })
    }
    const files = [{ file, text: readText(last.file) }, { file: manifest, text: after }]
    const errors = newErrors(folder, files)
    if (errors.length > 0) {
      return yield* new Unusable({ message: `${formatDiagnostics(errors)}\nNothing was written.` })
    }
    yield* writeFiles(files)
    yield* Console.log([
      `wrote    ${file}`,
      `changed  ${manifest}`,
      "",
      `Next: change ${file}. In ${manifest}, under ${event.name}.upcasts.${last.version}, say how a stored v${last.version} becomes`,
      `a v${next}: operations, or { code: true } and then deciduous scaffold. deciduous check tells what is missing; then run`,
      "deciduous generate, and deciduous lock before the release."
    ].join("\n"))
  })
).pipe(
  Command.withDescription("Begin the next version of an event"),
  Command.withExamples([
    { command: "deciduous bump bank-account/AccountOpened", description: "AccountOpened.v3.yaml, and a step to it" }
  ])
)

/** Somebody locks versions, and has not locked this one. A lock that can't be used is told of by `check`. */
const isDraft = (folder: string, stream: string, event: string, version: number): boolean => {
  const lock = loadLock(path.join(folder, LOCK_FILE), LOCK_FILE)
  const lines = lock === undefined || isProblem(lock) ? undefined : lock.streams.get(stream)
  return version > 1 && lines?.has(`${event}@1`) === true && !lines.has(`${event}@${version}`)
}

/** Every byte of it, so that what is not changed stays as it is. */
const readText = (file: string): string => new TextDecoder("utf-8", { ignoreBOM: true }).decode(readFileSync(file))
