// A process that follows a log by the public API and tells, page by page, what it was given and how far it has come.
import { Position } from "@deciduous/core"
import { PostgresEventStore } from "@deciduous/postgres"
import { EventStore } from "@deciduous/runtime"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import type { FollowerOptions, Seen } from "../support/Follower.ts"
import { asked, options, report } from "./report.ts"

const { after, url } = options<FollowerOptions>()

await Effect.gen(function*() {
  const store = yield* EventStore.EventStore
  // from here on a lost server is only waited for
  report({ ids: [], position: after ?? Position.start } satisfies Seen)
  const pages = store.subscribePages(after === undefined ? {} : { after })
  const following = Stream.runForEach(
    pages,
    ({ events, position }) => Effect.sync(() => report({ ids: events.map(({ id }) => id), position } satisfies Seen))
  )
  yield* Effect.raceFirst(following, Effect.promise(() => asked))
}).pipe(Effect.provide(PostgresEventStore.layer({ url })), Effect.runPromise)
