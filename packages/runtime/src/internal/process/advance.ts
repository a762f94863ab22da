// What a batch of events makes of the instances that it concerns: their states, and what they owe. Pure.
import { Position, ProcessManager, type RecordedEvent, type StoredEvent, Timer } from "@deciduous/core"
import * as Result from "effect/Result"
import type { EventStoreError } from "../../EventStoreError.ts"
import type { Process } from "../../Process.ts"
import type { Changes, Instance, Owed } from "../../ProcessStore.ts"
import { decodeEarly, type Early, encodeEarly } from "./codecs.ts"
import { commandId } from "./commandId.ts"
import { type UnreadableProcess, UnwritableProcess } from "./errors.ts"

/** An event, and whom it concerns. */
export interface Input<Event> {
  readonly stored: StoredEvent
  readonly parts: ReadonlyArray<{
    readonly recorded: RecordedEvent<Event>
    readonly instances: ReadonlyArray<string>
  }>
}

export type Failure = EventStoreError | UnreadableProcess | UnwritableProcess

/** Decodes events, and asks whom they concern. */
export const inputsOf = <S, E, C, X, R>(
  { correlate, sources }: Process<S, E, C, X, R>,
  events: ReadonlyArray<StoredEvent>
): Result.Result<ReadonlyArray<Input<E>>, EventStoreError> => {
  const inputs: Array<Input<E>> = []
  for (const stored of events) {
    const decoded = sources.decode([stored])
    if (Result.isFailure(decoded)) return Result.fail(decoded.failure)
    const parts = decoded.success.map((recorded) => ({ recorded, instances: correlate(recorded) }))
    if (parts.some(({ instances }) => instances.length > 0)) inputs.push({ stored, parts })
  }
  return Result.succeed(inputs)
}

export const instancesOf = (inputs: ReadonlyArray<Input<unknown>>): ReadonlyArray<string> => [
  ...new Set(inputs.flatMap(({ parts }) => parts.flatMap(({ instances }) => instances)))
]

/** An instance while a batch is folded. */
export interface Draft<State> {
  readonly instance: string
  state: State
  hasBegun: boolean
  position: Position.Position
  inputs: number
  early: Array<Early>
  isEnded: boolean
  owed: Array<Owed>
  /** Timers that were set before this batch and wait no more; `all` when the instance has ended. */
  cancelled: Set<string> | "all"
}

/** Takes every input once, in the order of the log; what an instance has taken before changes nothing, unless it is late. */
export const advance = <S, E, C, X, R>(
  process: Process<S, E, C, X, R>,
  rows: ReadonlyArray<Instance>,
  inputs: ReadonlyArray<Input<E>>,
  { late = false } = {}
): Result.Result<ReadonlyArray<Draft<S>>, Failure> =>
  Result.gen(function*() {
    const drafts = new Map<string, Draft<S>>()
    for (const row of rows) drafts.set(row.instance, yield* draftOf(process, row))
    for (const { parts, stored } of inputs) {
      const taken = new Set<Draft<S>>()
      for (const { instances, recorded } of parts) {
        for (const instance of instances) {
          const draft = drafts.get(instance) ?? (yield* newDraft(process, instance))
          drafts.set(instance, draft)
          if ((stored.position <= draft.position && !late) || draft.isEnded) continue
          taken.add(draft)
          yield* take(process, draft, stored, recorded)
        }
      }
      for (const draft of taken) if (draft.position < stored.position) draft.position = stored.position
    }
    return [...drafts.values()]
  })

const take = <S, E, C, X, R>(
  process: Process<S, E, C, X, R>,
  draft: Draft<S>,
  stored: StoredEvent,
  recorded: RecordedEvent<E>
): Result.Result<void, Failure> =>
  Result.gen(function*() {
    if (!draft.hasBegun && !process.begins(recorded.event)) {
      if (process.early === "hold") draft.early.push({ event: stored, part: recorded.part })
      return
    }
    const waiting = draft.early
    draft.early = []
    draft.hasBegun = true
    yield* step(process, draft, recorded)
    for (const { event, part } of waiting) {
      const decoded = yield* process.sources.decode([event])
      const early = decoded.find((one) => one.part === part)
      // an event that was retired meanwhile is no input any more
      if (early !== undefined) yield* step(process, draft, early)
    }
  })

