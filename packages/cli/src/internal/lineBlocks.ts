// The lines of a file of any length, or of standard input, in blocks of some thousand, so that they take the same memory.
// Read by the verbs that look at files of events.
import { isUtf8 } from "node:buffer"
import * as fs from "node:fs"

/** The name that stands for standard input. */
export const standardInput = "-"

/** A byte of the file at which a line begins, and its number, from 1. */
export interface Start {
  readonly byte: number
  readonly line: number
}

/** Whole lines. */
export interface Block {
  readonly bytes: Buffer
  readonly start: Start
  /** The byte after it. */
  readonly end: number
}

export interface Line {
  readonly text: string
  readonly number: number
  /** Whether it is UTF-8. */
  readonly isText: boolean
}

/** What is wrong with a line that is no text; whoever says it names the line first. */
export const NO_TEXT = "is no UTF-8."

export const lineFeed = 10

/** More is no line of events: a payload is a mebibyte at most. */
const longestLine = 64 * 1024 * 1024

/** Some thousand events. */
const blockBytes = 1024 * 1024

export async function* blocksOf(file: string, { byte, line }: Start = { byte: 0, line: 1 }): AsyncGenerator<Block> {
  const chunks: AsyncIterable<Buffer> = file === standardInput
    ? process.stdin
    // a pipe has no places
    : fs.createReadStream(file, { ...(byte > 0 && { start: byte }), highWaterMark: blockBytes })
  let begun: Array<Buffer> = []
  let start: Start = { byte, line }
  const block = (last: Buffer): Block => {
    const bytes = begun.length === 0 ? last : Buffer.concat([...begun, last])
    return { bytes, start, end: start.byte + bytes.length }
  }
  for await (const chunk of chunks) {
    const end = chunk.lastIndexOf(lineFeed) + 1
    if (end > 0) {
      const whole = block(chunk.subarray(0, end))
      yield whole
      start = { byte: whole.end, line: start.line + count(whole.bytes, lineFeed) }
      begun = []
    }
    begun.push(chunk.subarray(end))
    if (begun.reduce((length, part) => length + part.length, 0) > longestLine) {
      throw new Error(`line ${start.line} has more than ${longestLine / 1024 / 1024} MiB`)
    }
  }
  const rest = block(Buffer.alloc(0))
  if (rest.bytes.length > 0) yield rest
}

/** Those that are not blank. */
export const linesOf = ({ bytes, start }: Block): ReadonlyArray<Line> => {
  const isText = isUtf8(bytes)
  return bytes.toString("utf8").split("\n").flatMap((given, index): ReadonlyArray<Line> => {
    // whoever wrote the file may have begun it with a mark, and ended its lines as Windows does
    const text = index === 0 && start.line === 1 ? given.replace(/^\uFEFF/, "") : given
    // what is no UTF-8 was turned into U+FFFD, which may also stand there in its own right
    return text.trim() === ""
      ? []
      : [{ text, number: start.line + index, isText: isText || !text.includes("\uFFFD") }]
  })
}

/** The number of the line that a block is followed by. */
export const lineAfter = ({ bytes, start }: Block): number => start.line + count(bytes, lineFeed)

const count = (bytes: Buffer, byte: number): number => {
  let found = 0
  for (let at = bytes.indexOf(byte); at >= 0; at = bytes.indexOf(byte, at + 1)) found++
  return found
}
