// What looks odd and is sound: each has raised a doubt about some law, and none may complain.
import { laws, type Options } from "@deciduous/testing/laws/DeciderLaws"
import { DateTime, HashMap, Option, Schema } from "effect"
import * as fc from "fast-check"
import { Aggregate, commands, Decider, eventSet, R, S } from "../../../packages/testing/test/laws/domain.ts"
import type { Bug, Sound } from "./Bug.ts"

type Fields = Parameters<typeof eventSet>[1]
type Tagged = { readonly _tag: string }

/** A decider in a few lines, and its laws. */
const odd = <C extends Tagged, E extends Tagged, State>(name: string, of: {
  readonly initialState: State
  readonly evolve: (state: State, event: E) => State
  readonly decide: (command: C, state: State) => Decider.Decision<E, unknown>
  readonly isTerminal?: (state: State) => boolean
  readonly events: Fields
  readonly commands: { readonly [name: string]: { readonly [field: string]: fc.Arbitrary<unknown> } }
  readonly options?: Omit<Partial<Options<C, State, E, E, unknown>>, "arbitraries">
}): Sound => ({
  name,
  laws: (run) =>
    laws(
      Aggregate.make({
        decider: Decider.make({
          initialState: of.initialState,
          decide: of.decide,
          evolve: of.evolve as never,
          isTerminal: of.isTerminal ?? (() => false)
        }) as Decider.Decider<C, State, E, E, unknown>,
        events: eventSet<E>("Odd", of.events)
      }),
      { arbitraries: commands<C>(of.commands as never), ...run, ...of.options } as never
    )
})

interface Node {
  readonly name: string
  readonly parts: ReadonlyArray<Node>
}
const depth = (node: Node): number => 1 + Math.max(0, ...node.parts.map(depth))
const grown = (node: Node, under: string, name: string): Node => ({
  ...node,
  parts: [
    ...node.parts.map((part) => grown(part, under, name)),
    ...(node.name === under ? [{ name, parts: [] }] : [])
  ]
})
const namesOf = (node: Node): ReadonlyArray<string> => [node.name, ...node.parts.flatMap(namesOf)]

const primes = new Map<number, boolean>()
const isPrime = (n: number): boolean => {
  const known = primes.get(n)
  if (known !== undefined) return known
  let is = n > 1
  for (let i = 2; i * i <= n; i++) is &&= n % i !== 0
  primes.set(n, is)
  return is
}
const sizes = new WeakMap<object, number>()

class NotAllowed extends Error {
  readonly _tag = "NotAllowed"
  readonly at: Date
  constructor(at: Date) {
    super("not allowed", { cause: { deep: new Map([[1, at]]) } })
    this.at = at
  }
}

const time = fc.integer({ min: 0, max: 4e12 }).map(
  (ms) => DateTime.makeUnsafe(ms),
  (it) => DateTime.toEpochMillis(it as never)
)

export const bugs: ReadonlyArray<Bug> = []