const step = <S, E, C, X, R>(
  { codecs, name, processManager }: Process<S, E, C, X, R>,
  draft: Draft<S>,
  recorded: RecordedEvent<E>
): Result.Result<void, UnwritableProcess> =>
  Result.gen(function*() {
    if (draft.isEnded) return
    const { commands, state } = ProcessManager.step(processManager, draft.state, recorded.event)
    draft.state = state
    draft.inputs++
    const cause = JSON.stringify({ id: recorded.id, metadata: recorded.metadata })
    for (const [index, reaction] of commands.entries()) {
      if (Timer.isCancel(reaction) || Timer.isSchedule(reaction)) forget(draft, reaction.timer)
      if (Timer.isCancel(reaction)) continue
      draft.owed.push({
        id: commandId(name, draft.instance, recorded, index),
        instance: draft.instance,
        cause,
        ...(yield* encoded(codecs.command, draft.instance, reaction))
      })
    }
    if (processManager.isTerminal(state)) {
      draft.isEnded = true
      draft.cancelled = "all"
      draft.owed = draft.owed.filter(({ timer }) => timer === undefined)
    }
  })

const forget = (draft: Draft<unknown>, timer: string): void => {
  draft.owed = draft.owed.filter((one) => one.timer?.name !== timer)
  if (draft.cancelled !== "all") draft.cancelled.add(timer)
}

/** What a reaction owes, as it is kept. */
export const encoded = <Command>(
  codec: Process<never, never, Command>["codecs"]["command"],
  instance: string,
  reaction: unknown
): Result.Result<Pick<Owed, "command" | "timer">, UnwritableProcess> => {
  const isTimer = Timer.isSchedule(reaction)
  return Result.map(codec.encode(instance, (isTimer ? reaction.command : reaction) as Command), (command) => ({
    command,
    ...(isTimer && { timer: { name: reaction.timer, at: reaction.at } })
  }))
}

const newDraft = <S, E, C, X, R>(
  { name, processManager }: Process<S, E, C, X, R>,
  instance: string
): Result.Result<Draft<S>, UnwritableProcess> =>
  instance === "" || instance.includes("\0") || !instance.isWellFormed() || instance.length > longestName
    ? Result.fail(
      new UnwritableProcess({
        process: name,
        instance: instance.toWellFormed().slice(0, 80),
        problem: `the name of an instance has 1 to ${longestName} characters, without U+0000 or half a surrogate pair.`
      })
    )
    : Result.succeed({
      instance,
      state: processManager.initialState,
      hasBegun: false,
      position: Position.start,
      inputs: 0,
      early: [],
      isEnded: false,
      owed: [],
      cancelled: new Set()
    })

/** Characters: it is part of an index. */
const longestName = 500

const draftOf = <S, E, C, X, R>(
  { codecs, processManager }: Process<S, E, C, X, R>,
  { early, instance, state, ...row }: Instance
): Result.Result<Draft<S>, UnreadableProcess> =>
  Result.map(
    state === undefined ? Result.succeed(processManager.initialState) : codecs.state.decode(instance, state),
    (decoded) => ({
      ...row,
      instance,
      state: decoded,
      hasBegun: state !== undefined,
      early: early.map(decodeEarly),
      owed: [],
      cancelled: new Set<string>()
    })
  )

/** What is written of the drafts. */
export const changesOf = <S, E, C, X, R>(
  { codecs }: Process<S, E, C, X, R>,
  drafts: ReadonlyArray<Draft<S>>,
  events: ReadonlyArray<StoredEvent>
): Result.Result<Changes, UnwritableProcess> =>
  Result.gen(function*() {
    const instances: Array<Instance> = []
    for (const { early, hasBegun, inputs, instance, isEnded, position, state } of drafts) {
      instances.push({
        instance,
        state: hasBegun ? yield* codecs.state.encode(instance, state) : undefined,
        position,
        inputs,
        early: early.map(encodeEarly),
        isEnded
      })
    }
    return {
      instances,
      cancelled: drafts.flatMap(({ cancelled, instance }) =>
        cancelled === "all" ? [{ instance }] : [...cancelled].map((timer) => ({ instance, timer }))
      ),
      dropped: [],
      owed: drafts.flatMap(({ owed }) => owed),
      answered: events.at(-1)!.position,
      answeredIds: [
        ...new Set(events.flatMap(({ metadata }) => isOurs(metadata.commandId) ? [metadata.commandId] : []))
      ]
    }
  })

/** Whether a command id may be that of a process. Others are whatever their users like. */
const isOurs = (id: string | undefined): id is string => id !== undefined && ofVersion5.test(id)

const ofVersion5 = /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
