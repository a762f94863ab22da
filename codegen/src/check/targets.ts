// Where renamed and replaced events lead: to events that are there, and not in a circle.
import { error, quote } from "../diagnostic.ts"
import type { Report } from "../diagnostic.ts"
import type { EventRef } from "../model.ts"
import type { AggregateDraft } from "../read/aggregate.ts"
import type { Fate } from "../read/eventEntry.ts"
import type { DeclaredEvent } from "../read/manifest.ts"
import { didYouMean } from "../read/suggest.ts"
import { versionsOf } from "./versions.ts"

/** Whether the lock says of a name in a stream that it was replaced: then its parts may have gone on since. */
export type IsLockedSplit = (stream: string, event: string) => boolean

/** UPCAST_TARGET_UNKNOWN, UPCAST_CYCLE and SPLIT_TARGET. */
export const checkTargets = (aggregate: AggregateDraft, isLockedSplit: IsLockedSplit, report: Report): void => {
  const events = aggregate.manifest?.events ?? []
  const inCycle = new Set<string>()
  for (const event of events) {
    const fate = event.entry?.fate
    if (fate?._tag === "Renamed") {
      const fault = targetFault(fate.to, aggregate, events)
      if (fault !== undefined) report(error("UPCAST_TARGET_UNKNOWN", fate.to.place, ...fault))
      else if (!inCycle.has(event.name)) reportCycle(event, events, inCycle, report)
    }
    if (fate?._tag === "Replaced") {
      const isLocked = isLockedSplit(aggregate.manifest?.stream?.name ?? "", event.name)
      checkReplaced({ name: event.name, fate, isLocked }, aggregate, events, report)
    }
  }
}

type Sentence = readonly [message: string, help?: string | undefined]

type Replaced = Fate & { readonly _tag: "Replaced" }

const targetFault = (
  target: EventRef,
  aggregate: AggregateDraft,
  events: ReadonlyArray<DeclaredEvent>
): Sentence | undefined => {
  const event = events.find(({ name }) => name === target.event)
  if (event === undefined) {
    const message = `${aggregate.manifest?.name?.name ?? "The aggregate"} has no event ${quote(target.event)}.`
    return [message, didYouMean(target.event, events.map(({ name }) => name))]
  }
  const versions = versionsOf(aggregate, target.event)
  if (versions.length > 0 && !versions.includes(target.version)) {
    return [
      `${target.event} has no version ${target.version}.`,
      `it has ${versions.map((version) => `@${version}`).join(", ")}.`
    ]
  }
  const fate = event.entry?.fate
  const isDraft = fate?._tag === "Current" && target.version > fate.current
    && event.entry?.downcasts.has(target.version) !== true
  return isDraft && versions.length > 0
    ? [`${target.event} is at version ${fate.current}, and version ${target.version} is a draft that nobody reads.`]
    : undefined
}

const reportCycle = (
  start: DeclaredEvent,
  events: ReadonlyArray<DeclaredEvent>,
  inCycle: Set<string>,
  report: Report
): void => {
  const path = [start]
  for (;;) {
    const fate = path.at(-1)?.entry?.fate
    const next = fate?._tag === "Renamed" ? events.find(({ name }) => name === fate.to.event) : undefined
    if (next === undefined || (path.includes(next) && next !== start)) return
    path.push(next)
    if (next === start) break
  }
  for (const { name } of path) inCycle.add(name)
  const fate = start.entry?.fate
  const place = fate?._tag === "Renamed" ? fate.to.place : start.place
  const message = `These renames lead in a circle: ${path.map(({ name }) => name).join(" -> ")}.`
  report(error("UPCAST_CYCLE", place, message, "one of them has to be read as itself: give it current."))
}

const checkReplaced = (
  { fate: { by, code, place }, isLocked, name }: {
    readonly name: string
    readonly fate: Replaced
    readonly isLocked: boolean
  },
  aggregate: AggregateDraft,
  events: ReadonlyArray<DeclaredEvent>,
  report: Report
): void => {
  if (by.length === 0) {
    report(
      error(
        "SPLIT_TARGET",
        place,
        `${name} is replaced by no event.`,
        "to pass over old ones, say retired with read: skip."
      )
    )
  } else if (!code) {
    const message = `Nothing says how one ${name} becomes these events.`
    report(error("SPLIT_TARGET", place, message, "add \"code: true\", and write it by hand."))
  }
  by.forEach((target, index) => {
    const twice = by.findIndex((other) => other.event === target.event && other.version === target.version) < index
    const fault = twice
      ? [`${target.event}@${target.version} is named twice.`] as const
      : targetFault(target, aggregate, events) ?? (isLocked ? undefined : deadTarget(target, events))
    if (fault !== undefined) report(error("SPLIT_TARGET", target.place, ...fault))
  })
}

/** What old events become is written as if it happened today, so it has to be an event of today. */
const deadTarget = (target: EventRef, events: ReadonlyArray<DeclaredEvent>): Sentence | undefined => {
  const fate = events.find(({ name }) => name === target.event)?.entry?.fate
  if (fate === undefined || (fate._tag === "Current" && fate.retired === undefined)) return undefined
  const state = fate._tag === "Current" ? "retired" : fate._tag.toLowerCase()
  const to = fate._tag === "Renamed" ? `name ${fate.to.event}@${fate.to.version} instead.` : undefined
  return [`${target.event} is itself ${state}.`, to]
}
