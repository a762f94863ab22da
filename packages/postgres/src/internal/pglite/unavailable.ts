// A folder that cannot be used, as the store's own error.
import { EventStoreError } from "@deciduous/runtime"
import * as Effect from "effect/Effect"

export const unavailable = (folder: string, problem: string, cause: unknown) =>
  new EventStoreError.EventStoreError({
    reason: new EventStoreError.StoreUnavailable({ problem: `the database folder ${folder} ${problem}`, cause })
  })

export const attempt = <A>(folder: string, use: () => Promise<A>) =>
  Effect.tryPromise({ try: use, catch: (cause) => unavailable(folder, `cannot be used${because(cause)}.`, cause) })

/** A colon and what went wrong, without what Emscripten adds; PostgreSQL may have stopped without a word. */
export const because = (cause: unknown): string => {
  const message = (cause instanceof Error ? cause.message : String(cause)).replace(noise, "$1").trim().replace(
    /\.$/,
    ""
  )
  return message === "" ? "" : `: ${message}`
}

const noise = /Aborted\((.*?)\)\. Build with -sASSERTIONS for more info\.?/
