// The laws of a projection as data: however its read model is built, it is the same. On a store in memory, or on one of
// the author's. In an Effect, as stores are.
import * as MemoryEventStore from "@deciduous/runtime/MemoryEventStore"
import type { Documents, Projection } from "@deciduous/runtime/Projection"
import type * as Projections from "@deciduous/runtime/Projections"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { InStream as Example } from "../ProjectionSpec.ts"
import { byRuntime } from "./internal/projection/byRuntime.ts"
import { type AppendLaw, baseOf, ofModel, ofWay, takesEverything } from "./internal/projection/judge.ts"
import { streamsByKey } from "./internal/projection/keys.ts"
import { type Append, appendsOf, appendsOfExample, logOfAppends } from "./internal/projection/log.ts"
import { search, type Searched } from "./internal/projection/search.ts"
import { makeStand, ofDocuments, type Stand, type Subject } from "./internal/projection/stand.ts"
import { told } from "./internal/projection/told.ts"
import * as ways from "./internal/projection/ways.ts"
import { newSeed } from "./internal/random.ts"
import { ofAggregates, type Origin } from "./internal/source.ts"
import { untyped } from "./internal/subject.ts"
import type { Law, Verdict } from "./Law.ts"
import * as ViewLaws from "./ViewLaws.ts"

/**
 * Where events come from.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  /** The aggregates whose streams it reads: their histories are walked by commands, side by side. */
  readonly from: ReadonlyArray<ViewLaws.From>
  /** Histories that are always tried, each some appends in their order: what a failure prints, to be pasted here. */
  readonly examples?: ReadonlyArray<ReadonlyArray<Example>>
  /** What to find the same histories by; another one each time by default, printed where a law fails. */
  readonly seed?: number
  /** How many histories to build read models of; by default as many as there is time for, and six in any case. */
  readonly histories?: number
  /** So many milliseconds histories are tried as long as no law is broken, 2,000 by default. */
  readonly budget?: number
}

/**
 * For `Projection.fromView`, whose view, keys and schema are known.
 *
 * @since 0.1.0
 * @category models
 */
export interface DocumentOptions<State>
  extends Options, Pick<ViewLaws.Options<State, any>, "duplicates" | "invariants" | "steps">
{
  /** Where it is built, a store in memory by default. */
  readonly store?: StoreOf<never>
}

/**
 * For `Projection.make`, of which only the author knows what it writes.
 *
 * @since 0.1.0
 * @category models
 */
export interface TableOptions<R> extends Options {
  /** The whole read model of a version of the projection, in one order. */
  readonly read: (version: number) => Effect.Effect<unknown, unknown, R>
  /** Takes all of it away; without it each of many builds gets a store of its own. */
  readonly empty?: (version: number) => Effect.Effect<unknown, unknown, R>
  /** Where it is built, with what else the projection needs; a store in memory by default. */
  readonly store?: StoreOf<R>
  /** That an event which comes again changes nothing. The runtime delivers each once. */
  readonly duplicates?: "ignored"
  /** That what a stream leads to does not depend on how its events stand to those of others. */
  readonly streams?: "independent"
  /** By name, what holds of what is read: `true`, or what is wrong. */
  readonly invariants?: { readonly [name: string]: (model: any) => true | string }
}

/**
 * A store, given the projections that are written with each append.
 *
 * @since 0.1.0
 * @category models
 */
export type StoreOf<R> = (
  inline: ReadonlyArray<Projection<unknown, any>>
) => Layer.Layer<Projections.Stores | R, unknown>

/**
 * A law that is tried on a store.
 *
 * @since 0.1.0
 * @category models
 */
export interface StoreLaw {
  readonly name: string
  readonly check: Effect.Effect<Verdict>
}

/**
 * The laws of documents: `pure` are those of the view, which need no store.
 *
 * @since 0.1.0
 * @category laws
 */
export const ofView = <State, Index extends string>(
  name: string,
  documents: Documents<State, Index>,
  options: DocumentOptions<NoInfer<State>>
): { readonly pure: ReadonlyArray<Law>; readonly stored: ReadonlyArray<StoreLaw> } => {
  const { examples: _, store, ...ofPure } = options
  const { ignore, keyOf, state, view } = documents.parts
  const any = untyped<Documents<unknown>>(documents)
  const keys = (events: Parameters<typeof streamsByKey>[2]) => streamsByKey(any, setsOf(options), events)
  const subject: Subject = {
    projection: any,
    store: storeOf(store),
    ...ofDocuments(any, (events) => [...keys(events).keys()])
  }
  const ofOneStream = (appends: ReadonlyArray<Append>) => {
    const single = [...keys(logOfAppends(appends))].filter(([, streams]) => streams.size === 1)
    return (model: unknown) => Object.fromEntries(single.map(([key]) => [key, Reflect.get(model as object, key)]))
  }
  return {
    pure: ViewLaws.laws(`${name}.parts.view`, view, { ...ofPure, keyOf, ignore, state }),
    stored: storeLaws(name, subject, options, (stand) => [ofWay(stand, ways.merged, ofOneStream)])
  }
}

