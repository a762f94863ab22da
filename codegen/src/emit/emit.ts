// A catalog as TypeScript: every generated file of a run. Read this first of `emit/`.
import { type Memory, remembered } from "../memory.ts"
import type { Aggregate, Catalog } from "../model.ts"
import { shapesOf } from "../upcast/open.ts"
import { emitArbitraries } from "./arbitrariesModule.ts"
import { emitCommands } from "./commandsModule.ts"
import type { EmitOptions, GeneratedFile } from "./draft.ts"
import { emitEvents } from "./eventsModule.ts"
import { heightsOf } from "./height.ts"
import { emitHistory } from "./historyModule.ts"
import { emitIndex } from "./indexModule.ts"
import { emitSharedArbitraries } from "./sharedArbitrariesModule.ts"
import { emitTypes } from "./typesModule.ts"

export const emit = (
  catalog: Catalog,
  options: EmitOptions,
  memory?: EmitMemory
): ReadonlyArray<GeneratedFile> => {
  const shapeOf = shapesOf(catalog)
  const heightOf = heightsOf(catalog)
  return [
    ...emitTypes(catalog, options),
    ...emitSharedArbitraries(catalog, heightOf, options),
    ...catalog.aggregates.flatMap((aggregate) =>
      // the reader gives another one once its files or the shared types that they lead to have changed
      remembered(
        memory,
        `emit ${aggregate.folder}`,
        [aggregate, catalog.folder, options.checked, options.importExtension],
        () => {
          memory?.emitted(aggregate)
          return [
            emitEvents(catalog, aggregate, shapeOf, options),
            ...emitCommands(catalog, aggregate, options),
            ...emitHistory(catalog, aggregate, options),
            emitArbitraries(catalog, aggregate, heightOf, options)
          ]
        }
      )
    ),
    emitIndex(catalog, options)
  ]
}

export interface EmitMemory extends Memory {
  /** Told of each aggregate whose files are not taken from memory. */
  readonly emitted: (aggregate: Aggregate) => void
}
