// `deciduous audit --compare`: every stream folded by this build and by another one, and the streams whose state differs.
import { hashOfText } from "@deciduous/codegen/contract/canonical"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { Violations } from "../../Failure.ts"
import { jsonDifference } from "../jsonDifference.ts"
import { jsonLine, printable } from "../print.ts"
import { toJson } from "../toJson.ts"
import { buildHash } from "./buildHash.ts"
import { type Compared, compareStreams, type Listed, nothingCompared, type Outcome } from "./compareStreams.ts"
import { foldOf } from "./fold.ts"
import { type Build, otherBuild, thisBuild } from "./otherBuild.ts"
import { grouped } from "./progress.ts"
import type { Audit } from "./request.ts"
import { run } from "./run.ts"
import { recall } from "./saved.ts"
import type { Page, Source } from "./source.ts"

export const compare = Effect.fnUntraced(
  function*<R>({ categories, config, eventSets, json, resume, source }: Audit<R>, name: string) {
    const mine = yield* thisBuild(config)
    const other = yield* otherBuild(name)
    const build = hashOfText([buildHash(config, eventSets), ...[mine, other].map(foldingText)].join("\n"))
    const subject = { verb: `audit --compare ${name}`, source: source.name, categories, build }
    const saved = resume ? yield* recall<Compared>(subject) : undefined
    const compared = saved?.found ?? nothingCompared()
    const streams = compareStreams(other, mine, source.isGrouped, compared)
    const survey = {
      add: (page: Page) => streams.add(page).map(outcomeJson),
      found: () => compared,
      totals: () => ({ events: compared.events, failed: 0 }),
      place: streams.place
    }
    yield* run(source.byStream, survey, { subject, saved, json })
    const last = streams.finish()
    const since = yield* firstVersions(source, compared.differing.first, other, mine)

    const verdict = verdictText(compared, name)
    if (json) {
      yield* Effect.forEach(last, (outcome) => jsonLine(outcomeJson(outcome)), { discard: true })
      yield* jsonLine({ compare: { source: source.name, with: name, ...compared, since: Object.fromEntries(since) } })
    } else {
      const text = reportText(compared, name, since)
      if (text !== "") yield* Console.log(`${text}\n`)
    }
    const { broken, differing } = compared
    if (broken.streams + differing.streams > 0) return yield* new Violations({ message: verdict })
    if (!json) yield* Console.log(verdict)
  },
  Effect.scoped
)

/** What of a build's folds can be seen from outside: enough to notice that a branch has moved, or `evolve` was changed. */
const foldingText = ({ aggregates }: Build): string =>
  [...aggregates].map(([category, { decider }]) =>
    [category, decider.evolve, JSON.stringify(toJson(decider.initialState))].join(" ")
  ).join("\n")

/** From which version on the states differ, by stream: these few are folded again, and looked at after every event. */
const firstVersions = Effect.fnUntraced(
  function*<R>(source: Source<R>, outcomes: ReadonlyArray<Outcome>, other: Build, mine: Build) {
    const since = new Map<string, number>()
    const underway = new Map(
      outcomes.map(({ category, streamId }) => [streamId, [foldOf(other, category), foldOf(mine, category)]] as const)
    )
    if (underway.size === 0) return since
    yield* Stream.runForEach(source.only([...underway.keys()]), (stored) =>
      Effect.sync(() => {
        if (since.has(stored.streamId)) return
        const states = underway.get(stored.streamId)?.map((fold) => {
          fold.add(stored)
          const folded = fold.end()
          return folded._tag === "State" ? folded.state : undefined
        })
        if (states !== undefined && jsonDifference(states[0], states[1]) !== undefined) {
          since.set(stored.streamId, stored.version)
        }
      }))
    return since
  }
)

const outcomeJson = ({ outcome, ...stream }: Outcome) => ({ [outcome]: stream })

const reportText = (
  { broken, differing, mended }: Compared,
  name: string,
  since: ReadonlyMap<string, number>
): string => {
  const from = ({ streamId, version }: Outcome) => {
    const first = since.get(streamId)
    return first === undefined || first === version ? `, version ${version}` : `, versions ${first} to ${version}`
  }
  const at = ({ version }: Outcome) => `, version ${version}`
  return [
    ...section(differing, "another state", from),
    ...section(broken, "no state in this build", at),
    ...section(mended, `a state in this build only, and none in ${name}`, at)
  ].join("\n\n")
}

/** What is the same of several streams is said once. */
const section = (
  { first, streams }: Listed,
  what: string,
  place: (outcome: Outcome) => string
): ReadonlyArray<string> =>
  streams === 0 ? [] : [[
    `${streamsText(streams)} ${streams === 1 ? "has" : "have"} ${what}:`,
    ...[...Map.groupBy(first, ({ text }) => text)].flatMap(([text, outcomes]) => [
      `  ${printable(text)}`,
      ...outcomes.map((outcome) => `    ${printable(outcome.streamId)}${place(outcome)}`)
    ]),
    ...streams === first.length ? [] : [`  and ${streamsText(streams - first.length)} more`]
  ].join("\n")]

const verdictText = ({ broken, differing, mended, streams }: Compared, name: string): string => {
  const wrong = broken.streams + differing.streams
  if (streams === 0) return "There are no events."
  if (wrong > 0) {
    return `${grouped(wrong)} of ${streamsText(streams)} ${
      wrong === 1 ? "folds" : "fold"
    } otherwise than in ${name}, or not at all.`
  }
  const same = streams - mended.streams
  return mended.streams === 0
    ? `${streams === 1 ? "The one stream folds" : `All ${streamsText(streams)} fold`} to the same state as in ${name}.`
    : `${streamsText(same)} ${same === 1 ? "folds" : "fold"} to the same state as in ${name}, and ${
      grouped(mended.streams)
    } only here.`
}

const streamsText = (count: number): string => `${grouped(count)} ${count === 1 ? "stream" : "streams"}`
