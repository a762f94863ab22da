// What schema files mean, once read: plain data that the checks look at and the emitters print.
// Read this, and the shapes beside it, before any other file of codegen.
import type { NumberShape, ObjectShape, Place, Pointer, Shape, StringShape } from "./shape.ts"

export type * from "./shape.ts"

/** Everything below one folder of schemas. */
export interface Catalog {
  /** The folder, as messages and generated headers print it, with `/` and without a slash at its end. */
  readonly folder: string
  readonly aggregates: ReadonlyArray<Aggregate>
  /** Shared types, sorted by name, then version. */
  readonly types: ReadonlyArray<SharedType>
  /** Nominal types, sorted by name. */
  readonly brands: ReadonlyArray<Brand>
}

/** One folder with an `aggregate.yaml`. */
export interface Aggregate {
  readonly name: string
  /** The folder's name, `bank-account`: generated files begin with it. */
  readonly folder: string
  readonly description: string | undefined
  /** Streams are named `<stream>-<id>`; this is also their category. */
  readonly stream: string
  /** The brand of the aggregate's id. */
  readonly id: string
  /** In the order of the manifest. */
  readonly events: ReadonlyArray<EventType>
  /** In the order of `commands.yaml`; empty where there is none. */
  readonly commands: ReadonlyArray<Command>
  readonly place: Place
}

export interface EventType {
  readonly name: string
  /** Ascending and without a gap, from version 1. */
  readonly versions: ReadonlyArray<EventVersion>
  readonly reading: Reading
  readonly place: Place
}

/** One immutable file, `AccountOpened.v2.yaml`. */
export interface EventVersion {
  readonly version: number
  /** The file's path as generated headers print it: `event-schemas/bank-account/AccountOpened.v2.yaml`. */
  readonly file: string
  readonly description: string | undefined
  readonly deprecated: boolean
  readonly payload: ObjectShape
  readonly definitions: ReadonlyArray<Definition>
  readonly place: Place
}

/** How stored events of a type are read. `steps` lead to the last version read: up from each one below, down from each one above. */
export type Reading =
  | {
    readonly _tag: "Current"
    readonly current: number
    readonly steps: ReadonlyArray<Step>
    /** Of drafts above `current`, and of versions that were above it once: nothing is read by them, but they are checked. */
    readonly unused: ReadonlyArray<Step>
    readonly retired: Retirement | undefined
    readonly published: { readonly type: string; readonly compatibility: string } | undefined
  }
  | { readonly _tag: "Renamed"; readonly to: EventRef; readonly on: string; readonly steps: ReadonlyArray<Step> }
  | {
    readonly _tag: "Replaced"
    readonly by: ReadonlyArray<EventRef>
    readonly on: string
    readonly steps: ReadonlyArray<Step>
  }

export interface Retirement {
  readonly on: string
  readonly reason: string
  /** `keep`: `evolve` still meets old ones. `skip`: they are passed over when read. */
  readonly read: "keep" | "skip"
}

/** `FundsDeposited@1` in a manifest. */
export interface EventRef {
  readonly event: string
  readonly version: number
  readonly place: Place
}

/** From one version to the next, or of a downcast to the one before: by operations on stored JSON, by hand, or not said yet. */
export type Step =
  | {
    readonly _tag: "Operations"
    readonly from: number
    readonly to: number
    readonly operations: ReadonlyArray<Operation>
    readonly place: Place
  }
  | { readonly _tag: "Code"; readonly from: number; readonly to: number; readonly place: Place }
  | { readonly _tag: "Missing"; readonly from: number; readonly to: number; readonly place: Place }

/** A JSON value as the reader gives it; integers too large for a number arrive as bigint. */
export type Json = null | boolean | number | bigint | string | ReadonlyArray<Json> | { readonly [key: string]: Json }

/** One declarative upcast operation (event-schemas.md, section 2). */
export type Operation =
  | { readonly op: "rename" | "move"; readonly from: Pointer; readonly to: Pointer; readonly place: Place }
  | {
    readonly op: "add"
    readonly at: Pointer
    readonly value: { readonly _tag: "Value"; readonly value: Json } | { readonly _tag: "RecordedAt" }
    readonly ifMissing: boolean
    readonly place: Place
  }
  | { readonly op: "remove"; readonly at: Pointer; readonly place: Place }
  | {
    readonly op: "map"
    readonly at: Pointer
    /** Keys are the JSON text of the old value (a string without its quotes). */
    readonly values: ReadonlyArray<readonly [from: string, to: Json]>
    readonly otherwise: Json | undefined
    readonly place: Place
  }
  | {
    readonly op: "convert"
    readonly at: Pointer
    readonly using: Conversion
    readonly otherwise: Json | undefined
    readonly place: Place
  }
  | {
    readonly op: "split"
    readonly from: Pointer
    readonly to: ReadonlyArray<Pointer>
    readonly on: string
    readonly limit: number
    readonly place: Place
  }
  | {
    readonly op: "join"
    readonly from: ReadonlyArray<Pointer>
    readonly to: Pointer
    readonly with: string
    readonly place: Place
  }
  | { readonly op: "wrap"; readonly at: Pointer; readonly place: Place }
  | { readonly op: "first"; readonly at: Pointer; readonly otherwise: Json | undefined; readonly place: Place }
  | {
    readonly op: "each" | "in"
    readonly at: Pointer
    readonly operations: ReadonlyArray<Operation>
    readonly place: Place
  }

export type Conversion =
  | "date-to-start-of-day-utc"
  | "number-to-decimal"
  | "cents-to-decimal"
  | "epoch-millis-to-timestamp"
  | "string-to-integer"
  | "to-string"

/** One entry of `commands.yaml`. */
export interface Command {
  readonly name: string
  readonly description: string | undefined
  readonly deprecated: boolean
  readonly payload: ObjectShape
  readonly definitions: ReadonlyArray<Definition>
  readonly place: Place
}

/** A schema of an event's or command's `$defs`; or its payload, where the payload refers to itself. */
export interface Definition {
  /** `#/$defs/Line`, or `#` for the payload. */
  readonly pointer: string
  /** `OrderPlacedLine`, of an older version `OrderPlacedV1Line`; `OrderPlacedPayload` for the payload. */
  readonly typeName: string
  /** The aggregate's folder. */
  readonly definedIn: string
  readonly description: string | undefined
  readonly deprecated: boolean
  readonly shape: Shape
  readonly place: Place
}

/** One file of `_types/`, `Money.v1.yaml`, or one schema of its `$defs`. */
export interface SharedType {
  readonly name: string
  readonly version: number
  /** `#` for the file's own schema, `#/$defs/Part` for one of its definitions. */
  readonly pointer: string
  /** The name in TypeScript: `Money` for the highest version, `MoneyV1` for a lower one, `MoneyPart` of a definition. */
  readonly typeName: string
  readonly file: string
  readonly description: string | undefined
  readonly deprecated: boolean
  readonly shape: Shape
  readonly place: Place
}

/** A nominal type, made once in `types.gen.ts`. */
export interface Brand {
  readonly name: string
  readonly shape: StringShape | NumberShape
  readonly place: Place
}
