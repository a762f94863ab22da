import { progressOn } from "#internal/audit/progress"
import { describe, expect, it } from "vitest"

const watched = (isTTY: boolean) => {
  const written: Array<string> = []
  let time = 1000
  const progress = progressOn({ isTTY, write: (text) => written.push(text) }, () => time)
  return { progress, written, pass: (milliseconds: number) => time += milliseconds }
}

describe("the progress of an audit", () => {
  it("is a bar on a terminal, which is cleared at its end", () => {
    const { pass, progress, written } = watched(true)
    pass(500)
    progress.at(30_000, 0, 0.251)
    pass(1_000)
    progress.at(120_000, 1_234, 0.999)
    progress.end()
    expect(written).toEqual([
      "\r[#####---------------]  25 %  30,000 events, 0/s\x1b[K",
      "\r[###################-]  99 %  120,000 events, 60,000/s, 1,234 cannot be read\x1b[K",
      "\r\x1b[K"
    ])
  })

  it("is drawn ten times a second at most, and without a bar where nobody knows the end", () => {
    const { pass, progress, written } = watched(true)
    for (const count of [1_000, 2_000, 3_000]) {
      pass(60)
      progress.at(count, 0, Number.NaN)
    }
    expect(written.map((text) => text.slice(0, 14))).toEqual(["\r1,000 events,", "\r3,000 events,"])
  })

  it("is nothing where nobody watches", () => {
    const { progress, written } = watched(false)
    progress.at(1, 0, 0.5)
    progress.end()
    expect(written).toEqual([])
  })
})
