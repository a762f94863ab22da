// For a scalar of ours whose text is most often of one form: straight from the text to the value and back, without the
// checks on the way, which such a text passes anyway. Everything else about the scalar stays with its codec.
import type * as Schema from "effect/Schema"
import * as SchemaAST from "effect/SchemaAST"
import type { Direct } from "./step.ts"

interface Shortcut {
  /** What the checks of the value and of its text must be; a check that was added later has not been thought of. */
  readonly checks: SchemaAST.Checks | undefined
  readonly outerChecks: SchemaAST.Checks | undefined
  readonly run: Direct
}

/** By the getter of the transformation, which copies of a schema with other annotations share. */
const shortcuts = new WeakMap<object, Shortcut>()

const classesOfObjects = new WeakSet<object>()

/** Says of a codec that its values are objects: beside texts, numbers and null they can be told by that. */
export const ofObjects = <T extends object>(codec: Schema.Codec<T, string>): Schema.Codec<T, string> => {
  if (codec.ast._tag === "Declaration") classesOfObjects.add(codec.ast.run)
  return codec
}

export const isClassOfObjects = ({ run }: SchemaAST.Declaration): boolean => classesOfObjects.has(run)

/** Both answer `unfit` where they are not certain. */
export const withShortcut = <T extends object>(
  codec: Schema.Codec<T, string>,
  { decode, encode }: { readonly decode: Direct; readonly encode: Direct }
): Schema.Codec<T, string> => {
  for (const [ast, run] of [[codec.ast, decode], [SchemaAST.flip(codec.ast), encode]] as const) {
    const { to, transformation } = ast.encoding![0]
    shortcuts.set(transformation.decode, { checks: ast.checks, outerChecks: checksOf(to), run })
  }
  return ofObjects(codec)
}

/** A class of values keeps its checks in another place while it is the side that is encoded. */
const checksOf = (ast: SchemaAST.AST): SchemaAST.Checks | undefined =>
  ast._tag === "Declaration" ? ast.encodingChecks : ast.checks

/** The shortcut of a schema, where it has one and says nothing more than the scalar itself. */
export const shortcutOf = (ast: SchemaAST.AST): Direct | undefined => {
  const [link, ...others] = ast.encoding ?? []
  if (link === undefined || others.length > 0) return undefined
  const shortcut = shortcuts.get(link.transformation.decode)
  return shortcut !== undefined && shortcut.checks === ast.checks && shortcut.outerChecks === checksOf(link.to)
    ? shortcut.run
    : undefined
}
