// What differs between two schemas of scalars. Read by `compare.ts`.
import type { LiteralShape, NumberShape, StringShape } from "../model.ts"
import type { Core } from "./normal.ts"

/** What kind of difference it is, and what it does to the set of values that are admitted. */
export interface ScalarDifference {
  readonly kind:
    | "Type"
    | "FieldAdded"
    | "FieldRemoved"
    | "Requirement"
    | "Null"
    | "Bound"
    | "Pattern"
    | "FormatExchanged"
    | "ValueAdded"
    | "ValueRemoved"
    | "BranchAdded"
    | "BranchRemoved"
    | "Personal"
    | "Brand"
  readonly effect: "narrows" | "widens" | "both" | "none"
  /** What follows the pointer in a sentence: `minLength 1 -> 3`. */
  readonly text: string
  /** Of a field that was added or removed. */
  readonly required?: boolean
}

export const textDifferences = (old: StringShape, now: StringShape): ReadonlyArray<ScalarDifference> => {
  const found = [
    ...boundDifferences(old, now, ["minLength"], ["maxLength"]),
    ...decimalDifferences(old.decimal, now.decimal)
  ]
  if (old.format !== now.format) {
    const text = `format ${old.format ?? "none"} -> ${now.format ?? "none"}`
    if (old.format !== undefined && now.format !== undefined) {
      return [{ kind: "FormatExchanged", effect: "both", text }]
    }
    found.push({ kind: "Bound", effect: now.format === undefined ? "widens" : "narrows", text })
  }
  if (old.pattern !== now.pattern) {
    const text = `pattern ${old.pattern ?? "none"} -> ${now.pattern ?? "none"}`
    const effect = old.pattern === undefined ? "narrows" : now.pattern === undefined ? "widens" : "both"
    found.push({ kind: "Pattern", effect, text })
  }
  if (old.anyText !== now.anyText) {
    const text = now.anyText ? "x-jsonb any added" : "x-jsonb any taken away"
    found.push({ kind: "Bound", effect: now.anyText ? "widens" : "narrows", text })
  }
  return found
}

export const numberDifferences = (old: NumberShape, now: NumberShape): ReadonlyArray<ScalarDifference> => {
  const found: Array<ScalarDifference> = []
  if (old.integer !== now.integer) {
    const text = old.integer ? "integer -> number" : "number -> integer"
    found.push({ kind: "Bound", effect: now.integer ? "narrows" : "widens", text })
  }
  found.push(
    ...boundDifferences(old, now, ["minimum", "exclusiveMinimum"], ["maximum", "exclusiveMaximum"])
  )
  if (old.multipleOf !== now.multipleOf) {
    const [had, has] = [old.multipleOf ?? 1, now.multipleOf ?? 1]
    const effect = now.multipleOf === undefined || had % has === 0 ? "widens" : has % had === 0 ? "narrows" : "both"
    found.push({ kind: "Bound", effect, text: `multipleOf ${old.multipleOf ?? "none"} -> ${now.multipleOf ?? "none"}` })
  }
  return found
}

/** With an enum on one side at least; `undefined` where the values are of different kinds. */
export const valueDifferences = (old: Core, now: Core): ReadonlyArray<ScalarDifference> | undefined => {
  if (old._tag === "Literal" && now._tag === "Literal") {
    const show = (values: LiteralShape["values"]) => values.map((value) => JSON.stringify(value)).join(", ")
    const gone = old.values.filter((value) => !now.values.includes(value))
    const come = now.values.filter((value) => !old.values.includes(value))
    if (gone.length === old.values.length && kinds(old) !== kinds(now)) return undefined
    return [
      ...(gone.length > 0
        ? [{ kind: "ValueRemoved", effect: "narrows", text: `no longer ${show(gone)}` } as const]
        : []),
      ...(come.length > 0 ? [{ kind: "ValueAdded", effect: "widens", text: `also ${show(come)}` } as const] : [])
    ]
  }
  if (old._tag === "Literal" && isOfKind(now, old)) {
    return [{ kind: "Bound", effect: "widens", text: `a list of values -> any ${kindOf(now)}` }]
  }
  return now._tag === "Literal" && isOfKind(old, now)
    ? [{ kind: "Bound", effect: "narrows", text: `any ${kindOf(old)} -> a list of values` }]
    : undefined
}

const kinds = ({ values }: LiteralShape): string => [...new Set(values.map((value) => typeof value))].sort().join()

const kindOf = (core: Core): string => core._tag === "String" ? "text" : "number"

const isOfKind = (core: Core, literal: LiteralShape): boolean =>
  kinds(literal) === (core._tag === "String" ? "string" : core._tag === "Number" ? "number" : "")

/** The keywords of one side are alternatives: the normal form has one of them at most. */
const boundDifferences = <K extends string>(
  old: Readonly<Record<K, number | undefined>>,
  now: Readonly<Record<K, number | undefined>>,
  lower: ReadonlyArray<K>,
  upper: ReadonlyArray<K>
): Array<ScalarDifference> =>
  [{ names: lower, sign: 1 }, { names: upper, sign: -1 }].flatMap(
    ({ names, sign }): ReadonlyArray<ScalarDifference> => {
      const [had, has] = [old, now].map((of) => {
        const at = names.findIndex((name) => of[name] !== undefined)
        const name = names[at]
        return name === undefined
          ? undefined
          : { name, value: of[name] ?? 0, rank: (of[name] ?? 0) * sign, isOpen: at === 1 }
      })
      if (had?.name === has?.name && had?.value === has?.value) return []
      const isStricter = has !== undefined
        && (had === undefined || has.rank > had.rank || (has.rank === had.rank && has.isOpen))
      const text = had?.name === has?.name
        ? `${has?.name} ${had?.value} -> ${has?.value}`
        : `${had === undefined ? `no ${has?.name}` : `${had.name} ${had.value}`} -> ${
          has === undefined ? `no ${had?.name}` : `${has.name} ${has.value}`
        }`
      return [{ kind: "Bound", effect: isStricter ? "narrows" : "widens", text }]
    }
  )

/** Digits before the point and after it are bounds of their own. */
const decimalDifferences = (
  old: StringShape["decimal"],
  now: StringShape["decimal"]
): ReadonlyArray<ScalarDifference> => {
  if (old === undefined || now === undefined) return []
  const whole = now.precision - now.scale - (old.precision - old.scale)
  const scale = now.scale - old.scale
  if (whole === 0 && scale === 0) return []
  const text = `x-decimal ${old.precision}, ${old.scale} -> ${now.precision}, ${now.scale}`
  const effect = whole >= 0 && scale >= 0 ? "widens" : whole <= 0 && scale <= 0 ? "narrows" : "both"
  return [{ kind: "Bound", effect, text }]
}
