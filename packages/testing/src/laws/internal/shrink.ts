// Makes a history that breaks a law as short and plain as it can: commands are removed first, then values simplified.
import * as BigDecimal from "effect/BigDecimal"
import { isPlain } from "../../internal/freeze.ts"
import { copy, same } from "../../internal/same.ts"
import { divided, plus } from "./amount.ts"
import { type Drawn, isReal, ofOrigin } from "./drawn.ts"
import { at, type Kind, type Leaf, leavesOf, listsOf, type Path, removed, replaced } from "./leaf.ts"
import { simpler } from "./simpler.ts"
import type { Subject } from "./subject.ts"
import { withTraps } from "./traps.ts"
import { walkOf } from "./walk.ts"
import { isLighter } from "./weight.ts"

type History = ReadonlyArray<Drawn>

/** `fails` tells whether a history breaks the same law, and where, so that what comes after can be dropped. */
export const shrink = (
  subject: Subject,
  history: History,
  fails: (history: History) => number | undefined
): History => {
  const search = shrinking(subject, history)
  let next = search.next()
  while (next.done !== true) next = search.next(fails(next.value))
  return next.value
}

/** The same for those who must wait for the answer: hands out histories to try, and is told where each fails. */
export function* shrinking(subject: Subject, history: History): Generator<History, History, number | undefined> {
  let left = tries
  let best = history
  /** Takes the first candidate that fails, if one does. */
  function* improve(candidates: Iterable<History>): Search {
    for (const candidate of candidates) {
      if (left-- <= 0) return false
      const place = yield candidate
      if (place === undefined) continue
      best = candidate.slice(0, place + 1)
      return true
    }
    return false
  }
  /** One place after the other; a place that became plainer may become plainer still. */
  function* improveEach(count: () => number, candidates: (place: number) => Iterable<History>): Search {
    const before = best
    for (let place = 0; place < count();) if (!(yield* improve(candidates(place)))) place++
    return best !== before
  }
  const leaves = () => best.flatMap(({ command }) => leavesOf(command))
  // fewer commands first: the plainer values are, the fewer may do
  while (
    (yield* improve(shorter(best))) || (yield* improve(joined(subject, best)))
    || (yield* improve(merged(subject, best)))
    || (yield* improve(scaled(subject, best))) || (yield* improve(refitted(subject, best)))
    || (yield* improveEach(() => leaves().length, (place) => plainerEverywhere(subject, best, leaves()[place]!)))
    || (yield* improveEach(() => best.length, (place) => plainerCommands(subject, best, place)))
  );
  return best
}

type Search = Generator<History, boolean, number | undefined>

/** More than a person wants to wait for; most are found in a tenth of them. */
const tries = 5000

/** So many from fast-check for one command: it tries every character of a text. */
const ofOne = 200

/** Without halves, quarters and so on, at last without single commands; the later ones go first. */
function* shorter(history: History): Iterable<History> {
  for (let size = Math.ceil(history.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let end = history.length; end > 0; end -= size) {
      yield [...history.slice(0, Math.max(0, end - size)), ...history.slice(end)]
    }
  }
}

/** One command less, its list added to that of another: two items may as well come at once. */
function* joined(subject: Subject, history: History): Iterable<History> {
  for (const [index, into] of history.entries()) {
    for (const path of listsOf(into.command)) {
      for (const [other, from] of history.entries()) {
        const items = index === other || from.name !== into.name ? undefined : at(from.command, path)
        if (!Array.isArray(items)) continue
        const command = replaced(into.command, path, [...at(into.command, path) as ReadonlyArray<unknown>, ...items])
        if (!isReal(subject, into.name, command)) continue
        yield history.with(index, { name: into.name, command, origin: undefined }).toSpliced(other, 1)
      }
    }
  }
}

/** One command less, its amount put into another: many small steps may be one large one. */
function* merged(subject: Subject, history: History): Iterable<History> {
  for (const [index, into] of history.entries()) {
    for (const [other, from] of history.entries()) {
      if (index === other) continue
      const amounts = leavesOf(from.command)
      for (const { kind, path, value } of leavesOf(into.command)) {
        if (kind === "text" || kind === "time") continue
        for (const amount of amounts) {
          if (amount.kind !== kind) continue
          for (const times of [1, -1] as const) {
            const command = replaced(into.command, path, plus(kind, value, amount.value, times))
            if (!isReal(subject, into.name, command)) continue
            yield history.with(index, { name: into.name, command, origin: undefined }).toSpliced(other, 1)
          }
        }
      }
    }
  }
}

/**
 * Without some commands, and an amount of the last one such as stands in the state that is then before it: what fails only
 * at a limit fails at another where the limit has moved.
 */
