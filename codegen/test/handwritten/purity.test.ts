// Hand-written upcasters that give two results for one event, in all the ways in which people write that, each beside one
// that looks like it and gives one.
import { makeProject } from "@deciduous/codegen/handwritten/project"
import { purityOf } from "@deciduous/codegen/handwritten/purity"
import { upcastersIn } from "@deciduous/codegen/handwritten/upcasters"
import { join } from "node:path"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { type Folder, makeFolder } from "../support/evolving.ts"

/** What is said of the upcaster "A@1" of a module; `e` is the event, `c` its context. */
type Case = readonly [what: string, source: string, said: ReadonlyArray<string>]

/** A whole module, or only what the upcaster returns. */
const module = (source: string): string =>
  source.includes("export const upcasters") ? source : `export const upcasters = { "A@1": (e, c) => (${source}) }\n`

const by = (head: string, body: string): string => `${head}\nexport const upcasters = { "A@1": (e, c) => (${body}) }\n`

const impure: ReadonlyArray<Case> = [
  ["a clock", "{ at: Date.now() }", ["Date.now()"]],
  ["a clock under another name", by("const now = Date.now", "{ at: now() }"), ["Date.now"]],
  ["a clock taken out of its object", by("const { now } = Date", "{ at: now() }"), ["Date.now"]],
  ["one taken out and renamed", by("const { now: today } = Date", "{ at: today() }"), ["Date.now"]],
  ["the clock's object under another name", by("const D = Date", "{ at: new D() }"), ["new D()"]],
  ["the same, in the function", "(() => { const D = Date; return D.now() })()", ["Date.now"]],
  ["a clock by its text", "{ at: Date[\"now\"]() }", ["Date.now"]],
  ["a clock of the world", "{ at: globalThis.Date.now() }", ["Date.now"]],
  ["a clock behind a comma", "{ at: (0, Date.now)() }", ["Date.now"]],
  ["a date that is called", "{ at: Date() }", ["Date()"]],
  ["a clock as a default", by("const f = (at = Date.now()) => at", "{ at: f() }"), ["Date.now()"]],
  ["a clock in an object", by("const clock = { now: () => new Date() }", "{ at: clock.now() }"), ["new Date()"]],
  ["a clock in a class", by("class C { now() { return Date.now() } }", "{ at: new C().now() }"), ["Date.now()"]],
  ["a clock two helpers away", by("const a = () => b()\nfunction b() { return Date.now() }", "{ at: a() }"), [
    "Date.now()"
  ]],
  ["a clock that is passed on", by("const call = (f) => f()", "{ at: call(Date.now) }"), ["Date.now"]],
  ["chance", "{ id: Math.random() }", ["Math.random()"]],
  ["chance taken out of its object", by("const { random } = Math", "{ id: random() }"), ["Math.random"]],
  ["the same, in the function", "(() => { const { random: r } = Math; return { id: r() } })()", ["Math.random"]],
  ["chance of an object under another name", by("const M = Math", "{ id: M.random() }"), ["Math.random"]],
  ["a made-up id", "{ id: crypto.randomUUID() }", ["crypto.randomUUID()"]],
  ["a module of Node", by("import { readFileSync } from \"node:fs\"", "{ a: readFileSync(\"a\") }"), ["readFileSync"]],
  ["all of a module of Node", by("import * as os from \"os\"", "{ a: os.hostname() }"), ["os"]],
  ["a default import of Node", by("import fs from \"fs\"", "{ a: fs.readFileSync(\"a\") }"), ["fs"]],
  ["the network", "{ a: fetch(\"https://example.com\") }", ["fetch(\"https://example.com\")"]],
  ["the network under another name", by("const get = fetch", "{ a: get(\"https://example.com\") }"), [
    "get(\"https://example.com\")"
  ]],
  ["the surroundings", "{ a: process.env[\"SHOP\"] }", ["process.env.SHOP"]],
  ["some of the surroundings", by("const { env } = process", "{ a: env.SHOP }"), ["process.env.SHOP"]],
  ["a module that is loaded", "{ a: require(\"./a\") }", ["require(\"./a\")"]],
  ["a counter", by("let n = 0", "{ n: ++n }"), ["n"]],
  ["a variable that is read", by("let n = 0", "{ n }"), ["n"]],
  ["a counter of an object", by("const s = { n: 0 }", "{ n: s.n++ }"), ["s"]],
  ["a cache", by("const cache = new Map()", "(cache.set(e.a, 1), e)"), ["cache"]],
  [
    "a cache under another name",
    by("const cache = new Map()", "(() => { const c2 = cache; c2.set(e.a, 1); return e })()"),
    [
      "c2"
    ]
  ],
  ["a list that grows", by("const seen = []", "{ n: seen.push(e.a) }"), ["seen"]],
  ["a list that a helper is lent", by("const seen = []\nconst put = (to, a) => to.push(a)", "{ n: put(seen, e.a) }"), [
    "to"
  ]],
  ["a closure that counts", by("const next = (() => { let n = 0; return () => ++n })()", "{ n: next() }"), ["n"]],
  [
    "a closure of a function that counts",
    by(
      "const counter = () => { let n = 0; return () => n++ }\nconst next = counter()",
      "{ n: next() }"
    ),
    ["n"]
  ],
  [
    "a closure that remembers",
    by(
      "function once() { const seen = new Set(); return (a) => seen.add(a).size }\nconst size = once()",
      "{ n: size(e.a) }"
    ),
    ["seen"]
  ],
  [
    "an instance that counts",
    by(
      "class Counter { n = 0; next() { return ++this.n } }\nconst counter = new Counter()",
      "{ n: counter.next() }"
    ),
    ["this"]
  ],
  [
    "the upcaster made by a function that counts",
    "const make = () => { let n = 0; return (e) => ({ n: n++ }) }\n"
    + "export const upcasters = { \"A@1\": make() }\n",
    ["n"]
  ],
  ["a generator that goes on", by("function* ids() { yield 1 }\nconst id = ids()", "{ n: id.next().value }"), ["id"]],
  ["the event", "Object.assign(e, { b: 1 })", ["e"]],
  ["a field of the event", "(delete e.a, e)", ["e"]],
  ["a list of the event", "{ items: e.items.sort() }", ["e"]],
  ["the same under another name", "(() => { const { items } = e; items.push(1); return { items } })()", ["items"]],
  ["each item of the event", "{ items: e.items.map((item) => { item.n = 1; return item }) }", ["item"]],
  ["each item in a loop", "(() => { for (const item of e.items) item.n = 1; return e })()", ["item"]],
  ["what everybody has", "(Array.prototype.last = 1, e)", ["Array"]],
  ["a function that waits", "export const upcasters = { \"A@1\": async (e) => e }\n", ["async"]],
  ["the zone of the machine", "{ h: new Date(e.a).getHours() }", ["getHours()"]],
  ["the locale of the machine", "{ a: e.n.toLocaleString() }", ["toLocaleString()"]],
  ["a format of the machine", by("const F = Intl.NumberFormat", "{ a: new F().format(e.n) }"), ["new F()"]],
  ["text that is run", "{ a: eval(e.a) }", ["eval(e.a)"]],
  ["Effect's clock", by("import { DateTime } from \"effect\"", "{ at: DateTime.nowUnsafe() }"), [
    "DateTime.nowUnsafe()"
  ]],
  ["Effect's chance", by("import * as Random from \"effect/Random\"", "{ id: Random.next }"), ["Random.next"]],
  ["an effect that is run", by("import { Effect } from \"effect\"", "Effect.runSync(Effect.succeed(e))"), [
    "Effect.runSync(Effect.succeed(e))"
  ]],
  ["a neighbour that is impure", by("import { stamp } from \"./other.ts\"", "{ at: stamp() }"), ["Date.now()"]],
  ["a neighbour's default", by("import stamp from \"./other.ts\"", "{ at: stamp() }"), ["new Date()"]],
  ["a neighbour's variable", by("import { count } from \"./other.ts\"", "{ n: count }"), ["count"]],
  ["all of a neighbour", by("import * as other from \"./other.ts\"", "{ at: other.stamp() }"), ["Date.now()"]]
]

