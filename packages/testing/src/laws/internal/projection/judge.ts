// Whether a history keeps the laws of a projection: each way to build it is held against one event after the other.
import * as Effect from "effect/Effect"
import { firstDifference } from "../../../internal/difference.ts"
import { same } from "../../../internal/same.ts"
import { randomOf } from "../random.ts"
import { said } from "../walk-laws/users.ts"
import type { Problem } from "../walkLaw.ts"
import { type Append, logOfAppends } from "./log.ts"
import type { Built, Stand } from "./stand.ts"
import { oneByOne, type WayLaw } from "./ways.ts"

/** A law about what some appends lead to. */
export interface AppendLaw {
  readonly name: string
  /** What breaks it says nothing about the laws behind it. */
  readonly isFirst?: boolean
  readonly problemOf: (appends: ReadonlyArray<Append>, base: Built) => Effect.Effect<Problem | undefined, never, any>
}

/** What each law is held against. */
export const baseOf = (stand: Stand, appends: ReadonlyArray<Append>) => stand.build(oneByOne(appends))

export const takesEverything: AppendLaw = {
  name: "it takes every event, one after the other",
  isFirst: true,
  problemOf: (appends, base) => Effect.succeed(base._tag === "Failed" ? failed(appends, base) : undefined)
}

/** `partsOfOneStream` leaves out what several streams have met in, for laws that are about single ones. */
export const ofWay = (
  stand: Stand,
  { isFirst = false, name, ofOneStream = false, ways }: WayLaw,
  partsOfOneStream: (appends: ReadonlyArray<Append>) => (model: unknown) => unknown
): AppendLaw => ({
  name,
  isFirst,
  problemOf: Effect.fnUntraced(function*(appends, base) {
    if (base._tag === "Failed" || appends.length === 0) return undefined
    const at = appends.at(-1)!.at
    // the same cuts for the same history, however it was come by
    for (const { how, way } of ways(appends, randomOf(appends.length, logOfAppends(appends).length))) {
      const built = yield* stand.build(way)
      if (built._tag === "Failed") return { at, sentence: `${how} it cannot be built: ${built.why}` }
      const view = ofOneStream ? partsOfOneStream(appends) : (model: unknown) => model
      const [expected, actual] = [view(base.model), view(built.model)]
      if (same(expected, actual)) continue
      return { at, sentence: `${how} it is another read model: ${firstDifference(expected, actual, same)}` }
    }
    return undefined
  })
})

/** What the author says of the read model. */
export const ofModel = (name: string, holds: (model: unknown) => unknown): AppendLaw => ({
  name,
  problemOf: (appends, base) =>
    Effect.sync(() => {
      const sentence = base._tag === "Failed" ? undefined : said(() => holds(base.model))
      return sentence === undefined ? undefined : { at: appends.at(-1)?.at ?? 0, sentence }
    })
})

const failed = (appends: ReadonlyArray<Append>, { batch, why }: Built & { readonly _tag: "Failed" }): Problem => {
  const event = logOfAppends(appends)[batch]
  const at = event === undefined ? appends.at(-1)!.at : appends.find(({ stored }) => stored.includes(event))!.at
  return { at, sentence: event === undefined ? why : `It cannot take ${event.type} of ${event.streamId}: ${why}` }
}
