// Commands that wait for their turn on a stream are taken along by the one whose turn it is: decided one after the other,
// each on the state after those before it, and appended together. Many writers on one stream then share its round trips.
import { type Decider, type EventData, type Position, type StreamId, View } from "@deciduous/core"
import { isReadonlyArrayNonEmpty } from "effect/Array"
import * as Context from "effect/Context"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Result from "effect/Result"
import type { EventStoreError } from "../EventStoreError.ts"
import { StateCache } from "../StateCache.ts"
import { appendSurely } from "./appendSurely.ts"
import { type Foldable, type Loaded } from "./loadStream.ts"
import type { Store } from "./perStore.ts"
import { appended, loadNow } from "./snapshot/load.ts"
import * as Telemetry from "./telemetry.ts"

/** A command that may be taken along: one without an id, as an append has one id for all of its events. */
export interface Member {
  readonly aggregate: object
  readonly decision: (state: unknown) => Decider.Decision<unknown, unknown>
  readonly newEvents: (events: ReadonlyArray<unknown>) => Result.Result<ReadonlyArray<EventData>, EventStoreError>
  /** The command's own: it counts there. */
  readonly context: Context.Context<never>
  /** Once it was taken along: its outcome, or that it has to go alone after all. */
  answer: Deferred.Deferred<Outcome> | undefined
}

/** `undefined`: nothing of it was written, and together it could not be settled. */
type Outcome = Exit.Exit<unknown, unknown> | undefined

/** Enough to forget the round trip; few enough that nobody waits for a long line of decisions. */
const mostTogether = 64

/**
 * The turn of `own`: with those who wait behind it up to the first that goes alone, if there are any; else `alone`. Whoever
 * was taken along before has its answer, or goes alone.
 */
export const inCompany = <C, S, E, N extends E, Err, Id, A, Failure, R>(
  aggregate: Foldable<C, S, E, N, Err, Id, R>,
  store: Store,
  streamId: StreamId.StreamId,
  own: Member,
  waiting: ReadonlyArray<Member | undefined>,
  alone: Effect.Effect<A, Failure, R>
): Effect.Effect<A, Failure, R> => {
  if (own.answer !== undefined) return answered(own.answer, alone)
  const others = companions(own, waiting)
  if (others.length === 0) return alone
  const members = [own, ...others]
  const answer = own.answer = Deferred.makeUnsafe()
  for (const other of others) other.answer = Deferred.makeUnsafe()
  // whoever is interrupted does not take the others' answers along
  return Effect.andThen(
    Effect.forkDetach(together(aggregate, store, streamId, members), { startImmediately: true }),
    answered(answer, alone)
  )
}

const answered = <A, Failure, R>(answer: Deferred.Deferred<Outcome>, alone: Effect.Effect<A, Failure, R>) =>
  Effect.flatMap(Deferred.await(answer), (outcome) => outcome === undefined ? alone : outcome as Exit.Exit<A, Failure>)

const companions = ({ aggregate }: Member, waiting: ReadonlyArray<Member | undefined>): ReadonlyArray<Member> => {
  const others: Array<Member> = []
  for (const member of waiting) {
    if (member === undefined || member.answer !== undefined || member.aggregate !== aggregate) break
    if (others.push(member) === mostTogether - 1) break
  }
  return others
}

const together = <C, S, E, N extends E, Err, Id, R>(
  aggregate: Foldable<C, S, E, N, Err, Id, R>,
  store: Store,
  streamId: StreamId.StreamId,
  members: ReadonlyArray<Member>
): Effect.Effect<void, never, R> => {
  const tell = (outcomes: ReadonlyMap<Member, Outcome>) =>
    Effect.sync(() => {
      for (const member of members) Deferred.doneUnsafe(member.answer!, Exit.succeed(outcomes.get(member)))
    })
  return Effect.matchCauseEffect(settled(aggregate, store, streamId, members), {
    onSuccess: tell,
    // alone each of them meets what the matter is
    onFailure: () => tell(new Map())
  })
}

/** The outcome of each; one that is missing goes alone. */
const settled = Effect.fnUntraced(function*<C, S, E, N extends E, Err, Id, R>(
  aggregate: Foldable<C, S, E, N, Err, Id, R>,
  store: Store,
  streamId: StreamId.StreamId,
  members: ReadonlyArray<Member>
): Effect.fn.Return<ReadonlyMap<Member, Outcome>, EventStoreError, R> {
  const cache = yield* StateCache
  const cached = cache.get<S>(store, aggregate, streamId.name)
  const loaded = cached ?? (yield* loadNow(aggregate, store, streamId)).loaded
  const { data, outcomes, state } = decideAll(aggregate, members, loaded)
  // only an append tells whether the state was the last one
  if (!isReadonlyArrayNonEmpty(data)) return new Map()
  const written = yield* Effect.result(appendSurely(store, streamId, data, loaded.version))
  if (Result.isFailure(written)) {
    // what may have been written must not be written once more; of whom there was nothing to write, may go alone
    const unknown = written.failure._tag === "OutcomeUnknown" ? outcomes.filter(({ writes }) => writes) : []
    return new Map(unknown.map(({ member }) => [member, Exit.fail(written.failure)]))
  }
  const { position, version } = written.success
  const after = { state, version, position }
  cache.set(store, aggregate, streamId.name, after)
  if (aggregate.snapshots !== undefined) yield* appended(aggregate.snapshots, streamId, after, loaded.version)
  for (const { context } of members) Telemetry.counter(context).cached(cached !== undefined)
  return new Map(outcomes.map(({ member, outcome }) => [member, outcome(position)]))
})

/** What each is to be told, once the events of all of them are written and stand at a position. */
interface Decided {
  readonly member: Member
  readonly writes: boolean
  readonly outcome: (position: Position.Position) => Exit.Exit<unknown, unknown>
}

const decideAll = <C, S, E, N extends E, Err, Id, R>(
  { decider }: Foldable<C, S, E, N, Err, Id, R>,
  members: ReadonlyArray<Member>,
  loaded: Loaded<S>
) => {
  const data: Array<EventData> = []
  const outcomes: Array<Decided> = []
  let state = loaded.state
  for (const member of members) {
    const decided = attempt(member, state)
    // alone it throws once more, where its caller sees it
    if (decided === undefined) continue
    if (Result.isFailure(decided)) {
      outcomes.push({ member, writes: false, outcome: () => Exit.fail(decided.failure) })
      continue
    }
    const events = decided.success as ReadonlyArray<N>
    const own = member.newEvents(events)
    if (Result.isFailure(own)) {
      outcomes.push({ member, writes: false, outcome: () => Exit.fail(own.failure) })
      continue
    }
    data.push(...own.success)
    state = View.fold(decider, events, state)
    const after = { state, version: loaded.version + data.length, events }
    outcomes.push({
      member,
      writes: events.length > 0,
      outcome: (position) => {
        Telemetry.counter(member.context).appended(events.length)
        return Exit.succeed({ ...after, position })
      }
    })
  }
  return { data, outcomes, state }
}

const attempt = ({ decision }: Member, state: unknown): Decider.Decision<unknown, unknown> | undefined => {
  try {
    return decision(state)
  } catch {
    return undefined
  }
}
