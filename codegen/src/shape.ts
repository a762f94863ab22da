// Schemas without their syntax: which JSON there may be, and what its parts are called. model.ts hands this on.

/** Where something stands in a file that the user wrote. Lines and columns count from 1; `file` as messages print it. */
export interface Place {
  readonly file: string
  readonly line: number
  readonly column: number
}

/** A JSON Pointer's segments, unescaped; empty for `""`. */
export type Pointer = ReadonlyArray<string>

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
  /** With `pattern` or lengths: what `*.arbitraries.gen.ts` makes where a generator finds no text of its own. */
  readonly examples?: ReadonlyArray<string>
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

/** `$ref` to a shared type or to a definition, by its name in TypeScript. */
export interface ReferenceShape extends Documented {
  readonly _tag: "Reference"
  readonly typeName: string
  /** Of a definition in an event or a command: the folder of the aggregate, as only names of one module differ. */
  readonly definedIn?: string
}
