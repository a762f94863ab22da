// What the readers of schemas hand to one another: whose schema it is, what it may refer to, what was found on the way.
import type { Report } from "../diagnostic.ts"
import type { NumberShape, Place, Pointer, Shape, StringShape } from "../model.ts"
import type { Node } from "./node.ts"

/** What a schema is read in. */
export interface SchemaContext {
  readonly owner: Owner
  readonly file: string
  readonly types: TypeTable
  /** What `#` and `#/$defs/...` lead to here. */
  readonly definitions: ReadonlyArray<DefinitionNode>
  /** The aggregate's folder, which definitions of its events and commands belong to. */
  readonly definedIn: string | undefined
  readonly found: Found
  readonly report: Report
  /** Reads a schema within: the reader of all kinds, which the reader of one kind could not import without a circle. */
  readonly read: (node: Node, context: SchemaContext) => Shape | undefined
  /** The pointer to the values of this schema, while it leads through properties only. */
  readonly path: Pointer | undefined
  readonly isRoot: boolean
}

/** Whose schema it is; `typeName` is what generated modules call it. */
export type Owner =
  | { readonly kind: "event"; readonly name: string; readonly version: number; readonly typeName: string }
  | { readonly kind: "command" | "id"; readonly name: string; readonly typeName: string }
  | { readonly kind: "type"; readonly name: string; readonly version: number; readonly typeName: string }

/** What a schema says beside its shape, for the checks that come when all files are read. */
export interface Found {
  readonly brands: Array<BrandUse>
  readonly examples: Array<ExampleUse>
  readonly personal: Array<PersonalUse>
}

export interface BrandUse {
  readonly name: string
  readonly shape: StringShape | NumberShape
  readonly place: Place
}

export interface ExampleUse {
  /** From 1, in the list that it stands in. */
  readonly number: number
  readonly value: Node
  readonly shape: Shape
}

export interface PersonalUse {
  readonly subject: Pointer
  readonly place: Place
}

/** A named schema of a file or command before it is read. */
export interface DefinitionNode {
  /** `#` or `#/$defs/Line`. */
  readonly pointer: string
  readonly typeName: string
  readonly node: Node
  readonly place: Place
}

/** The shared types that a `$ref` can lead to. */
export interface TypeTable {
  /** As places print it, `event-schemas/_types`. */
  readonly folder: string
  readonly files: ReadonlyArray<TypeFile>
}

/** A file before it is read, as others refer to it. */
export interface TypeFile {
  readonly name: string
  readonly version: number
  readonly typeName: string
  readonly file: string
  /** Nothing where the file is no YAML. */
  readonly node: Node | undefined
}

/** The context of a schema within; `segment` where it is a property's. */
export const inside = (context: SchemaContext, segment: string | undefined): SchemaContext => ({
  ...context,
  path: segment === undefined || context.path === undefined ? undefined : [...context.path, segment],
  isRoot: false
})

export const ownerOf = ({ name, typeName, version }: TypeFile): Owner => ({ kind: "type", name, version, typeName })
