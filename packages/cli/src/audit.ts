// `deciduous audit`: decodes every stored event with this build. The only proof that old events stay readable.
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { Config } from "./config.ts"
import { Unusable, Violations } from "./Failure.ts"
import { buildHash } from "./internal/audit/buildHash.ts"
import { type EventSets, eventSetsOf } from "./internal/audit/eventSets.ts"
import { ofLines } from "./internal/audit/lines.ts"
import { inOrder, reportText, timeText, verdictText } from "./internal/audit/reportText.ts"
import { run } from "./internal/audit/run.ts"
import { recall } from "./internal/audit/saved.ts"
import { ofStore, type Source } from "./internal/audit/source.ts"
import { addPage, type Failure, type Kind, kindKey, type Tally, totalsOf } from "./internal/audit/tally.ts"
import { Argument, Command, Flag } from "./internal/cli.ts"
import { loadConfig } from "./internal/loadConfig.ts"
import { jsonLine } from "./internal/print.ts"
import { jsonFlag } from "./internal/stream.ts"
import { reading, type StoreFlags, storeFlags } from "./store.ts"

const flags = {
  categories: Argument.String("category").pipe(
    Argument.withDescription("Only the streams of these aggregates, such as bank-account"),
    Argument.variadic()
  ),
  file: Flag.String("file").pipe(
    Flag.withDescription(
      "A file of events, a line of JSON each as `deciduous events --json` prints them; - is standard input"
    ),
    Flag.withMetavar("FILE"),
    Flag.optional
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
  Effect.fnUntraced(function*({ categories, file, json, resume, ...store }) {
    const decode = decodeAll({ categories, json, resume })
    if (Option.isNone(file)) {
      return yield* reading(store, (config, store) => decode(config, () => ofStore(store, categories)))
    }
    yield* refuseStore(store)
    yield* decode(yield* loadConfig, (eventSets) => ofLines(file.value, eventSets.keys(), categories))
  })
).pipe(
  Command.withDescription("Decode every stored event with this build, and show what cannot be read; exit code 1 then"),
  Command.withExamples([
    { command: "deciduous audit", description: "Everything that is stored" },
    { command: "deciduous audit bank-account --json", description: "The streams of one aggregate, for a program" },
    { command: "deciduous audit --file events.jsonl", description: "What was exported elsewhere" },
    { command: "deciduous audit --resume", description: "On, after Ctrl-C or a lost connection" }
  ])
)

interface Options {
  readonly categories: ReadonlyArray<string>
  readonly json: boolean
  readonly resume: boolean
}

const decodeAll = ({ categories, json, resume }: Options) =>
  Effect.fnUntraced(function*<R>(config: Config, sourceOf: (eventSets: EventSets) => Source<R>) {
    const eventSets = yield* eventSetsOf(config)
    const source = sourceOf(eventSets)
    const subject = { verb: "audit", source: source.name, categories, build: buildHash(config, eventSets) }
    const saved = resume ? yield* recall<ReadonlyArray<Kind>>(subject) : undefined
    const tally: Tally = new Map(saved?.found.map((kind) => [kindKey(kind), kind]))
    const survey = {
      add: (page: Parameters<typeof addPage>[1]) => addPage(tally, page, eventSets).map(failureJson),
      found: () => [...tally.values()],
      totals: () => totalsOf(tally.values())
    }
    yield* run(source, survey, { subject, saved, json })
    const kinds = inOrder(tally.values())
    const totals = totalsOf(kinds)
    if (json) yield* jsonLine({ audit: { source: source.name, ...totals, kinds: kinds.map(kindJson) } })
    else if (kinds.length > 0) yield* Console.log(`${reportText(kinds)}\n`)
    if (totals.failed > 0) return yield* new Violations({ message: verdictText(totals) })
    if (!json) yield* Console.log(verdictText(totals))
  })

const refuseStore = ({ folder, url }: StoreFlags): Effect.Effect<void, Unusable> =>
  Option.isSome(folder) || Option.isSome(url)
    ? Effect.fail(new Unusable({ message: "--file names a file, and --url or --folder a database: give one of them." }))
    : Effect.void

const failureJson = ({ at, kind: { category, schemaVersion, type }, problem, streamId, version }: Failure) => ({
  failure: { category, type, schemaVersion, streamId, version, at, problem }
})

const kindJson = ({ first, last, ...kind }: Kind) => ({ ...kind, firstSeen: timeText(first), lastSeen: timeText(last) })
