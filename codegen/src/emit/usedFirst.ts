// The order in which types that use each other are declared. Read by the emitters of modules.
import { type Declared, referencesIn } from "../walk.ts"

/** As they are, but a type stands below those that it uses: a constant cannot be read before its line has run. */
export const usedFirst = <D extends Declared>(types: ReadonlyArray<D>): ReadonlyArray<D> => {
  const byName = new Map(types.map((type) => [type.typeName, type]))
  const ordered = new Set<D>()
  const visit = (type: D, above: ReadonlySet<string>): void => {
    if (ordered.has(type) || above.has(type.typeName)) return
    const through = new Set(above).add(type.typeName)
    for (const { typeName } of referencesIn(type.shape)) {
      const used = byName.get(typeName)
      if (used !== undefined) visit(used, through)
    }
    ordered.add(type)
  }
  for (const type of types) visit(type, new Set())
  return [...ordered]
}