const pure: ReadonlyArray<Case> = [
  ["a time of the event", "{ at: new Date(c.recordedAt).toISOString() }", []],
  ["one's own Date", by("const Date = { now: () => 1 }", "{ at: Date.now() }"), []],
  ["a parameter that is called Math", by("const f = (Math) => Math.random", "{ a: f({ random: 1 }) }"), []],
  ["another member of Math", by("const { round } = Math", "{ n: round(e.n) }"), []],
  ["a variable of the function", "(() => { let n = 0; n++; return { n } })()", []],
  ["a list that is made anew", "(() => { const l = []; l.push(e.a); return { l } })()", []],
  ["a copy that is sorted", "{ items: [...e.items].sort() }", []],
  ["the same by a name", "(() => { const items = e.items.slice(); items.sort(); return { items } })()", []],
  ["text that grows", "(() => { let text = e.a; text += \"!\"; return { text } })()", []],
  ["what is gathered", "{ all: e.items.reduce((all, item) => { all.push(item.a); return all }, []) }", []],
  ["a table that is filled once", by("const table = new Map()\ntable.set(1, 2)", "{ n: table.get(e.n) }"), []],
  [
    "a table that a function fills once",
    by(
      "const table = (() => { const t = {}; t.a = 1; return t })()",
      "{ n: table[e.a] }"
    ),
    []
  ],
  ["a helper's own list", by("const pair = (a) => { const l = [a]; l.push(a); return l }", "{ l: pair(e.a) }"), []],
  [
    "a list lent by the upcaster itself",
    by("const put = (to, a) => to.push(a)", "(() => { const l = []; put(l, e.a); return { l } })()"),
    []
  ],
  ["a closure within a call", by("const counter = () => { let n = 0; return () => n++ }", "{ n: counter()() }"), []],
  [
    "an instance within a call",
    by("class Counter { n = 0; next() { return ++this.n } }", "{ n: new Counter().next() }"),
    []
  ],
  ["a word that is spelt like a clock", "{ \"Date.now\": e.now, process: e.process }", []],
  ["a type of Node", by("import type { Stats } from \"node:fs\"", "e"), []],
  ["the zone of UTC", "{ h: new Date(e.a).getUTCHours() }", []],
  ["a locale that is named", "{ a: e.n.toLocaleString(\"en\") }", []],
  [
    "Effect's data",
    by("import { DateTime, Option } from \"effect\"", "{ at: DateTime.make(e.at), a: Option.some(1) }"),
    []
  ],
  [
    "what Effect makes anew",
    by(
      "import { DateTime, HashMap } from \"effect\"",
      "{ at: DateTime.add(e.at, { days: 1 }), m: HashMap.set(e.m, 1, 2) }"
    ),
    []
  ],
  ["a table with a word for what follows", by("const order = { next: (n) => n + 1 }", "{ n: order.next(e.n) }"), []],
  ["a neighbour that is pure", by("import { trim } from \"./other.ts\"", "{ a: trim(e.a) }"), []]
]

