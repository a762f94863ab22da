import { Timer } from "@deciduous/core"
import { assert, describe, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"

const at = DateTime.makeUnsafe("2024-02-29T12:00:00Z")
const schedule = Timer.schedule("payment", at, { _tag: "CancelOrder", order: "1" })
const cancel = Timer.cancel("payment")

describe("Timer", () => {
  it("is data: its name, the time, and the command that it sends", () => {
    assert.deepStrictEqual(schedule, {
      _tag: "Timer.Schedule",
      timer: "payment",
      at,
      command: { _tag: "CancelOrder", order: "1" }
    })
    assert.deepStrictEqual(cancel, { _tag: "Timer.Cancel", timer: "payment" })
  })

  it("is told from commands, and one of its kinds from the other", () => {
    const others = [{ _tag: "CancelOrder" }, { _tag: "" }, {}, null, undefined, "Timer.Schedule"]
    assert.deepStrictEqual([schedule, cancel, ...others].filter(Timer.isSchedule), [schedule])
    assert.deepStrictEqual([schedule, cancel, ...others].filter(Timer.isCancel), [cancel])
  })
})
