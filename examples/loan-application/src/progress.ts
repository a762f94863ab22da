// How far the import is: a bar where somebody watches, else a plain line every 20,000 lines. On stderr.
import { Clock, Effect } from "effect"
import { grouped } from "./report.ts"

export interface Watcher {
  readonly isTTY?: boolean
  readonly write: (text: string) => unknown
}

/** `at` is told how many lines are handled, of which `fraction` is what the bar shows, from 0 to 1. */
export const make = (watcher: Watcher, fraction: (lines: number) => number) =>
  Effect.map(Clock.currentTimeMillis, (start) => {
    let said = 0
    const at = (lines: number) =>
      Effect.map(Clock.currentTimeMillis, (now) => {
        const text = `${grouped(lines)} lines, ${grouped(rate(lines, now - start))} lines/s`
        if (watcher.isTTY === true) watcher.write(`\r${bar(fraction(lines))} ${text}\x1b[K`)
        else if (lines - said >= every) {
          said = lines - lines % every
          watcher.write(`${text}\n`)
        }
      })
    /** Leaves the bar's line. */
    const end = Effect.sync(() => watcher.isTTY === true && watcher.write("\n"))
    return { at, end }
  })

const every = 20_000
const width = 40

const bar = (fraction: number): string => {
  const done = Math.round(Math.min(fraction, 1) * width)
  return `[${"#".repeat(done)}${"-".repeat(width - done)}]`
}

/** Lines a second, from lines and milliseconds. */
export const rate = (lines: number, milliseconds: number): number =>
  Math.round(lines / Math.max(milliseconds, 1) * 1000)