function* refitted(subject: Subject, history: History): Iterable<History> {
  const last = history.at(-1)
  if (last === undefined || history.length < 2) return
  const amounts = leavesOf(last.command).filter(({ kind }) => kind !== "text")
  if (amounts.length === 0) return
  for (const before of shorter(history.slice(0, -1))) {
    const state = withTraps(() => walkOf(subject.decider, before)).steps.at(-1)?.after
    const limits = leavesOf(state).slice(0, LIMITS)
    for (const { kind, path, value } of amounts) {
      for (const limit of limits) {
        if (limit.kind !== kind || same(limit.value, value)) continue
        const command = replaced(last.command, path, limit.value)
        if (isReal(subject, last.name, command)) yield [...before, { name: last.name, command, origin: undefined }]
      }
    }
  }
}

/** More than a small state has. */
const LIMITS = 12

/** All amounts at once a hundredth, a tenth or half of what they were: sums keep their proportions. */
function* scaled(subject: Subject, history: History): Iterable<History> {
  for (const part of [100, 10, 2]) {
    const smaller = history.map((drawn) => {
      const command = leavesOf(drawn.command).reduce(
        (command, leaf) => replaced(command, leaf.path, divided(leaf, part)),
        drawn.command
      )
      return same(command, drawn.command) ? drawn : { name: drawn.name, command, origin: undefined }
    })
    const isChanged = smaller.some((drawn, index) => drawn !== history[index])
    if (isChanged && smaller.every((drawn, i) => drawn === history[i] || isReal(subject, drawn.name, drawn.command))) {
      yield smaller
    }
  }
}

/** A value often stands in several commands, as an id or an amount and one beside it, and all must move at once. */
function* plainerEverywhere(subject: Subject, history: History, leaf: Leaf): Iterable<History> {
  for (const value of simpler(leaf)) {
    for (const also of leaf.kind === "text" ? [same, alike] : [same]) {
      const changed = changedTogether(history, leaf, value, also)
      if (changed.every((drawn, index) => drawn === history[index] || isReal(subject, drawn.name, drawn.command))) {
        yield changed
      }
    }
  }
}

/** Texts that are one person's name to many programs. */
const alike = (left: unknown, right: unknown): boolean => folded(String(left)) === folded(String(right))
const folded = (text: string): string => text.trim().toLowerCase().normalize("NFKD")

const changedTogether = (history: History, leaf: Leaf, value: unknown, also: typeof same): History =>
  history.map((drawn) => {
    let command = drawn.command
    for (const other of leavesOf(command)) {
      const moved = other.kind === leaf.kind ? movedWith(leaf, value, other.value, also) : undefined
      if (moved !== undefined) command = replaced(command, other.path, moved)
    }
    return command === drawn.command ? drawn : { name: drawn.name, command, origin: undefined }
  })

/** Where `leaf` becomes `value`, what becomes of `other`: the same or its opposite, or as near to it as before. */
const movedWith = (leaf: Leaf, value: unknown, other: unknown, also: typeof same): unknown => {
  if (also(other, leaf.value)) return value
  if (leaf.kind === "text" || leaf.kind === "time") return undefined
  const distance = plus(leaf.kind, other, leaf.value, -1)
  const zero = plus(leaf.kind, value, value, -1)
  if (same(plus(leaf.kind, zero, other, -1), leaf.value)) return plus(leaf.kind, zero, value, -1)
  return isOneAtMost(leaf.kind, distance) ? plus(leaf.kind, value, distance) : undefined
}

const isOneAtMost = (kind: Kind, distance: unknown): boolean =>
  Math.abs(kind === "decimal" ? BigDecimal.toNumberUnsafe(distance as BigDecimal.BigDecimal) : Number(distance)) <= 1

/** One command made plainer by itself: by its arbitrary, which knows how, or part by part. */
function* plainerCommands(subject: Subject, history: History, index: number): Iterable<History> {
  const { command, name, origin } = history[index]!
  const by = origin?.by ?? subject.commands.get(name)!
  const candidates = [
    ...optionalParts(command).map((path) => replaced(command, path, removed)),
    ...leavesOf(command).flatMap((leaf) => simpler(leaf).map((value) => replaced(command, leaf.path, value)))
  ]
  for (const candidate of candidates) {
    if (isReal(subject, name, candidate)) yield history.with(index, { name, command: candidate, origin: undefined })
  }
  const known = origin !== undefined || isReal(subject, name, command)
  const smaller = known ? by.shrink(origin?.made.value_ ?? copy(command), origin?.made.context) : []
  let left = ofOne
  for (const made of smaller) {
    if (left-- === 0) return
    // fast-check finds other things plain than we do, and both would go on for ever
    if (isLighter(made.value, command)) yield history.with(index, ofOrigin(name, { by, made }))
  }
}

/** Every field and item, as any could be one that may be absent. */
const optionalParts = (value: unknown, path: Path = []): ReadonlyArray<Path> => {
  const part = at(value, path)
  return isPlain(part)
    ? Object.keys(part).filter((key) => key !== "_tag").flatMap((key) => [
      [...path, key],
      ...optionalParts(value, [...path, key])
    ])
    : []
}
