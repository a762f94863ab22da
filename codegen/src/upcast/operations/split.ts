// `split`: one text in parts. Read by `apply`.
import { literal } from "../../emit/text.ts"
import type { Operation, Pointer } from "../../model.ts"
import { inline } from "../code.ts"
import { splitText } from "../conversions.ts"
import { isUndefined } from "../open.ts"
import { type Here, put, take } from "../place.ts"
import { absent, choice, constant, expression, mapEnds, type Slot, type Value } from "../slot.ts"
import { scalarOf, text, textsOf } from "./scalar.ts"
import { admitsAnyText, behindChoices, longest, orNothing, textsIn } from "./texts.ts"

type Split = Extract<Operation, { op: "split" }>

/** `from` and `to` are the operation's pointers, as seen from `slot`. */
export const split = (here: Here, slot: Slot, operation: Split, from: Pointer, to: ReadonlyArray<Pointer>): Slot => {
  const { rest, taken } = take(here, slot, from)
  const source = textsIn(here, taken, from)
  const name = here.fresh("parts")
  here.declarations.push({ name, code: splitCall(behindChoices(here, source), operation) })
  return to.reduce<Slot>((made, target, index) => {
    const value = mapEnds(source, (end) => end._tag === "Absent" ? end : part(here, end, operation, index, name))
    return put(here, made, target, value, { make: true })
  }, rest)
}

/** Of a text that is one of a few, its part is known; of any other, only the first one is sure to be there. */
const part = (here: Here, of: Value, { limit, on }: Split, index: number, name: string): Slot => {
  const missing = absent(here.by, true)
  if (index >= limit) return missing
  const scalar = scalarOf(of)
  const texts = scalar && textsOf(scalar.shape)
  if (scalar !== undefined && texts !== undefined && texts !== "any") {
    const parts = texts.map((one): readonly [text: string, part: Slot] => {
      const found = splitText(one, on, limit)[index]
      return [one, found === undefined ? missing : constant(found, here.by)]
    })
    return parts.reduceRight<Slot>(
      (others, [one, found], at) =>
        at === parts.length - 1 ? found : choice({ subject: scalar.code, equals: literal(one) }, found, others),
      missing
    )
  }
  const shape = text({ maxLength: longest(of), anyText: admitsAnyText(of) })
  const value = expression(`${name}[${index}]`, shape, here.by)
  return index === 0 ? value : choice(isUndefined(value.code), missing, value)
}

/** Where the choices lead elsewhere nobody reads the parts, and the empty text keeps their type. */
const splitCall = (source: Slot, { limit, on }: Split): string => {
  const code = orNothing(source)
  const text = source._tag === "Expression" || code === undefined ? inline(source, "\"\"") : `${code} ?? ""`
  return `R.splitText(${text}, ${literal(on)}, ${limit})`
}
