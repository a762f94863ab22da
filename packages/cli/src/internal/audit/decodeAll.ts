// `deciduous audit` itself: every event is decoded, counted by type and version, and what cannot be read is shown.
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import { Violations } from "../../Failure.ts"
import { jsonLine, printable } from "../print.ts"
import { buildHash } from "./buildHash.ts"
import { type Candidate, recorderOf } from "./recorder.ts"
import { compareKinds, reportText, timeText, verdictText } from "./reportText.ts"
import type { Audit } from "./request.ts"
import { run } from "./run.ts"
import { recall } from "./saved.ts"
import type { Page } from "./source.ts"
import { addPage, type Failure, type Kind, kindKey, type Tally, totalsOf } from "./tally.ts"

export const decodeAll = Effect.fnUntraced(
  function*<R>({ categories, config, eventSets, json, record, resume, source }: Audit<R>) {
    const subject = {
      verb: record ? "audit --record" : "audit",
      source: source.name,
      categories,
      build: buildHash(config, eventSets)
    }
    const recorder = record ? yield* recorderOf(config) : undefined
    const saved = resume ? yield* recall<Found>(subject) : undefined
    const tally: Tally = new Map(saved?.found.kinds.map((kind) => [kindKey(kind), kind]))
    recorder?.goOn(saved?.found.examples ?? [])
    const survey = {
      add: (page: Page) => addPage(tally, page, eventSets, recorder?.see).map(failureJson),
      found: (): Found => ({ kinds: [...tally.values()], examples: recorder?.examples() ?? [] }),
      totals: () => totalsOf(tally.values())
    }
    yield* run(source.pages, survey, { subject, saved, json })
    const kinds = [...tally.values()].sort(compareKinds)
    const totals = totalsOf(kinds)
    const unread = yield* source.unread
    const recorded = recorder === undefined ? undefined : yield* recorder.write
    if (json) {
      const files = recorded === undefined ? {} : { recorded: recorded.files }
      yield* jsonLine({ audit: { source: source.name, ...totals, kinds: kinds.map(kindJson), ...files } })
    } else if (kinds.length > 0) {
      yield* Console.log(`${reportText(kinds)}\n`)
      if (recorded !== undefined) yield* Console.log(`${recorded.text}\n`)
    }
    if (unread !== undefined) yield* Console.error(unread)
    if (totals.failed > 0) {
      const place = kinds.find(({ failed }) => failed > 0)?.problems[0]?.places[0]
      const help = place && source.help(printable(place.streamId), place.version)
      const shown = help === undefined ? "" : `\n  help: ${help} shows the first of them.`
      return yield* new Violations({ message: `${verdictText(totals)}${shown}` })
    }
    if (!json) yield* Console.log(verdictText(totals))
  }
)

interface Found {
  readonly kinds: ReadonlyArray<Kind>
  readonly examples: ReadonlyArray<Candidate>
}

const failureJson = ({ at, kind: { category, schemaVersion, type }, problem, streamId, version }: Failure) => ({
  failure: { category, type, schemaVersion, streamId, version, at, problem }
})

const kindJson = ({ first, last, ...kind }: Kind) => ({ ...kind, firstSeen: timeText(first), lastSeen: timeText(last) })
