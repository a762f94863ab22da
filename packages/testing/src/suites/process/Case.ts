// One rule of the suite of processes in one situation: it has an event store, checkpoints and processes of one layer.
import type { CheckpointStore, EventStore, ProcessStore, ProjectionStore } from "@deciduous/runtime"
import type * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { type Case, rule as ofStore, type Store } from "../event-store/Case.ts"

/** What a backend gives beside its event store. */
export type Needs =
  | CheckpointStore.CheckpointStore
  | ProcessStore.ProcessStore
  | ProjectionStore.ProjectionStore

export const rule = (
  number: number,
  title: string,
  check: (
    store: Store
  ) => Effect.Effect<void, unknown, Scope.Scope | Needs | EventStore.EventStore>
): Case<Needs> => ofStore<Scope.Scope | Needs | EventStore.EventStore>(number, title, check) as Case<Needs>
