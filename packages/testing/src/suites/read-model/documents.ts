// What the cases of the suite write: documents of a model that nobody has named before.
import { ProjectionStore, ReadModelStore } from "@deciduous/runtime"
import * as Effect from "effect/Effect"
import type { Rule } from "../event-store/Case.ts"

/** What a backend gives. */
export type Needs = ProjectionStore.ProjectionStore | ReadModelStore.ReadModelStore

export type Documents = ReadModelStore.ReadModelStore["Service"]

export const rule = (
  number: number,
  title: string,
  check: (store: Documents) => Effect.Effect<void, unknown, Needs>
): Rule<Needs> => ({ rule: number, title, check: Effect.flatMap(ReadModelStore.ReadModelStore, check) })

/** A projection, and its model in its first version, which is read where it is asked so. */
export const newModel = Effect.fnUntraced(function*({ isRead = true } = {}) {
  const name = `model-${crypto.randomUUID()}`
  const versions = yield* ProjectionStore.ProjectionStore
  yield* versions.register({ name, version: 1, fingerprint: "" })
  if (isRead) yield* versions.activate(name, 1)
  return { name, model: ProjectionStore.modelOf({ name, version: 1 }) }
})

/** A document whose JSON is its key, unless something else is said. */
export const document = (
  key: string,
  indexes: ReadModelStore.Change["indexes"] = [],
  json: string | undefined = JSON.stringify(key)
): ReadModelStore.Change => ({ key, json, indexes })
