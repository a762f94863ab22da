// Stored events from a file, one as JSON on each line. In pages, so that a file of any length takes the same memory.
import type { StoredEvent } from "@deciduous/core"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Stream from "effect/Stream"
import * as fs from "node:fs"
import { Unusable } from "../../Failure.ts"
import {
  type Block,
  blocksOf,
  lineAfter,
  lineFeed,
  linesOf,
  NO_TEXT,
  standardInput,
  type Start
} from "../lineBlocks.ts"
import { countPage } from "./census.ts"
import type { Count, Page, Source } from "./source.ts"
import { lineReader, type ReadLine } from "./storedLine.ts"

/** `file` may be `-`, for standard input; `known` are the categories that the build has. */
export const ofLines = (file: string, known: Iterable<string>, categories: ReadonlyArray<string>): Source => {
  const name = file === standardInput ? "standard input" : file
  const pages = (after: string | undefined) =>
    Stream.unwrap(Effect.gen(function*() {
      const start = after === undefined ? { byte: 0, line: 1 } : yield* placeOf(after, name)
      const size = yield* sizeOf(file, start.byte)
      const read = lineReader(known)
      return Stream.fromAsyncIterable(blocksOf(file, start), (cause) => unreadable(name, cause)).pipe(
        Stream.mapEffect((block) => Effect.fromResult(pageOf(block, { name, size, categories, read })))
      )
    }))
  return {
    name,
    pages,
    byStream: pages,
    isGrouped: false,
    only: (streamIds) => {
      const wanted = new Set(streamIds)
      return Stream.flatMap(
        pages(undefined),
        ({ events }) => Stream.fromIterable(events.filter(({ streamId }) => wanted.has(streamId)))
      )
    },
    counts: Effect.gen(function*() {
      const counts = new Map<string, Count>()
      yield* Stream.runForEach(pages(undefined), (page) => Effect.sync(() => countPage(counts, page)))
      return [...counts.values()]
    }),
    help: () => undefined,
    unread: Effect.undefined
  }
}

interface Reading {
  readonly name: string
  readonly size: number
  readonly categories: ReadonlyArray<string>
  readonly read: ReadLine
}

const pageOf = (
  block: Block,
  { categories, name, read, size }: Reading
): Result.Result<Page, Unusable> => {
  const events: Array<StoredEvent> = []
  const numbers: Array<number> = []
  for (const line of linesOf(block)) {
    const event = line.isText ? read(line.text) : Result.fail(NO_TEXT)
    if (Result.isFailure(event)) {
      return Result.fail(new Unusable({ message: `${name}, line ${line.number} ${event.failure}` }))
    }
    if (categories.length > 0 && !categories.includes(event.success.category)) continue
    events.push(event.success)
    numbers.push(line.number)
  }
  return Result.succeed({
    events,
    at: (index) => `line ${numbers[index]}`,
    place: `${block.end}:${lineAfter(block)}`,
    done: block.end / size
  })
}

/** As `pageOf` wrote it. */
const placeOf = (place: string, name: string): Effect.Effect<Start, Unusable> => {
  const [byte, line] = place.split(":").map(Number)
  return Number.isSafeInteger(byte) && Number.isSafeInteger(line)
    ? Effect.succeed({ byte: byte!, line: line! })
    : Effect.fail(new Unusable({ message: `"${place}" is no place in ${name}.` }))
}

/** Bytes; what is no regular file has no size. Whoever goes on has to find the beginning of a line where it was. */
const sizeOf = (file: string, from: number): Effect.Effect<number, Unusable> =>
  Effect.try({
    try: () => {
      if (file === standardInput) {
        if (from > 0) throw new Error("it is read once, and nobody can go on with it")
        return Number.NaN
      }
      const stats = fs.statSync(file)
      if (stats.isDirectory()) throw new Error("it is a folder (of an embedded database? Say --folder)")
      if (!stats.isFile()) return Number.NaN
      if (from > stats.size || (from > 0 && byteAt(file, from - 1) !== lineFeed)) {
        throw new Error("it has changed since the audit was interrupted; begin anew, without --resume")
      }
      return stats.size
    },
    catch: (cause) => unreadable(file, cause)
  })

const byteAt = (file: string, position: number): number | undefined => {
  const opened = fs.openSync(file, "r")
  try {
    const byte = Buffer.alloc(1)
    return fs.readSync(opened, byte, 0, 1, position) === 1 ? byte[0] : undefined
  } finally {
    fs.closeSync(opened)
  }
}

const unreadable = (name: string, cause: unknown): Unusable =>
  new Unusable({ message: `${name} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}.` })
