// How a projection is said to stand, from what its shards say.
import { statusOf } from "#internal/projection/status"
import { Position } from "@deciduous/core"
import type { CheckpointStore, ProjectionStore } from "@deciduous/runtime"
import { assert, describe, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"

const at = (sequence: number): Position.Position => Position.make(1n, BigInt(sequence))

const version: ProjectionStore.Registered = {
  name: "balances",
  version: 2,
  fingerprint: "f",
  status: "active",
  isInline: false
}

const shard = (more: Partial<CheckpointStore.Standing> = {}): CheckpointStore.Standing => ({
  name: "balances@2",
  shard: 0,
  shards: 2,
  position: at(10),
  handled: 0,
  inherited: [],
  epoch: 1,
  worker: undefined,
  isHeld: false,
  isOverdue: false,
  stopped: undefined,
  worked: 0,
  ...more
})

const letter = (task: string): ProjectionStore.Buried => ({
  task,
  position: at(1),
  eventId: "e",
  streamId: "account-1",
  category: "account",
  version: 1,
  type: "Opened",
  cause: "it threw",
  attempts: 3,
  isParked: false,
  buriedAt: DateTime.makeUnsafe(0)
})

const status = (
  shards: ReadonlyArray<CheckpointStore.Standing>,
  more: Partial<ProjectionStore.Registered> = {},
  letters: ReadonlyArray<ProjectionStore.Buried> = []
) => statusOf([{ ...version, ...more }], shards, letters, at(110))[0]!

describe("a projection", () => {
  it("stands where the shard that is furthest behind does, and lags by what comes after", () => {
    const found = status([shard({ position: at(60) }), shard({ position: at(50) }), shard({ position: at(100) })])
    assert.deepInclude(found, { shards: 3, position: at(50), lag: 60 })
  })

  it("has all of the log before it where nobody has run it, and nothing where it has caught up", () => {
    assert.deepInclude(status([]), {
      shards: 0,
      position: undefined,
      lag: 110,
      handled: 0,
      rate: 0,
      secondsLeft: undefined
    })
    const ready = status([shard({ position: at(110), handled: 100, worked: 10 })])
    assert.deepInclude(ready, { lag: 0, rate: 10, secondsLeft: undefined })
    assert.strictEqual(status([shard({ position: at(111) })]).lag, 0)
  })

  it("has a rate once it has worked, of all its shards by the time of the longest, and so many seconds left", () => {
    const found = status([shard({ handled: 30, worked: 10 }), shard({ handled: 10, worked: 20 })])
    assert.deepInclude(found, { handled: 40, rate: 2, lag: 100, secondsLeft: 50 })
    assert.deepInclude(status([shard({ handled: 30, worked: 0 })]), { rate: 0, secondsLeft: undefined })
    assert.deepInclude(status([shard({ handled: 0, worked: 5 })]), { rate: 0, secondsLeft: undefined })
  })

  it("that is inline never lags", () => {
    assert.deepInclude(status([], { isInline: true }), { lag: 0, secondsLeft: undefined })
  })

  it("counts its own shards and dead letters, and no other version's", () => {
    const shards = [shard({ isHeld: true }), shard(), shard({ name: "balances@1", isHeld: true, handled: 5 })]
    const letters = [letter("balances@2"), letter("balances@1"), letter("balances@2")]
    assert.deepInclude(status(shards, {}, letters), { shards: 2, held: 1, handled: 0, deadLetters: 2 })
  })

  it("says why its shards were stopped, unless it was replaced or is inline", () => {
    const shards = [shard({ stopped: "it threw" }), shard()]
    assert.deepStrictEqual(status(shards).stopped, ["it threw"])
    assert.deepStrictEqual(status(shards, { status: "building" }).stopped, ["it threw"])
    assert.deepStrictEqual(status(shards, { status: "replaced" }).stopped, [])
    assert.deepStrictEqual(status(shards, { isInline: true }).stopped, [])
  })
})
