// How far an audit is: a bar on standard error where somebody watches a terminal, and nothing anywhere else.

export interface Watcher {
  readonly isTTY?: boolean
  readonly write: (text: string) => unknown
}

export interface Progress {
  /** `done` is from 0 to 1, or `NaN` where nobody knows how much there is. */
  readonly at: (events: number, failed: number, done: number) => void
  /** Clears the line. */
  readonly end: () => void
}

/** `now` is in milliseconds. */
export const progressOn = (watcher: Watcher, now: () => number = () => performance.now()): Progress => {
  if (watcher.isTTY !== true) return { at: () => {}, end: () => {} }
  const start = now()
  let begun: number | undefined
  let shown = -Infinity
  return {
    at: (events, failed, done) => {
      begun ??= events
      const time = now()
      if (time - shown < every) return
      shown = time
      const rate = Math.round((events - begun) / Math.max(time - start, 1) * 1000)
      const failures = failed === 0 ? "" : `, ${grouped(failed)} cannot be read`
      watcher.write(`\r${bar(done)}${grouped(events)} events, ${grouped(rate)}/s${failures}${clear}`)
    },
    end: () => watcher.write(`\r${clear}`)
  }
}

/** Often enough to seem alive, in milliseconds. */
const every = 100

/** To the end of the line. */
const clear = "\x1b[K"

const width = 20

const bar = (done: number): string => {
  if (Number.isNaN(done)) return ""
  const filled = Math.floor(done * width)
  return `[${"#".repeat(filled)}${"-".repeat(width - filled)}] ${String(Math.floor(done * 100)).padStart(3)} %  `
}

/** 200000 as 200,000, whatever the machine's locale. */
export const grouped = (count: number): string => String(count).replaceAll(/\B(?=(\d{3})+$)/g, ",")