/**
 * The laws of a projection with tables of its own.
 *
 * @since 0.1.0
 * @category laws
 */
export const ofTables = <E, R>(
  name: string,
  projection: Projection<E, R>,
  options: TableOptions<NoInfer<R>>
): ReadonlyArray<StoreLaw> => {
  const { duplicates, empty, invariants = {}, read, store, streams } = options
  const subject: Subject = { projection, store: storeOf(store), read, empty, hasVersions: false }
  return storeLaws(name, subject, options, (stand) => [
    ...(duplicates === undefined ? [] : [ofWay(stand, ways.duplicates, whole)]),
    ...(streams === undefined ? [] : [ofWay(stand, ways.merged, whole)]),
    ...Object.entries(invariants).map(([name, holds]) => ofModel(name, holds))
  ])
}

const storeLaws = (
  name: string,
  subject: Subject,
  options: Options & { readonly store?: unknown },
  more: (stand: Stand) => ReadonlyArray<AppendLaw>
): ReadonlyArray<StoreLaw> => {
  const { budget = 2000, examples = [], histories, seed = newSeed() } = options
  const stand = makeStand(subject)
  const commands = ofAggregates(options.from as ReadonlyArray<Origin>, new Set())
  const sets = setsOf(options)
  const laws: ReadonlyArray<AppendLaw> = [
    takesEverything,
    ...[ways.again, ways.anyBatches, ways.inline, ways.undone].map((one) => ofWay(stand, one, whole)),
    ...more(stand)
  ]
  const workers = byRuntime(stand, subject)
  let searched: Promise<Searched> | undefined
  const isOwn = options.store !== undefined
  const run = search([...laws.map((law) => [law, Infinity] as const), [workers, isOwn ? 1 : WITH_WORKERS]], {
    commands: { ...commands, wanted: new Map() },
    appendsOf: (walk) => appendsOf(walk, sets),
    baseOf: (appends) => baseOf(stand, appends),
    tell: (appends) => told(name, appends),
    examples: examples.map(appendsOfExample),
    seed,
    histories,
    budget
  })
  // one search for all laws, whichever is asked first
  const found = Effect.promise(() =>
    searched ??= Effect.runPromise(Effect.orDie(Effect.provide(run, subject.store([]))) as Effect.Effect<Searched>)
  )
  return [
    ...[...laws, workers].map((law): StoreLaw => ({
      name: law.name,
      check: Effect.map(
        found,
        ({ broken, histories }) => broken.get(law.name) ?? { _tag: "Holds", tried: histories, seed }
      )
    })),
    {
      name: "the histories hold events, on the store",
      check: Effect.map(found, ({ broken, events, histories }): Verdict =>
        events > 0 || broken.size > 0
          ? { _tag: "Holds", tried: histories, seed }
          : {
            _tag: "Fails",
            problem: "No command was accepted, so nothing was shown. Give commands that the initial state accepts.",
            counterexample: "",
            length: 0,
            seed,
            found: `Walked ${histories} histories.`
          })
    }
  ]
}

/** Each starts workers on stores of its own, which takes longer than all else; a database takes a second to open. */
const WITH_WORKERS = 3

const whole = () => (model: unknown): unknown => model

const setsOf = ({ from }: Options) =>
  new Map((from as ReadonlyArray<Origin>).map(({ aggregate: { events } }) => [events.category, events]))

/** Projections that need more than the store in memory has fail at their first batch, by the name of what is missing. */
/** A new one each time: a layer of the tester's own that is a constant, as for tables, would be made for the first alone. */
const storeOf = (store: StoreOf<never> | StoreOf<any> | undefined): Subject["store"] => {
  const make = untyped<Subject["store"]>(
    store ?? ((inline: ReadonlyArray<Projection<unknown, any>>) => MemoryEventStore.layerWith({ inline }))
  )
  return (inline) => Layer.fresh(make(inline))
}
