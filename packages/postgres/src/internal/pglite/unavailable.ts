// A folder that cannot be used, as the store's own error.
import { EventStoreError } from "@deciduous/runtime"

export const unavailable = (folder: string, problem: string, cause: unknown) =>
  new EventStoreError.EventStoreError({
    reason: new EventStoreError.StoreUnavailable({ problem: `the database folder ${folder} ${problem}`, cause })
  })

export const messageOf = (cause: unknown): string => cause instanceof Error ? cause.message : String(cause)
