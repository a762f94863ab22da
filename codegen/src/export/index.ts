// The forms that a catalog is exported in. Tools ask here; each form has a file of its own.
import { asyncApiFiles } from "./asyncapi.ts"
import { cloudEventsFiles } from "./cloudEvents.ts"
import { eventCatalogFiles } from "./eventCatalog.ts"
import { jsonSchemaFiles } from "./jsonSchemaFiles.ts"
import { markdownFiles } from "./markdown/pages.ts"
import type { ExportedFile, ExportSource } from "./source.ts"

export const exportForms = ["json-schema", "asyncapi", "eventcatalog", "cloudevents", "markdown"] as const

export type ExportForm = (typeof exportForms)[number]

/** The files of a form, by their names below the folder that they go to. */
export const exportFiles = (form: ExportForm, source: ExportSource): ReadonlyArray<ExportedFile> =>
  EXPORTERS[form](source)

const EXPORTERS: { readonly [form in ExportForm]: (source: ExportSource) => ReadonlyArray<ExportedFile> } = {
  "json-schema": jsonSchemaFiles,
  asyncapi: asyncApiFiles,
  eventcatalog: eventCatalogFiles,
  cloudevents: cloudEventsFiles,
  markdown: markdownFiles
}
