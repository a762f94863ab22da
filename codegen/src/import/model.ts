// What is found in documents, and what becomes of it. Read this before the importers.
import type { Json } from "../model.ts"
import type { Ours } from "./ours.ts"
import type { Place } from "./place.ts"

/** A message as a document names it. */
export interface Found {
  readonly kind: "event" | "command"
  /** What the document says that it belongs to, if it does. */
  readonly aggregate: string | undefined
  readonly name: string
  readonly version: string | undefined
  readonly schema: Json
  readonly at: Place
  readonly description: string | undefined
  readonly deprecated: boolean
  readonly examples: ReadonlyArray<Json>
}

export interface Domain {
  readonly aggregates: ReadonlyArray<ImportedAggregate>
  /** Each a file of `_types/`. */
  readonly types: ReadonlyArray<ImportedType>
}

export interface ImportedType {
  readonly name: string
  readonly schema: Ours
}

export interface ImportedAggregate {
  readonly name: string
  readonly folder: string
  readonly events: ReadonlyArray<ImportedEvent>
  readonly commands: ReadonlyArray<ImportedSchema & { readonly name: string }>
}

export interface ImportedEvent {
  readonly name: string
  /** The first is version 1. */
  readonly versions: ReadonlyArray<ImportedSchema>
}

export interface ImportedSchema {
  readonly schema: Ours
  readonly examples: ReadonlyArray<Json>
  readonly at: Place
}

export interface Finding {
  readonly found: ReadonlyArray<Found>
  /** What the document calls itself. */
  readonly title: string | undefined
}
