// Everything outside of itself that a function may ask is named; what it does with its own values is not.
import { laws } from "@deciduous/testing/laws/DeciderLaws"
import { assert, describe, it } from "@effect/vitest"
import { BigDecimal, DateTime, Equal, Hash } from "effect"
import { randomUUID } from "node:crypto"
import { readFileSync } from "node:fs"
import { textOf } from "./broken.ts"
import * as Counter from "./counter.ts"

/** What the law says of a decider that calls `f` at each command. */
const said = (f: () => unknown): string => {
  const decide: typeof Counter.decide = (command, state) => {
    try {
      f()
    } catch {
      // what was asked is what is looked at, whether it was answered or not
    }
    return Counter.decide(command, state)
  }
  const all = laws(Counter.counter({ decide }), { arbitraries: Counter.arbitraries, seed: 1, histories: 1, budget: 0 })
  return textOf("decide and evolve depend on nothing but what they are given", all)
}

/** Newer than the types of the language; `undefined` where the engine has none. */
const temporal = (globalThis as { readonly Temporal?: { readonly Now: Readonly<Record<string, () => unknown>> } })
  .Temporal
  ?.Now

describe("a trap", () => {
  it.each<readonly [name: string, f: () => unknown]>([
    ["Date.now", () => Date.now()],
    ["new Date()", () => new Date()],
    ["Date()", () => Date()],
    ...(temporal === undefined ? [] : [
      ["Temporal.Now.instant", () => temporal.instant!()] as const,
      ["Temporal.Now.plainDateISO", () => temporal.plainDateISO!()] as const,
      ["Temporal.Now.timeZoneId", () => temporal.timeZoneId!()] as const
    ]),
    ["performance.now", () => performance.now()],
    ["process.hrtime", () => process.hrtime()],
    ["process.hrtime.bigint", () => process.hrtime.bigint()],
    ["Math.random", () => Math.random()],
    ["crypto.randomUUID", () => crypto.randomUUID()],
    ["crypto.randomUUID", () => randomUUID()],
    ["process.env", () => process.env["HOME"]],
    ["process.cwd", () => process.cwd()],
    ["fs.readFileSync", () => readFileSync("nowhere")],
    ["setTimeout", () => clearTimeout(setTimeout(() => {}, 0))],
    ["queueMicrotask", () => queueMicrotask(() => {})],
    ["the machine's time zone (Date.getHours)", () => new Date(0).getHours()],
    ["the machine's time zone (Date.setDate)", () => new Date(0).setDate(3)],
    ["the machine's time zone (new Date with a year and a month)", () => new Date(2024, 1, 1)],
    ["the machine's time zone (new Date of a text without an offset)", () => new Date("2024-01-01T00:00")],
    ["the machine's time zone (toLocaleDateString)", () => new Date(0).toLocaleDateString("en")],
    ["the machine's locale (localeCompare)", () => "a".localeCompare("b")],
    ["the machine's locale (toLocaleString)", () => (1.5).toLocaleString()],
    ["the machine's locale (Intl.Collator)", () => new Intl.Collator()],
    ["Date.now", () => DateTime.nowUnsafe()]
  ])(
    "catches %s",
    (name, f) => assert.include(said(f), `decide used ${name}. It may use nothing but what it is given.`)
  )

  it.each<readonly [name: string, f: () => unknown]>([
    ["a moment", () => new Date(0).toISOString()],
    ["a text with an offset, and a day", () => [new Date("2024-01-01T00:00Z"), new Date("2024-01-01")]],
    ["UTC", () => new Date(0).getUTCHours()],
    ["a named locale and zone", () => new Date(0).toLocaleDateString("en", { timeZone: "UTC" })],
    ["texts by their code units", () => ["b", "a"].toSorted()],
    ["a locale that is given", () => "a".localeCompare("b", "en")],
    ["times of Effect", () => DateTime.formatIso(DateTime.add(DateTime.makeUnsafe(0), { days: 3 }))],
    ["exact numbers", () => BigDecimal.format(BigDecimal.fromStringUnsafe("1.50"))],
    ["the hash of a function", () => Hash.hash(() => 1)],
    ["equality", () => Equal.equals({ a: [1] }, { a: [1] })]
  ])("lets pass %s", (_, f) => assert.strictEqual(said(f), "holds"))

  it("is taken away again", () => {
    const before = [globalThis.Date, Date.now, process.env, Math.random, Intl.Collator]
    assert.notStrictEqual(said(() => Date.now()), "holds")
    assert.isTrue(
      [globalThis.Date, Date.now, process.env, Math.random, Intl.Collator].every((now, i) => now === before[i])
    )
  })
})
