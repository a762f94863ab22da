// `deciduous audit`: decodes every stored event with this build. The only proof that old events stay readable.
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { Config } from "./config.ts"
import { Unusable } from "./Failure.ts"
import { takeCensus } from "./internal/audit/census.ts"
import { compare } from "./internal/audit/compare.ts"
import { decodeAll } from "./internal/audit/decodeAll.ts"
import { type EventSets, eventSetsOf } from "./internal/audit/eventSets.ts"
import { ofLines } from "./internal/audit/lines.ts"
import { ofStore, type Source } from "./internal/audit/source.ts"
import { Argument, Command, Flag } from "./internal/cli.ts"
import { loadConfig } from "./internal/loadConfig.ts"
import { jsonFlag } from "./internal/stream.ts"
import { reading, type StoreFlags, storeFlags } from "./store.ts"

const flags = {
  categories: Argument.String("category").pipe(
    Argument.withDescription("Only the streams of these aggregates, such as bank-account"),
    Argument.variadic()
  ),
  file: Flag.String("file").pipe(
    Flag.withDescription("A file of events in place of a database, a line of JSON each; - is standard input"),
    Flag.withMetavar("FILE"),
    Flag.optional
  ),
  census: Flag.Boolean("census").pipe(
    Flag.withDescription("Only count the types and versions that are stored, beside those that this build knows"),
    Flag.withDefault(false)
  ),
  compare: Flag.String("compare").pipe(
    Flag.withDescription(
      "Fold every stream with another build too, and show whose state differs: a commit, or a folder"
    ),
    Flag.withMetavar("REF|DIR"),
    Flag.optional
  ),
  record: Flag.Boolean("record").pipe(
    Flag.withDescription("Also write an example of each type and version into the golden corpus, where it has none"),
    Flag.withDefault(false)
  ),
  resume: Flag.Boolean("resume").pipe(
    Flag.withDescription("Go on where an interrupted audit was"),
    Flag.withDefault(false)
  ),
  json: jsonFlag,
  ...storeFlags
}

export const audit = Command.make(
  "audit",
  flags,
  Effect.fnUntraced(function*({ categories, census, compare: other, file, json, record, resume, ...store }) {
    const problem = contradiction({ census, compare: Option.isSome(other), record, resume })
    if (problem !== undefined) return yield* new Unusable({ message: problem })
    const perform = Effect.fnUntraced(function*<R>(config: Config, sourceOf: (eventSets: EventSets) => Source<R>) {
      const eventSets = yield* eventSetsOf(config)
      const audit = { config, eventSets, source: sourceOf(eventSets), categories, json, record, resume }
      yield* census ? takeCensus(audit) : Option.isSome(other) ? compare(audit, other.value) : decodeAll(audit)
    })
    if (Option.isNone(file)) {
      return yield* reading(store, (config, store) => perform(config, () => ofStore(store, categories)))
    }
    yield* refuseStore(store)
    yield* perform(yield* loadConfig, (eventSets) => ofLines(file.value, eventSets.keys(), categories))
  })
).pipe(
  Command.withDescription("Decode every stored event with this build, and show what cannot be read; exit code 1 then"),
  Command.withExamples([
    { command: "deciduous audit", description: "Everything that is stored" },
    { command: "deciduous audit bank-account --json", description: "The streams of one aggregate, for a program" },
    { command: "deciduous audit --file events.jsonl", description: "What was exported elsewhere" },
    { command: "deciduous audit --resume", description: "On, after Ctrl-C or a lost connection" },
    {
      command: "deciduous audit --record",
      description: "And an example of each version for the tests of all later releases"
    },
    {
      command: "deciduous audit --compare v1.4.0",
      description: "Which states the last release would have folded otherwise"
    },
    { command: "deciduous audit --census", description: "Which versions are stored, and how they are read" }
  ])
)

const contradiction = (
  { census, compare, record, resume }: { readonly [flag in "census" | "compare" | "record" | "resume"]: boolean }
): string | undefined => {
  if (census && compare) return "--census counts, and --compare folds: give one of them."
  if (census && record) return "--census decodes nothing, so there is nothing to record."
  if (census && resume) return "--census counts, which is quickly done: there is nothing to resume."
  return compare && record ? "--compare folds streams, and records no examples: give --record alone." : undefined
}

const refuseStore = ({ folder, url }: StoreFlags): Effect.Effect<void, Unusable> =>
  Option.isSome(folder) || Option.isSome(url)
    ? Effect.fail(new Unusable({ message: "--file names a file, and --url or --folder a database: give one of them." }))
    : Effect.void
