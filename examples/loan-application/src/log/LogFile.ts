// The log as a file: its lines as a stream, never held as a whole, and how much of it was read.
import { fromReadable } from "@effect/platform-node/NodeStream"
import { Data, Effect, Stream } from "effect"
import * as fs from "node:fs"
import * as fsp from "node:fs/promises"
import { pipeline } from "node:stream"
import * as zlib from "node:zlib"

export class LogUnreadable
  extends Data.TaggedError("LogUnreadable")<{ readonly file: string; readonly problem: string }>
{
  override get message() {
    return `the loan log ${this.file} ${this.problem}.`
  }
}

export interface LogFile {
  readonly lines: Stream.Stream<string, LogUnreadable>
  /** From 0 to 1, by the bytes of the file. */
  readonly fraction: () => number
}

/** Opens a log of JSON lines; one whose name ends in `.gz` is decompressed on the way. */
export const open = (file: string): Effect.Effect<LogFile, LogUnreadable> =>
  Effect.tryPromise({
    try: () => fsp.stat(file),
    catch: () => new LogUnreadable({ file, problem: "is not there, or not yours to read" })
  }).pipe(
    Effect.filterOrFail((stat) => stat.isFile(), () => new LogUnreadable({ file, problem: "is not a file" })),
    Effect.map(({ size }) => {
      let read = 0
      const bytes = () => {
        const source = fs.createReadStream(file).on("data", (chunk) => {
          read += chunk.length
        })
        // an error of the source becomes one of the other end, where it is met
        return file.endsWith(".gz") ? pipeline(source, zlib.createGunzip(), () => undefined) : source
      }
      const onError = (error: unknown) => new LogUnreadable({ file, problem: problemOf(error) })
      return {
        lines: fromReadable({ evaluate: bytes, onError }).pipe(Stream.decodeText(), Stream.splitLines),
        fraction: () => size === 0 ? 1 : read / size
      }
    })
  )

const problemOf = (error: unknown): string => {
  const { code, message } = error as NodeJS.ErrnoException
  return code === "Z_BUF_ERROR"
    ? "ends in the middle of its compressed data, as if it was not copied to its end"
    : code === "Z_DATA_ERROR"
    ? "is not compressed as its name says, or was damaged"
    : `cannot be read: ${message}`
}