const OTHER = `export const stamp = () => Date.now()
export const trim = (text) => text.trim()
export let count = 0
export default () => new Date()
`

describe("an upcaster", () => {
  let folder: Folder
  beforeAll(() => {
    folder = makeFolder()
    folder.write({ "other.ts": OTHER })
  })
  afterAll(() => folder.remove())

  const said = async (source: string, index: number): Promise<ReadonlyArray<string>> => {
    const file = `upcasters${index}.ts`
    folder.write({ [file]: module(source) })
    const project = makeProject(folder.path)
    const root = await project.load(join(folder.path, file))
    if (root === undefined || "problem" in root) return assert.fail(root?.problem ?? file)
    const member = upcastersIn(root, project.moduleOf)?.members.get("A@1") ?? assert.fail(`no upcaster in ${source}`)
    return purityOf(member.module, member.node, project.moduleOf).impure.map(({ shown }) => shown)
  }

  describe("is refused for", () => {
    for (const [index, [what, source, expected]] of impure.entries()) {
      it(what, async () => assert.deepEqual(await said(source, index), expected))
    }
  })

  describe("may have", () => {
    for (const [index, [what, source, expected]] of pure.entries()) {
      it(what, async () => assert.deepEqual(await said(source, index + impure.length), expected))
    }
  })
})