export const sound: ReadonlyArray<Sound> = [
  odd<{ _tag: "Add"; n: number }, { _tag: "Added"; n: number }, { n: number }>(
    "primes are remembered in the module, by their number",
    {
      initialState: { n: 0 },
      decide: ({ n }) => isPrime(n) ? Decider.accept({ _tag: "Added", n }) : Decider.reject("NotPrime"),
      evolve: (state, { n }) => ({ n: state.n + n }),
      events: { Added: { n: S.Int } },
      commands: { Add: { n: fc.nat(10_000) } },
      options: { state: "json" }
    }
  ),
  odd<{ _tag: "Add"; n: number }, { _tag: "Added"; n: number }, ReadonlyArray<number>>(
    "sums are remembered by the list that they are of",
    {
      initialState: [],
      decide: ({ n }, list) => {
        const sum = sizes.get(list) ?? list.reduce((a, b) => a + b, 0)
        sizes.set(list, sum)
        return sum + n > 1000 ? Decider.reject("Full") : Decider.accept({ _tag: "Added", n })
      },
      evolve: (list, { n }) => [...list, n],
      events: { Added: { n: S.Int } },
      commands: { Add: { n: fc.nat(100) } },
      options: { state: "json" }
    }
  ),
  odd<{ _tag: "Set"; at: Date }, { _tag: "WasSet"; iso: string }, { at: Date | null; days: ReadonlySet<number> }>(
    "dates that can be changed, and are not",
    {
      initialState: { at: null, days: new Set() },
      decide: ({ at }, state) =>
        state.at !== null && at.getTime() <= state.at.getTime()
          ? Decider.reject(new NotAllowed(at))
          : Decider.accept({ _tag: "WasSet", iso: at.toISOString() }),
      evolve: (state, { iso }) => ({ at: new Date(iso), days: new Set([...state.days, new Date(iso).getUTCDay()]) }),
      events: { WasSet: { iso: R.Text } },
      commands: { Set: { at: fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) }) } },
      options: { invariants: { "a week has seven days": ({ days }) => days.size <= 7 || `${days.size}` } }
    }
  ),
  odd<
    { _tag: "Put"; key: string; n: number },
    { _tag: "Put"; key: string; n: number },
    HashMap.HashMap<string, Option.Option<number>>
  >("collections of Effect", {
    initialState: HashMap.empty(),
    decide: ({ key, n }, map) =>
      Option.isSome(Option.flatten(HashMap.get(map, key)))
        ? Decider.reject(Option.some(key))
        : Decider.accept({ _tag: "Put", key, n }),
    evolve: (map, { key, n }) => HashMap.set(map, key, n === 0 ? Option.none() : Option.some(n)),
    events: { Put: { key: R.Text, n: S.Int } },
    commands: { Put: { key: fc.string(), n: fc.integer({ min: 0, max: 3 }) } }
  }),
  odd<{ _tag: "Grow"; under: string; name: string }, { _tag: "Grown"; under: string; name: string }, Node>(
    "a tree that grows by recursion",
    {
      initialState: { name: "root", parts: [] },
      decide: ({ name, under }, tree) =>
        !namesOf(tree).includes(under) || namesOf(tree).includes(name) || depth(grown(tree, under, name)) > 5
          ? Decider.reject("No")
          : Decider.accept({ _tag: "Grown", under, name }),
      evolve: (tree, { name, under }) => grown(tree, under, name),
      events: { Grown: { under: R.Text, name: R.Text } },
      commands: {
        Grow: { under: fc.constantFrom("root", "a", "b", "c"), name: fc.constantFrom("a", "b", "c", "d", "e") }
      },
      options: {
        state: "json",
        invariants: { "is no deeper than five": (tree) => depth(tree) <= 5 || `${depth(tree)}` }
      }
    }
  ),
  odd<{ _tag: "Unlock"; code: number } | { _tag: "Use" }, { _tag: "Unlocked" } | { _tag: "Used" }, "locked" | "open">(
    "a door that rejects nearly everything",
    {
      initialState: "locked",
      decide: (command, door) =>
        command._tag === "Unlock"
          ? command.code === 4711 && door === "locked" ? Decider.accept({ _tag: "Unlocked" }) : Decider.reject("Wrong")
          : door === "open"
          ? Decider.accept({ _tag: "Used" })
          : Decider.reject("Locked"),
      evolve: (door, event) => event._tag === "Unlocked" ? "open" : door,
      events: { Unlocked: {}, Used: {} },
      commands: { Unlock: { code: fc.integer({ min: 0, max: 9999 }) }, Use: {} },
      options: {
        budget: 3000,
        rejections: ["Wrong", "Locked"] as never,
        state: "json",
        neverReached: { Unlocked: "only by the code", Used: "only when open" }
      }
    }
  ),
  odd<{ _tag: "Add"; n: bigint }, { _tag: "Added"; n: string }, { sum: bigint }>("numbers of two hundred digits", {
    initialState: { sum: 0n },
    decide: ({ n }, { sum }) =>
      (sum + n) % 7n === 0n && sum !== 0n ? Decider.accept() : Decider.accept({ _tag: "Added", n: String(n) }),
    evolve: ({ sum }, { n }) => ({ sum: sum * sum % (10n ** 200n) + BigInt(n) }),
    events: { Added: { n: R.Text } },
    commands: { Add: { n: fc.bigInt() } },
    options: { state: Schema.Struct({ sum: Schema.BigInt }) as never }
  }),
  odd<
    { _tag: "Tell"; who: string; note?: string },
    { _tag: "Told"; who: string; note?: string },
    { last: { who: string; note?: string } | null }
  >("a field that may be absent", {
    initialState: { last: null },
    decide: ({ note, who }, { last }) =>
      last?.who === who && last.note === note
        ? Decider.accept()
        : Decider.accept({ _tag: "Told", who, ...(note !== undefined && { note }) }),
    evolve: (_, { note, who }) => ({ last: { who, ...(note !== undefined && { note }) } }),
    events: { Told: { who: R.Text, note: S.optionalKey(R.Text) } },
    commands: { Tell: { who: fc.string(), note: fc.option(fc.string(), { nil: undefined }) } },
    options: { state: "json" }
  }),
  odd<
    { _tag: "Book"; at: DateTime.Utc; hours: number },
    { _tag: "Booked"; at: DateTime.Utc; until: DateTime.Utc },
    ReadonlyArray<{ at: DateTime.Utc; until: DateTime.Utc }>
  >("days of a zone that is named", {
    initialState: [],
    decide: ({ at, hours }, booked) => {
      const day = new Intl.DateTimeFormat("en-CA", { timeZone: "Europe/Prague", dateStyle: "short" }).format(
        DateTime.toDateUtc(at)
      )
      return day.endsWith("-29")
          || booked.some((one) =>
            DateTime.isLessThan(one.at, DateTime.add(at, { hours })) && DateTime.isLessThan(at, one.until)
          )
        ? Decider.reject(day)
        : Decider.accept({ _tag: "Booked", at, until: DateTime.add(at, { hours }) })
    },
    evolve: (booked, { at, until }) =>
      [...booked, { at, until }].sort((a, b) => DateTime.toEpochMillis(a.at) - DateTime.toEpochMillis(b.at)),
    events: { Booked: { at: R.Timestamp, until: R.Timestamp } },
    commands: { Book: { at: time, hours: fc.integer({ min: 1, max: 48 }) } },
    options: { state: Schema.Array(Schema.Struct({ at: Schema.DateTimeUtc, until: Schema.DateTimeUtc })) as never }
  }),
  odd<{ _tag: "Step" }, { _tag: "Stepped"; to: number }, { at: number }>(
    "nine steps in a row, of which the last is seldom reached",
    {
      initialState: { at: 0 },
      decide: (_, { at }) => at === 9 ? Decider.reject("There") : Decider.accept({ _tag: "Stepped", to: at + 1 }),
      evolve: (_, { to }) => ({ at: to }),
      isTerminal: ({ at }) => at === 9,
      events: { Stepped: { to: S.Int } },
      commands: { Step: {} },
      options: { rejections: ["There"] as never, state: "json" }
    }
  ),
  odd<
    { _tag: "Split"; n: number; among: number },
    { _tag: "Part"; n: number },
    { parts: ReadonlyArray<number>; total: number }
  >("many events of one command, each the same object", {
    initialState: { parts: [], total: 0 },
    decide: ({ among, n }) => {
      const part = { _tag: "Part", n: Math.trunc(n / among) } as const
      return part.n === 0 ? Decider.reject("Nothing") : Decider.accept(...Array.from({ length: among }, () => part))
    },
    evolve: ({ parts, total }, { n }) => ({ parts: [...parts, n].slice(-20), total: total + n }),
    events: { Part: { n: S.Int } },
    commands: { Split: { n: fc.integer({ min: -100, max: 10_000 }), among: fc.integer({ min: 1, max: 12 }) } },
    options: { state: "json" }
  }),
  odd<{ _tag: "Log"; line: string }, { _tag: "Logged"; line: string }, { lines: Map<string, Set<number>>; n: number }>(
    "a Map of Sets that is copied each time",
    {
      initialState: { lines: new Map(), n: 0 },
      decide: ({ line }, { lines }) =>
        (lines.get(line.normalize("NFC").trim())?.size ?? 0) > 2
          ? Decider.reject("Enough")
          : Decider.accept({ _tag: "Logged", line: line.normalize("NFC").trim() }),
      evolve: ({ lines, n }, { line }) => ({
        lines: new Map(lines).set(line, new Set([...lines.get(line) ?? [], n])),
        n: n + 1
      }),
      events: { Logged: { line: R.Text } },
      commands: { Log: { line: fc.string() } }
    }
  )
]
