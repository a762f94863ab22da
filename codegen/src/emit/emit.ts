// A catalog as TypeScript: every generated file of a run. Read this first of `emit/`.
import type { Catalog } from "../model.ts"
import { shapesOf } from "../upcast/open.ts"
import { emitCommands } from "./commandsModule.ts"
import type { EmitOptions, GeneratedFile } from "./draft.ts"
import { emitEvents } from "./eventsModule.ts"
import { emitIndex } from "./indexModule.ts"
import { emitTypes } from "./typesModule.ts"

export const emit = (catalog: Catalog, options: EmitOptions): ReadonlyArray<GeneratedFile> => {
  const shapeOf = shapesOf(catalog)
  return [
    ...emitTypes(catalog, options),
    ...catalog.aggregates.flatMap((aggregate) => [
      emitEvents(catalog, aggregate, shapeOf, options),
      ...emitCommands(catalog, aggregate, options)
    ]),
    emitIndex(catalog, options)
  ]
}
