// Followers of a log as processes, killed and started again where they were. They are processes/follower.ts.
import type { Position } from "@deciduous/core"
import { assert } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Scope from "effect/Scope"
import type { Stored } from "../ledger/check.ts"
import * as Child from "./Child.ts"

export interface FollowerOptions {
  readonly url: string
  readonly after?: Position.Position
}

/** A page: the ids of its events, and how far it reaches. The first one is empty, and says that it has begun. */
export interface Seen {
  readonly ids: ReadonlyArray<string>
  readonly position: Position.Position
}

export interface Follower {
  /** Kills it, and starts another that goes on where this one was, by what it told of itself. */
  readonly killAndRestart: Effect.Effect<void>
  /** Waits until it was given an event. */
  readonly sees: (id: string) => Effect.Effect<void>
  /** Waits until it was given the log's last event; then it must have been given all of them, once, in their order. */
  readonly sawAll: (log: ReadonlyArray<Stored>) => Effect.Effect<void>
  /** That it ends well when it is asked to, and had nothing to complain about. */
  readonly finish: Effect.Effect<void>
}

/** Begins before the first event. */
export const follow = Effect.fnUntraced(function*(url: string) {
  const scope = yield* Effect.scope
  const start = Effect.fnUntraced(function*(options: FollowerOptions) {
    const child = yield* Child.start<Seen>("follower.ts", options)
    yield* child.until((said) => said.length > 0)
    return child
  }, Scope.provide(scope))
  const lives = [yield* start({ url })]
  const living = () => lives.at(-1)!
  const ids = () => lives.flatMap(({ said }) => said.flatMap((page) => page.ids))

  const sees = (id: string) => living().until((said) => said.some((page) => page.ids.includes(id)))
  return {
    sees,
    killAndRestart: Effect.gen(function*() {
      yield* living().kill
      const { position } = living().said.at(-1)!
      lives.push(yield* start({ url, after: position }))
    }),
    sawAll: Effect.fnUntraced(function*(log) {
      const last = log.at(-1)
      if (last !== undefined && !ids().includes(last.id)) yield* sees(last.id)
      assert.deepStrictEqual(ids(), log.map(({ id }) => id))
    }),
    finish: Effect.suspend(() => living().finish)
  } satisfies Follower
})
