// What must hold of every view, in histories at random.
import * as Result from "effect/Result"
import { firstDifference } from "../../internal/difference.ts"
import { same } from "../../internal/same.ts"
import { deliver, type Delivery, type Documents, fold, logOf } from "./deliveries.ts"
import { randomOf } from "./random.ts"
import { type StateCodec, through } from "./throughCodec.ts"
import { turned } from "./turned.ts"
import type { Walk } from "./walk.ts"
import type { Problem, WalkLaw } from "./walkLaw.ts"
import type { Finding } from "./watch.ts"

/** The deliveries of a walk are folded once, for all laws. */
export const makeViewLaws = (documents: Documents) => {
  const folded = new WeakMap<Walk, ReadonlyArray<Delivery>>()
  const deliveriesOf = (walk: Walk): ReadonlyArray<Delivery> => {
    const known = folded.get(walk)
    if (known !== undefined) return known
    const deliveries = deliver(documents, logOf(walk, documents.ignored))
    folded.set(walk, deliveries)
    return deliveries
  }
  const { view } = documents

  /** The first sound delivery of which `find` says something. */
  const each = (name: string, find: (delivery: Delivery) => string | undefined): WalkLaw => ({
    name,
    problemOf: (walk) => first(deliveriesOf(walk).filter(({ findings }) => findings.length === 0), find)
  })
  const finding = (name: string, about: Finding["about"]): WalkLaw => ({
    name,
    problemOf: (walk) =>
      first(deliveriesOf(walk), ({ findings }) => findings.find((found) => found.about === about)?.problem)
  })

  return {
    deliveriesOf,
    answers: finding("evolve answers whatever comes", "Answers"),
    unchanged: finding("evolve changes nothing that it is given", "Unchanged"),
    alone: {
      ...finding("evolve depends on nothing but what it is given", "Alone"),
      afterwards: (walk) =>
        first(deliveriesOf(walk).filter(({ findings }) => findings.length === 0), ({ after, before, recorded }) => {
          const again = fold(view, before, recorded.event)?.value
          return same(after, again)
            ? undefined
            : `To the same event on the same state evolve answered otherwise the second time: ${
              firstDifference(after, again, same)
            }`
        })
    } satisfies WalkLaw,
    keys: each("the order of keys decides nothing", ({ after, before, recorded }) => {
      const again = fold(view, turned(before), turned(recorded.event))?.value
      return same(after, again)
        ? undefined
        : `Where keys stand the other way round, the state is another: ${firstDifference(after, again, same)}`
    }),
    batches: (codec: StateCodec): WalkLaw => {
      const restore = through(codec)
      return each("any batch gives the same documents", ({ after, before, recorded }) => {
        const kept = restore(after)
        if (after !== undefined && Result.isFailure(kept)) return kept.failure
        const restored = restore(before)
        if (Result.isFailure(restored)) return undefined
        const again = fold(view, restored.success, recorded.event)?.value
        return same(after, again)
          ? undefined
          : `A batch that begins with ${recorded.type} gives another state: ${firstDifference(after, again, same)}`
      })
    },
    duplicates: {
      name: "an event that comes again changes nothing",
      problemOf: (walk) => {
        const deliveries = deliveriesOf(walk).filter(({ findings }) => findings.length === 0)
        const random = randomOf(deliveries.length, 0)
        return first(deliveries, ({ after, key, recorded }) => {
          const earlier = deliveries.slice(0, deliveries.findIndex((other) => other.recorded === recorded))
            .filter((other) => other.key === key)
          const again = [recorded, ...(earlier.length === 0 ? [] : [random.pick(earlier).recorded])]
          for (const event of again) {
            const twice = fold(view, after, event.event)?.value
            if (same(after, twice)) continue
            return `${event.type} of ${event.streamId} comes ${
              event === recorded ? "twice" : "again later"
            }, and the state is another: ${firstDifference(after, twice, same)}`
          }
          return undefined
        })
      }
    } satisfies WalkLaw,
    merged: {
      name: "streams may be merged in any order",
      problemOf: (walk): Problem | undefined => {
        if (documents.keyOf === undefined) return undefined
        const log = logOf(walk, documents.ignored)
        const otherwise = log.toSorted((a, b) =>
          a.recorded.streamId < b.recorded.streamId ? 1 : a.recorded.streamId > b.recorded.streamId ? -1 : 0
        )
        const [as, turned] = [deliver(documents, log), deliver(documents, otherwise)]
        if ([...as, ...turned].some(({ findings }) => findings.length > 0)) return undefined
        const [ends, others] = [endsOf(as), endsOf(turned)]
        for (const [key, { streams, state }] of ends) {
          const other = others.get(key)
          if (streams.size > 1 || same(state, other?.state)) continue
          const sentence = `With the streams one after the other, the document ${JSON.stringify(key)} is another: ${
            firstDifference(state, other?.state, same)
          }`
          return { at: walk.steps.length - 1, sentence }
        }
        return undefined
      }
    } satisfies WalkLaw,
    each
  }
}

const first = (
  deliveries: ReadonlyArray<Delivery>,
  find: (delivery: Delivery) => string | undefined
): Problem | undefined => {
  for (const delivery of deliveries) {
    const sentence = find(delivery)
    if (sentence !== undefined) return { at: delivery.at, sentence }
  }
  return undefined
}

/** By key the last state, and the streams whose events are in it. */
const endsOf = (deliveries: ReadonlyArray<Delivery>) => {
  const ends = new Map<string, { readonly streams: Set<string>; state: unknown }>()
  for (const { after, key, recorded } of deliveries) {
    const end = ends.get(key) ?? { streams: new Set<string>(), state: undefined }
    end.streams.add(recorded.streamId)
    end.state = after
    ends.set(key, end)
  }
  return ends
}
