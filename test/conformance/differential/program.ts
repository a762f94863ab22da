// Random programs over a few streams: what is done, said so that it means the same on every store. Read run.ts beside it.
import fc from "fast-check"

/** Events for one stream. */
export interface Write {
  readonly stream: number
  /** How far from the version that was last heard of, or any, or any from 1. */
  readonly expected: number | "any" | "exists"
  readonly events: ReadonlyArray<{ readonly type: string; readonly schemaVersion: number; readonly data: unknown }>
  /** Of the command, where one has an id. */
  readonly command: number | undefined
}

/** What is different when an earlier request comes again. */
export type Change = "nothing" | "a content" | "all ids" | "one more" | "one less" | "the expectation"

export type Step =
  | { readonly do: "append"; readonly write: Write }
  | { readonly do: "append to all"; readonly writes: ReadonlyArray<Write> }
  | { readonly do: "repeat"; readonly which: number; readonly change: Change }
  | { readonly do: "read"; readonly stream: number; readonly range: Range }
  | {
    readonly do: "read tails"
    readonly tails: ReadonlyArray<readonly [stream: number, after: number, command: number]>
  }
  | { readonly do: "read all"; readonly range: RangeOfAll }

export interface Range {
  readonly direction?: "forward" | "backward"
  readonly from?: number
  readonly to?: number
  readonly limit?: number
}

/** Positions by the answer that gave them. */
export interface RangeOfAll {
  readonly direction?: "forward" | "backward"
  readonly after?: number
  readonly before?: number
  readonly limit?: number
  readonly types?: ReadonlyArray<string>
  /** Of the streams' names, after what the run begins them with. */
  readonly prefix?: string
}

/** The streams' ids, in the order of their characters: all begin alike, and one is no plain text. */
export const streams = ["a", "a'%_\u{1F333}", "ab"] as const

const stream = fc.nat(streams.length - 1)
const type = fc.constantFrom("One", "Two")
const few = fc.nat(4)
const direction = fc.constantFrom("forward", "backward")
const sometimes = { requiredKeys: [] }

const data = fc.oneof(fc.nat(2), fc.constantFrom("", "\0", "\uD800", "1e3", null), fc.jsonValue({ maxDepth: 2 }))

const write = (most: number): fc.Arbitrary<Write> =>
  fc.record({
    stream,
    expected: fc.oneof(
      { weight: 6, arbitrary: fc.constant(0) },
      { weight: 2, arbitrary: fc.constantFrom<Write["expected"]>("any", "exists") },
      { weight: 1, arbitrary: fc.constantFrom(-2, -1, 1) }
    ),
    events: fc.array(fc.record({ type, schemaVersion: fc.integer({ min: 1, max: 2 }), data }), { maxLength: most }),
    command: fc.option(fc.nat(3), { nil: undefined, freq: 3 })
  })

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant("append"), write: write(3) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("append to all"),
      // in which order streams that are written together stand in the log is each store's own; by name it is the same
      writes: fc.uniqueArray(write(2), { minLength: 1, maxLength: 3, selector: (one) => one.stream }).map((writes) =>
        writes.toSorted((one, other) => one.stream - other.stream)
      )
    })
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("repeat"),
      which: few,
      change: fc.constantFrom("nothing", "nothing", "a content", "all ids", "one more", "one less", "the expectation")
    })
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("read"),
      stream,
      range: fc.record({ direction, from: few, to: few, limit: few }, sometimes)
    })
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("read tails"),
      tails: fc.array(fc.tuple(stream, few, fc.nat(3)), { minLength: 1, maxLength: 3 })
    })
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("read all"),
      range: fc.record({
        direction,
        after: few,
        before: few,
        limit: few,
        types: fc.subarray(["One", "Two", "Three"], { minLength: 1 }),
        prefix: fc.constantFrom("a", "ab", "a'", "b")
      }, sometimes)
    })
  }
) as fc.Arbitrary<Step>

/** One client after the other's answer. */
export const sequential: fc.Arbitrary<ReadonlyArray<Step>> = fc.array(step, {
  minLength: 1,
  maxLength: 25,
  size: "max"
})

/** Several clients at the same time. */
export const concurrent: fc.Arbitrary<ReadonlyArray<ReadonlyArray<Step>>> = fc.array(
  fc.array(step, { minLength: 1, maxLength: 8, size: "max" }),
  { minLength: 2, maxLength: 5, size: "max" }
)
