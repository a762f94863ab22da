// `deciduous audit` itself: every event is decoded, counted by type and version, and what cannot be read is shown.
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import { Violations } from "../../Failure.ts"
import { jsonLine } from "../print.ts"
import { buildHash } from "./buildHash.ts"
import { compareKinds, reportText, timeText, verdictText } from "./reportText.ts"
import type { Audit } from "./request.ts"
import { run } from "./run.ts"
import { recall } from "./saved.ts"
import type { Page } from "./source.ts"
import { addPage, type Failure, type Kind, kindKey, type Tally, totalsOf } from "./tally.ts"

export const decodeAll = Effect.fnUntraced(
  function*<R>({ categories, config, eventSets, json, resume, source }: Audit<R>) {
    const subject = { verb: "audit", source: source.name, categories, build: buildHash(config, eventSets) }
    const saved = resume ? yield* recall<ReadonlyArray<Kind>>(subject) : undefined
    const tally: Tally = new Map(saved?.found.map((kind) => [kindKey(kind), kind]))
    const survey = {
      add: (page: Page) => addPage(tally, page, eventSets).map(failureJson),
      found: () => [...tally.values()],
      totals: () => totalsOf(tally.values())
    }
    yield* run(source.pages, survey, { subject, saved, json })
    const kinds = [...tally.values()].sort(compareKinds)
    const totals = totalsOf(kinds)
    const unread = yield* source.unread
    if (json) yield* jsonLine({ audit: { source: source.name, ...totals, kinds: kinds.map(kindJson) } })
    else if (kinds.length > 0) yield* Console.log(`${reportText(kinds)}\n`)
    if (unread !== undefined) yield* Console.error(unread)
    if (totals.failed > 0) return yield* new Violations({ message: verdictText(totals) })
    if (!json) yield* Console.log(verdictText(totals))
  }
)

const failureJson = ({ at, kind: { category, schemaVersion, type }, problem, streamId, version }: Failure) => ({
  failure: { category, type, schemaVersion, streamId, version, at, problem }
})

const kindJson = ({ first, last, ...kind }: Kind) => ({ ...kind, firstSeen: timeText(first), lastSeen: timeText(last) })
