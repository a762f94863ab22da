// Nominal types: one brand has one meaning, wherever it is used.
import { error } from "../diagnostic.ts"
import type { Report } from "../diagnostic.ts"
import type { Brand, NumberShape, StringShape } from "../model.ts"
import type { BrandUse } from "../read/context.ts"

/** The brands by name. BRAND_CONFLICT where two uses of one admit different values. */
export const collectBrands = (uses: ReadonlyArray<BrandUse>, report: Report): ReadonlyArray<Brand> => {
  const brands = new Map<string, Brand>()
  for (const use of uses) {
    const first = brands.get(use.name)
    if (first === undefined) brands.set(use.name, use)
    else {
      const difference = differing(first.shape, use.shape)
      if (difference === undefined) continue
      const { file, line } = first.place
      const message =
        `${use.name} differs from its first use in ${difference} (${file}:${line}), and a brand is one type.`
      report(error("BRAND_CONFLICT", use.place, message, "say the same in both places, or choose another name."))
    }
  }
  return [...brands.values()].sort((a, b) => a.name < b.name ? -1 : 1)
}

/** The keyword that two uses disagree in, in words. */
const differing = (a: StringShape | NumberShape, b: StringShape | NumberShape): string | undefined => {
  if (a._tag === "String" && b._tag === "String") {
    return TEXT.find(([key]) => JSON.stringify(a[key]) !== JSON.stringify(b[key]))?.[1]
  }
  if (a._tag === "Number" && b._tag === "Number") return NUMBER.find((key) => a[key] !== b[key])
  return "type"
}

const TEXT = [
  ["format", "format"],
  ["decimal", "x-decimal"],
  ["keepText", "x-type"],
  ["anyText", "x-jsonb"],
  ["minLength", "minLength"],
  ["maxLength", "maxLength"],
  ["pattern", "pattern"]
] as const

const NUMBER = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"] as const
