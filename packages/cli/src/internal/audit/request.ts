// What an audit was asked for, once its flags are understood. Read by each of the things that it can do.
import type { Config } from "../../config.ts"
import type { EventSets } from "./eventSets.ts"
import type { Source } from "./source.ts"

export interface Audit<R = never> {
  readonly config: Config
  readonly eventSets: EventSets
  readonly source: Source<R>
  /** Only these; none for all. */
  readonly categories: ReadonlyArray<string>
  readonly json: boolean
  readonly resume: boolean
  /** Whether to write an example of each type and version that has none. */
  readonly record: boolean
}
