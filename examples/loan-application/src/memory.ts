// How much memory the process holds, and whether that grows with the log.
import { grouped } from "./report.ts"

/** Keeps what is resident at the first call from line 20,000 on and at the last one, when all is warm. */
export const make = () => {
  let warm: { readonly lines: number; readonly resident: number } | undefined
  let last = 0
  return {
    at: (lines: number): void => {
      last = process.memoryUsage.rss()
      if (lines >= 20_000) warm ??= { lines, resident: last }
    },
    inWords: (): string => {
      const most = `Memory: ${megabytes(process.resourceUsage().maxRSS * 1024)} MB resident at most`
      return warm === undefined
        ? most
        : `${most}, ${megabytes(warm.resident)} MB after ${grouped(warm.lines)} lines, ${megabytes(last)} MB at the end`
    }
  }
}

const megabytes = (bytes: number): string => grouped(Math.round(bytes / 1_000_000))
