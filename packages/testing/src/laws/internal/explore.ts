// Walks histories and tries every law on each of them: a first hundred always, then on until the time is used up.
import { makeCorpus } from "./corpus.ts"
import type { Coverage } from "./coverage.ts"
import { makeCounter } from "./coverage.ts"
import { type Random, randomOf } from "./random.ts"
import type { Subject } from "./subject.ts"
import { withTraps } from "./traps.ts"
import { randomWalk, type Walk, type Wish } from "./walk.ts"
import type { Problem, WalkLaw } from "./walkLaw.ts"

export interface Explored {
  readonly seed: number
  /** How many histories were walked. */
  readonly histories: number
  /** By the name of the law, the first history that breaks it. */
  readonly broken: ReadonlyMap<string, Break>
  readonly coverage: Coverage
  /** What was hoped for and never came; empty where there was no time to look for it. */
  readonly missing: ReadonlyArray<string>
}

export interface Break {
  readonly walk: Walk
  readonly problem: Problem
  /** The history's number, from 1. */
  readonly history: number
}

export interface Plan {
  readonly seed: number
  /** So many histories always. */
  readonly histories: number
  /** Milliseconds to walk in, as long as no law is broken; as many again to look for what is missing. */
  readonly budget: number
  /** What histories should reach and have not yet, by the names of events and rejections. */
  readonly missing: (coverage: Coverage) => ReadonlyArray<string>
}

export const explore = (subject: Subject, laws: ReadonlyArray<WalkLaw>, plan: Plan): Explored =>
  withTraps(() => {
    const { budget, histories, missing, seed } = plan
    const coverage = makeCounter(subject.commands.keys())
    const corpus = makeCorpus()
    const broken = new Map<string, Break>()
    const kept: Array<readonly [number, Walk]> = []
    let number = 0
    const walkUntil = (isOver: () => boolean, searching = false): void => {
      while (!isOver()) {
        const random = randomOf(seed, number)
        const walk = randomWalk(
          subject,
          random,
          wish(number, histories, subject, corpus.pick, coverage, searching, random)
        )
        for (const law of laws) {
          if (broken.has(law.name)) continue
          if (law.slow === true && number >= histories && number % seldom !== 0) continue
          const problem = law.problemOf(walk, subject)
          if (problem !== undefined) broken.set(law.name, { walk, problem, history: number + 1 })
        }
        if (number < histories || (number % seldom === 0 && kept.length < 5 * histories)) kept.push([number + 1, walk])
        coverage.add(walk)
        corpus.add(walk)
        number++
        if (number >= histories && broken.size > 0) return
      }
    }
    // without commands nothing happens, and a law of its own says so
    const most = subject.commands.size === 0 ? 0 : histories
    const isLate = deadline(budget)
    const isDone = () => number >= most && (most === 0 || isLate())
    walkUntil(isDone)
    lookBack(subject, laws, kept, broken)
    const isTooLate = deadline(budget)
    const isMissing = () => broken.size === 0 && most > 0 && budget > 0 && missing(coverage).length > 0
    if (isMissing()) walkUntil(() => isTooLate() || !isMissing(), true)
    return { seed, histories: number, broken, coverage, missing: isMissing() ? missing(coverage) : [] }
  })

/** One in so many of the later histories gets what takes long. */
const seldom = 8

/** Counts the time in which this thread computes, so that a busy machine tries no less; waiting has an end, too. */
export const deadline = (budget: number): () => boolean => {
  const [start, computed] = [performance.now(), computing()]
  return () => {
    const waited = performance.now() - start
    // it is asked for often, and takes longer than to look at the clock
    return waited >= PATIENCE * budget || (waited >= budget && computing() - computed >= budget)
  }
}

const PATIENCE = 3

/** Milliseconds, where the runtime tells them; else all time counts. */
const computing = (): number => {
  const usage = typeof process === "undefined" ? undefined : process.threadCpuUsage?.()
  return usage === undefined ? performance.now() : (usage.user + usage.system) / 1000
}

/** All is done again, the last first. */
const lookBack = (
  subject: Subject,
  laws: ReadonlyArray<WalkLaw>,
  kept: ReadonlyArray<readonly [number, Walk]>,
  broken: Map<string, Break>
): void => {
  for (const { afterwards, name } of laws) {
    for (const [history, walk] of broken.has(name) || afterwards === undefined ? [] : kept.toReversed()) {
      const problem = afterwards?.(walk, subject)
      if (problem === undefined) continue
      broken.set(name, { walk, problem, history })
      break
    }
  }
}

/** The first histories are short and begin at the beginning, so that what fails at once fails on little. */
const wish = (
  number: number,
  first: number,
  subject: Subject,
  pick: (random: Random) => Walk | undefined,
  coverage: Coverage,
  searching: boolean,
  random: Random
): Wish => {
  const from = number >= 30 && random.chance(1, 2) ? pick(random) : undefined
  const names = favourites([...subject.commands.keys()], random)
  const rare = number < first ? [] : rarest(coverage, random)
  return {
    length: random.int(1, from === undefined ? Math.min(longest, 2 + Math.ceil(number / 3)) : longest / 3),
    names: [...names, ...rare],
    separator: random.pick(separators),
    anyOfTwelve: searching && random.chance(1, 2) ? 10 : 3,
    from
  }
}

const longest = 30
const separators = [":", "-", "/", "|", ",", "_", " ", "."]

/** Each history has its own favourites, so that some see much of what is rare in others. */
const favourites = (names: ReadonlyArray<string>, random: Random): ReadonlyArray<string> =>
  names.flatMap((name) => Array.from({ length: random.pick([1, 1, 2, 5]) }, () => name))

/** What was accepted least, many times. */
const rarest = ({ commands }: Coverage, random: Random): ReadonlyArray<string> => {
  if (random.chance(1, 2)) return []
  const [least] = [...commands].toSorted(([, a], [, b]) => a.accepted - b.accepted)
  return least === undefined ? [] : Array.from({ length: 2 * commands.size }, () => least[0])
}
