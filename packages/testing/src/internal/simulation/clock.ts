// The clock of a simulation, which stands still until it is moved. The one place that imports it.
import * as TestClock from "effect/testing/TestClock"

export const clock = TestClock.layer()
export const advance = TestClock.adjust
