// `deciduous upcast <Event@version> < payload.json`: how a stored payload is read, step by step.
import { modulePath } from "@deciduous/codegen/handwritten/index"
import { handwrittenSteps } from "@deciduous/codegen/handwritten/steps"
import type { Json } from "@deciduous/codegen/model"
import { shapesOf } from "@deciduous/codegen/upcast/open"
import { type Stop, walk, type Walked } from "@deciduous/codegen/upcast/walk"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { existsSync } from "node:fs"
import * as path from "node:path"
import { text } from "node:stream/consumers"
import { Unusable, Violations } from "./Failure.ts"
import { schemasFlag } from "./generate.ts"
import { catalogIn, versionIn } from "./internal/catalog.ts"
import { Argument, Command, Flag } from "./internal/cli.ts"
import { evolutionOptions } from "./internal/evolution.ts"
import { importModule, thrown } from "./internal/userModule.ts"

const flags = {
  event: Argument.String("event").pipe(
    Argument.withDescription("What is on standard input: AccountOpened@1 or bank-account/AccountOpened@1")
  ),
  recordedAt: Flag.String("recorded-at").pipe(
    Flag.withDescription("When it was stored (default: 2026-01-01T00:00:00.000Z)"),
    Flag.withMetavar("TIME"),
    Flag.withDefault("2026-01-01T00:00:00.000Z")
  ),
  schemas: schemasFlag
}

export const upcast = Command.make(
  "upcast",
  flags,
  Effect.fnUntraced(function*({ event, recordedAt, schemas }) {
    const options = yield* evolutionOptions(schemas)
    const catalog = yield* catalogIn(options.schemas, options.ignore ?? [])
    const { aggregate, event: of, version } = yield* versionIn(catalog, event)
    const payload = yield* standardInput
    const needsModule = handwrittenSteps(aggregate).length > 0
    const module = path.relative(
      ".",
      modulePath(
        { schemas: path.resolve(options.schemas), cwd: process.cwd(), upcasters: options.upcasters ?? {} },
        aggregate
      )
    )
    const exported = needsModule && existsSync(module) ? yield* importModule(module) : {}
    const functions = exported["upcasters"] as Readonly<Record<string, unknown>> | undefined
    const byHand = (key: string, data: Json, context: object): unknown => {
      const upcaster = functions?.[key]
      if (typeof upcaster !== "function") {
        throw new MissingUpcaster(`"${key}" is not in ${module}. help: deciduous scaffold.`)
      }
      return upcaster(data, context)
    }
    const context = { streamId: `${aggregate.stream}-1`, version: 1, recordedAt }
    const walked = Result.try({
      try: () => walk({ aggregate, shapeOf: shapesOf(catalog), byHand, context }, of.name, version.version, payload),
      catch: (cause) =>
        cause instanceof MissingUpcaster ? cause.message : `An upcaster of ${module} has thrown: ${thrown(cause)}`
    })
    if (Result.isFailure(walked)) return yield* new Violations({ message: walked.failure })
    yield* Console.log(printed(walked.success))
    if (walked.success._tag === "Stuck") return yield* new Violations({ message: walked.success.problem })
  })
).pipe(
  Command.withDescription("Show how a stored payload is read, step by step"),
  Command.withExamples([
    {
      command: "deciduous upcast AccountOpened@1 < payload.json",
      description: "From version 1 to what the program sees"
    }
  ])
)

class MissingUpcaster extends Error {}

const standardInput: Effect.Effect<Json, Unusable> = Effect.tryPromise({
  try: async () => {
    // who forgot the payload would wait for ever
    if (process.stdin.isTTY) throw new Error("nothing was given")
    return JSON.parse(await text(process.stdin)) as Json
  },
  // the parser's own words quote what was given, and payloads stand in no error
  catch: () =>
    new Unusable({ message: "Standard input is no JSON. help: deciduous upcast <Event@version> < payload.json" })
})

const printed = (walked: Walked): string => {
  const stops = walked.stops.map(({ by, name, payload }: Stop) =>
    `${name}  (${by})\n${JSON.stringify(payload, undefined, 2).replaceAll(/^/gm, "  ")}`
  )
  return [...stops, ...(walked._tag === "Skipped" ? [`${walked.name} is retired, and skipped when read.`] : [])].join(
    "\n\n"
  )
}
