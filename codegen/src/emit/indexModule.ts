// `index.gen.ts`: the event sets of all aggregates, for tools that look at a whole store. Read by `emit`.
import type { Catalog } from "../model.ts"
import { type EmitOptions, finish, type GeneratedFile, makeDraft, writeDoc } from "./draft.ts"
import { eventSetName } from "./eventSet.ts"

export const emitIndex = ({ aggregates, folder }: Catalog, options: EmitOptions): GeneratedFile => {
  const draft = makeDraft(options)
  for (const aggregate of aggregates) {
    draft.imports.set(`./${aggregate.folder}.events.gen:${eventSetName(aggregate)}`, "value")
  }
  writeDoc(draft, "The event sets of all aggregates.")
  draft.writer.writeLine(`export const eventSets = [${aggregates.map(eventSetName).join(", ")}] as const`)
  return finish(draft, "index.gen.ts", `${folder}/`)
}
