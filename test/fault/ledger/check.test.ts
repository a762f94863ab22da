import { Position } from "@deciduous/core"
import { expect, it } from "vitest"
import { problems, type Stored } from "./check.ts"
import { accounts, type Attempt, type Entry, open } from "./Ledger.ts"

const attempt = (id: string, parts: number, stream = "a"): Attempt => ({
  id,
  how: "append",
  writes: [{ stream, parts, expectedVersion: "any" }]
})
const began = (at: number, of: Attempt): Entry => ({ _tag: "Began", at, attempt: of })
const acknowledged = (at: number, id: string, ...versions: ReadonlyArray<number>): Entry => ({
  _tag: "Acknowledged",
  at,
  id,
  versions
})
const unknown = (at: number, id: string): Entry => ({ _tag: "Unknown", at, id })
const refused = (at: number, id: string, isFinal: boolean): Entry => ({ _tag: "Refused", at, id, because: "", isFinal })

/** Events of one stream, `<attempt><part>` each, at positions in that order. */
const log = (text: string, stream = "a"): ReadonlyArray<Stored> =>
  text.split(" ").filter((one) => one !== "").map((one, i) => ({
    id: `${stream}${i}`,
    stream,
    version: i + 1,
    position: Position.make(BigInt(i + 1), 1n),
    attempt: one[0]!,
    part: Number(one[1])
  }))

const x = [began(1, attempt("x", 2)), acknowledged(2, "x", 2)]
const y = began(3, attempt("y", 1))

it("all is well where every acknowledged attempt is there once, and others are whole or absent", () => {
  expect(problems([...x, y, acknowledged(4, "y", 3)], log("x1 x2 y1"))).toEqual([])
  expect(problems([...x, y, unknown(4, "y")], log("x1 x2"))).toEqual([])
  expect(problems([...x, y, unknown(4, "y")], log("x1 x2 y1"))).toEqual([])
  expect(problems([...x, y, refused(4, "y", true)], log("x1 x2"))).toEqual([])
  expect(problems([], [])).toEqual([])
})

it("an acknowledged attempt that is lost is seen", () => {
  expect(problems(x, [])).toEqual(["x was acknowledged, and is not in a"])
})

it("an attempt that is there twice is seen", () => {
  expect(problems(x, log("x1 x2 x1 x2"))).toEqual(["x was acknowledged, and of its 2 events a has 1, 2, 1, 2"])
  expect(problems([y], [...log("y1"), ...log("y1")])).toContain("the id a0 is there 2 times")
})

it("an attempt that is there in part is seen, also where nobody knows its outcome", () => {
  expect(problems([began(1, attempt("x", 2))], log("x1"))).toEqual(["x was unknown, and of its 2 events a has 1"])
  const torn = [began(1, attempt("x", 2)), y]
  expect(problems(torn, log("x1 y1 x2"))).toEqual(["x is torn apart in a"])
})

it("an attempt on two streams that is in one of them is seen", () => {
  const [a] = attempt("x", 1).writes
  const both: Attempt = { id: "x", how: "append", writes: [a, { ...a, stream: "b" }] }
  expect(problems([began(1, both)], log("x1"))).toEqual(["x was unknown, and is not in b"])
})

it("an attempt that was refused and is there is seen", () => {
  expect(problems([y, refused(4, "y", true)], log("y1"))).toEqual(["y was refused, and 1 events are there"])
  expect(problems([y, refused(4, "y", false)], log("y1"))).toEqual(["y was refused, and 1 events are there"])
})

it("events that nobody wrote are seen", () => {
  expect(problems([], log("x1"))).toEqual(["part 1 of x, at version 1 of a, is of no attempt"])
})

it("an answer that names another version is seen", () => {
  expect(problems([y, acknowledged(4, "y", 7)], log("y1")))
    .toEqual(["y was told that it ends at version 7 of a, and ends at 1"])
})

it("a gap between versions is seen, and a later version at a lower position", () => {
  const entries = [began(1, attempt("x", 1)), began(1, attempt("y", 1))]
  const [first, second] = log("x1 y1") as [Stored, Stored]
  const gap = "part 1 of y, at version 3 of a, stands where version 2 should"
  expect(problems(entries, [first, { ...second, version: 3 }])).toEqual([gap])
  const inverted = [{ ...first, version: 2 }, { ...second, version: 1 }]
  expect(problems(entries, inverted)).toEqual(["part 1 of x, at version 2 of a, stands where version 1 should"])
})

it("an attempt that began after another was acknowledged and stands before it is seen", () => {
  const entries = [began(1, attempt("x", 1)), acknowledged(2, "x", 1), began(3, attempt("y", 1, "b"))]
  const late = { ...log("x1")[0]!, position: Position.make(9n, 1n) }
  expect(problems(entries, [...log("y1", "b"), late])).toEqual([
    "part 1 of y, at version 1 of b, stands before part 1 of x, at version 1 of a, which was acknowledged before it began"
  ])
  const together = [began(1, attempt("x", 1)), acknowledged(4, "x", 1), began(3, attempt("y", 1, "b"))]
  expect(problems(together, [...log("y1", "b"), late])).toEqual([])
})

it("a refusal settles what was unknown only if it is final", () => {
  const outcome = (...entries: ReadonlyArray<Entry>) => accounts([y, ...entries])[0]!.outcome
  expect(outcome(unknown(4, "y"), refused(5, "y", false))).toBe("unknown")
  expect(outcome(unknown(4, "y"), refused(5, "y", true))).toBe("refused")
  expect(outcome(refused(4, "y", false), acknowledged(5, "y", 1))).toBe("acknowledged")
  // its first writer was killed, and its second never reached the store
  expect(outcome(y, refused(4, "y", false))).toBe("unknown")
})

it("a writer that takes another's place owes what is not settled", () => {
  expect(open([...x, y])).toEqual([attempt("y", 1)])
  expect(open([...x, y, acknowledged(4, "y", 3)])).toEqual([])
})
