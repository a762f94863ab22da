// Nothing here is random but the seed of fast-check, which a failure prints, and nothing waits but microtasks.
import * as Lanes from "#internal/groupCommit/lanes"
import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"

interface Item {
  readonly key: string
  readonly number: number
  readonly weight: number
}

/** Lanes that take down what leaves; `end` ends a batch that is under way. */
const watched = (options: Partial<Lanes.Options<Item>> = {}) => {
  const left: Array<ReadonlyArray<Item>> = []
  const underWay: Array<{ readonly batch: ReadonlyArray<Item>; readonly over: () => void }> = []
  const lanes = Lanes.make<Item>({
    lanes: 2,
    keyOf: ({ key }) => key,
    weightOf: ({ weight }) => weight,
    maxWeight: 1,
    sharedWeight: 1,
    maxItems: 100,
    leave: (batch, over) => {
      left.push(batch)
      underWay.push({ batch, over })
    },
    ...options
  })
  const end = (i = 0) => underWay.splice(i, 1).forEach(({ over }) => over())
  return { lanes, left, underWay, end }
}

let count = 0
const item = (key: string, weight = 0): Item => ({ key, weight, number: count++ })
const keys = (batch: ReadonlyArray<Item>) => batch.map(({ key }) => key).join("")
const enterAll = ({ lanes }: ReturnType<typeof watched>, letters: string) => {
  for (const key of letters) lanes.enter(item(key))
}
/** All that was scheduled has run. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve))

describe("lanes", () => {
  it("let one who comes alone leave alone, and at once", async () => {
    const all = watched()
    all.lanes.enter(item("a"))
    await settled()
    assert.deepStrictEqual(all.left.map(keys), ["a"])
  })

  it("let those who come together leave together", async () => {
    const all = watched()
    enterAll(all, "abcdefgh")
    await settled()
    assert.deepStrictEqual(all.left.map(keys), ["abcdefgh"])
  })

  it("let those who come while all are busy leave together when one is free", async () => {
    const all = watched()
    enterAll(all, "ab")
    await settled()
    enterAll(all, "c")
    await settled()
    enterAll(all, "defgh")
    await settled()
    assert.deepStrictEqual(all.left.map(keys), ["ab", "c"])
    all.end(1)
    await settled()
    assert.deepStrictEqual(all.left.map(keys), ["ab", "c", "defgh"])
  })

  it("share what is heavy, as much for each lane with what is under way", async () => {
    const all = watched({ maxWeight: 100, sharedWeight: 4 })
    for (const key of "abcdefghij") all.lanes.enter(item(key, 1))
    await settled()
    assert.deepStrictEqual(all.left.map(keys), ["abcde", "fghij"])
    for (const key of "klmno") all.lanes.enter(item(key, 1))
    all.end()
    await settled()
    assert.deepStrictEqual(all.left.slice(2).map(keys), ["klmno"])
    for (const key of "pqr") all.lanes.enter(item(key, 1))
    all.end()
    await settled()
    assert.deepStrictEqual(all.left.slice(3).map(keys), ["pqr"], "too little to be shared")
    for (const key of "stuvwxyz") all.lanes.enter(item(key, 1))
    all.end()
    await settled()
    assert.deepStrictEqual(all.left.slice(4).map(keys), ["stuvw"], "eight and three are eleven")
  })

  it("let a later one of a key wait for the earlier, and those of other keys pass it", async () => {
    const all = watched()
    enterAll(all, "aaabca")
    await settled()
    enterAll(all, "d")
    await settled()
    assert.deepStrictEqual(all.left.map(keys), ["abc", "d"])
    all.end(1)
    await settled()
    assert.lengthOf(all.left, 2, "a is still under way")
    all.end()
    await settled()
    assert.deepStrictEqual(all.left.map(keys), ["abc", "d", "a"])
  })

  it("let no more leave together than may, by number and by weight; what is too heavy goes alone", async () => {
    const all = watched({ lanes: 1, maxItems: 3 })
    enterAll(all, "abcd")
    await settled()
    all.lanes.enter(item("e", 0.5))
    all.lanes.enter(item("f", 0.6))
    all.lanes.enter(item("g", 7))
    all.lanes.enter(item("h"))
    for (let i = 0; i < 6; i++) {
      all.end()
      await settled()
    }
    assert.deepStrictEqual(all.left.map(keys), ["abc", "de", "f", "g", "h"])
  })

  it("give back who is taken away while it waits, and not who is under way", async () => {
    const all = watched({ lanes: 1 })
    enterAll(all, "aaab")
    await settled()
    const [first] = all.left[0]!
    assert.deepStrictEqual(all.lanes.remove("a", ({ number }) => number === first!.number), [])
    assert.lengthOf(all.lanes.remove("a", () => true), 2)
    assert.strictEqual(all.lanes.waiting(), 0)
    assert.deepStrictEqual(all.lanes.remove("a", () => true), [])
    enterAll(all, "cd")
    assert.lengthOf(all.lanes.remove("c", () => true), 1)
    all.end()
    await settled()
    assert.deepStrictEqual(all.left.map(keys), ["ab", "d"])
  })

  it("say when they are idle", async () => {
    const all = watched({ lanes: 1 })
    let idle = 0
    all.lanes.whenIdle(() => idle++)
    assert.strictEqual(idle, 1, "they are")
    enterAll(all, "aa")
    all.lanes.whenIdle(() => idle++)
    await settled()
    all.end()
    await settled()
    assert.strictEqual(idle, 1)
    all.end()
    assert.strictEqual(idle, 2)
    enterAll(all, "b")
    all.lanes.whenIdle(() => idle++)
    all.lanes.remove("b", () => true)
    assert.strictEqual(idle, 3)
    await settled()
    assert.lengthOf(all.left, 2)
  })

  it("let everybody leave once, in the order of its key, whatever ends and goes away when", async () => {
    const step = fc.oneof(
      {
        weight: 6,
        arbitrary: fc.record({
          enter: fc.constantFrom(..."abcdefg"),
          weight: fc.double({ min: 0, max: 1.5, noNaN: true })
        })
      },
      { weight: 2, arbitrary: fc.record({ end: fc.nat() }) },
      { weight: 2, arbitrary: fc.constant("settle" as const) },
      { weight: 1, arbitrary: fc.record({ remove: fc.constantFrom(..."abcdefg"), nth: fc.nat(3) }) }
    )
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 3 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.array(step, { maxLength: 60 }),
        async (most, sharedWeight, steps) => {
          const all = watched({ lanes: most, maxItems: 4, sharedWeight })
          const entered: Array<Item> = []
          const removed: Array<Item> = []
          const check = () => {
            assert.isAtMost(all.underWay.length, most)
            const now = all.underWay.flatMap(({ batch }) => batch)
            assert.lengthOf(new Set(now.map(({ key }) => key)), now.length, "one of a key is under way")
            for (const batch of all.left) {
              assert.isAtMost(batch.length, 4)
              const weight = batch.reduce((sum, one) => sum + one.weight, 0)
              assert.isTrue(batch.length === 1 || weight <= 1, "no batch of several is too heavy")
            }
            assert.strictEqual(all.lanes.waiting(), entered.length - removed.length - all.left.flat().length)
          }
          for (const step of steps) {
            if (step === "settle") await settled()
            else if ("enter" in step) {
              const one = item(step.enter, step.weight)
              entered.push(one)
              all.lanes.enter(one)
            } else if ("end" in step) {
              if (all.underWay.length > 0) all.end(step.end % all.underWay.length)
            } else {
              let i = 0
              removed.push(...all.lanes.remove(step.remove, () => i++ === step.nth))
            }
            check()
          }
          let isIdle = false
          all.lanes.whenIdle(() => {
            isIdle = true
          })
          while (!isIdle) {
            all.end()
            await settled()
          }
          for (const key of "abcdefg") {
            const of = (items: ReadonlyArray<Item>) => items.filter((one) => one.key === key && !removed.includes(one))
            assert.deepStrictEqual(all.left.flat().filter((one) => one.key === key), of(entered))
          }
        }
      ),
      { numRuns: 300 }
    )
  })
})
