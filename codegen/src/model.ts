// What schema files mean, once read: plain data that the checks look at and the emitters print.
// Read this before any other file of codegen; it imports nothing.

/** Where something stands in a file that the user wrote. Lines and columns count from 1; `file` as messages print it. */
export interface Place {
  readonly file: string
  readonly line: number
  readonly column: number
}

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
  readonly place: Place
}

/** How stored events of a type are read. `steps` lead upwards, one for each version below the last one read. */
export type Reading =
  | {
    readonly _tag: "Current"
    readonly current: number
    readonly steps: ReadonlyArray<Step>
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

/** From version `from` to `from + 1`: by operations on stored JSON, by hand, or not said yet. */
export type Step =
  | {
    readonly _tag: "Operations"
    readonly from: number
    readonly operations: ReadonlyArray<Operation>
    readonly place: Place
  }
  | { readonly _tag: "Code"; readonly from: number; readonly place: Place }
  | { readonly _tag: "Missing"; readonly from: number; readonly place: Place }

/** A JSON Pointer's segments, unescaped; empty for `""`. */
export type Pointer = ReadonlyArray<string>

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
  readonly place: Place
}

/** One file of `_types/`, `Money.v1.yaml`. */
export interface SharedType {
  readonly name: string
  readonly version: number
  /** The name in TypeScript: plain for the highest version, `MoneyV1` for a lower one. */
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

/** A schema without its syntax. Documentation travels with it; `place` is where the schema stands. */
export type Shape =
  | ObjectShape
  | RecordShape
  | ArrayShape
  | TupleShape
  | StringShape
  | NumberShape
  | LiteralShape
  | UnionShape
  | NullableShape
  | ReferenceShape
  | { readonly _tag: "Boolean"; readonly description: string | undefined; readonly place: Place }
  | { readonly _tag: "Null"; readonly description: string | undefined; readonly place: Place }

interface Documented {
  readonly description: string | undefined
  readonly place: Place
  /** `x-personal`: whose data this is, as a pointer from the event's root to the id of that person. */
  readonly personal?: Pointer
}

/** `properties` with `additionalProperties: false`. */
export interface ObjectShape extends Documented {
  readonly _tag: "Object"
  readonly fields: ReadonlyArray<Field>
}

export interface Field {
  readonly name: string
  readonly required: boolean
  readonly deprecated: boolean
  readonly shape: Shape
  /** Where the key stands. */
  readonly place: Place
}

/** `additionalProperties: <schema>`. */
export interface RecordShape extends Documented {
  readonly _tag: "Record"
  readonly values: Shape
}

export interface ArrayShape extends Documented {
  readonly _tag: "Array"
  readonly items: Shape
  readonly minItems: number | undefined
  readonly maxItems: number | undefined
  readonly uniqueItems: boolean
}

/** `prefixItems`: exactly that many items. */
export interface TupleShape extends Documented {
  readonly _tag: "Tuple"
  readonly items: ReadonlyArray<Shape>
}

export type Format =
  | "uuid"
  | "date"
  | "date-time"
  | "decimal"
  | "bigint"
  | "duration"
  | "email"
  | "uri"

export interface StringShape extends Documented {
  readonly _tag: "String"
  readonly format: Format | undefined
  /** With `format: decimal`. */
  readonly decimal: { readonly precision: number; readonly scale: number } | undefined
  readonly brand: string | undefined
  /** `x-type: string`: keep the text in TypeScript. */
  readonly keepText: boolean
  /** `x-jsonb: any`: U+0000 and lone surrogates are admitted. */
  readonly anyText: boolean
  /** In code points. */
  readonly minLength: number | undefined
  readonly maxLength: number | undefined
  /** Compiles under the `u` flag. */
  readonly pattern: string | undefined
}

export interface NumberShape extends Documented {
  readonly _tag: "Number"
  readonly integer: boolean
  readonly brand: string | undefined
  readonly minimum: number | undefined
  readonly maximum: number | undefined
  readonly exclusiveMinimum: number | undefined
  readonly exclusiveMaximum: number | undefined
  readonly multipleOf: number | undefined
}

/** `enum`, or `const`: a set of JSON scalars. */
export interface LiteralShape extends Documented {
  readonly _tag: "Literal"
  readonly values: ReadonlyArray<string | number | boolean | null>
}

/** `oneOf`, told apart by the constant of one required field. */
export interface UnionShape extends Documented {
  readonly _tag: "Union"
  readonly tag: string
  /** Each an object, or a reference to one. */
  readonly branches: ReadonlyArray<Shape>
}

/** `type: [x, "null"]`, or `oneOf: [x, {type: "null"}]`. */
export interface NullableShape extends Documented {
  readonly _tag: "Nullable"
  readonly shape: Shape
}

/** `$ref` to a shared type, by its name in TypeScript. */
export interface ReferenceShape extends Documented {
  readonly _tag: "Reference"
  readonly typeName: string
}
