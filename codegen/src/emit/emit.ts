// A catalog as TypeScript: every generated file of a run. Read this first of `emit/`.
import type { Catalog } from "../model.ts"
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

export const emit = (catalog: Catalog, options: EmitOptions): ReadonlyArray<GeneratedFile> => {
  const shapeOf = shapesOf(catalog)
  const heightOf = heightsOf(catalog)
  return [
    ...emitTypes(catalog, options),
    ...emitSharedArbitraries(catalog, heightOf, options),
    ...catalog.aggregates.flatMap((aggregate) => [
      emitEvents(catalog, aggregate, shapeOf, options),
      ...emitCommands(catalog, aggregate, options),
      ...emitHistory(catalog, aggregate, options),
      emitArbitraries(catalog, aggregate, heightOf, options)
    ]),
    emitIndex(catalog, options)
  ]
}
