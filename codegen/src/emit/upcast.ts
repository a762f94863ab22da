// The function that an upcast of operations becomes: straight lines, which the compiler checks against both versions.
// Read by the emitter of events.
import type CodeBlockWriter from "code-block-writer"
import { condition, inline, type LiteralOf, negation } from "../upcast/code.ts"
import { type Choice, type Declaration, ends, type Items, mayBeAbsent, type Slot } from "../upcast/slot.ts"
import { core, coreType, type Draft, LINE } from "./draft.ts"
import { literal, propertyKey } from "./text.ts"

/** What operations made of an old payload, which the function calls `e`. */
export interface Upcast {
  readonly result: Slot
  readonly declarations: ReadonlyArray<Declaration>
}

export const writeUpcast = (
  draft: Draft,
  { from, name, to }: { readonly name: string; readonly from: string; readonly to: string },
  { declarations, result: made }: Upcast
): void => {
  const result = withoutIdleChoices(made)
  const needed = neededDeclarations(declarations, result)
  const codes = [...codesOf(result), ...needed.map(({ code }) => code)]
  if (mentions(codes, "R")) core(draft, "R", "convert")
  const payload = `${mentions(codes, "e") ? "e" : "_e"}: ${from}`
  const parameters = mentions(codes, "context") ? `${payload}, context: ${coreType(draft, "UpcastContext")}` : payload
  draft.writer.write(`const ${name} = (${parameters}): ${to} => `)
  writeBody(draft.writer, needed, result, literal)
  draft.writer.newLine().blankLine()
}

/** What stands behind an arrow: an expression, or a block where something is computed first. */
const writeBody = (
  writer: CodeBlockWriter,
  declarations: ReadonlyArray<Declaration>,
  result: Slot,
  literalOf: LiteralOf
): void => {
  if (declarations.length > 0) {
    writer.inlineBlock(() => {
      for (const { code, name } of declarations) writer.writeLine(`const ${name} = ${code}`)
      writer.write("return ")
      writeSlot(writer, result, literalOf)
    })
    return
  }
  const isObject = result._tag === "Made"
  if (isObject) writer.write("(")
  writeSlot(writer, result, literalOf)
  if (isObject) writer.write(")")
}

const writeSlot = (writer: CodeBlockWriter, slot: Slot, literalOf: LiteralOf): void => {
  const line = inline(slot, "undefined", literalOf)
  if (line !== undefined && (slot._tag !== "Choice" || line.length <= LINE - 30)) {
    writer.write(line)
    return
  }
  switch (slot._tag) {
    case "Choice":
      writer.hangingIndent(() => writeChoice(writer, slot, isChoice, (end) => writeSlot(writer, end, literalOf)))
      return
    case "Made":
      return writeObject(writer, [...slot.fields], literalOf)
    case "List":
      writer.write("[")
      slot.items.forEach((item, index) => {
        if (index > 0) writer.write(", ")
        writeSlot(writer, item, literalOf)
      })
      writer.write("]")
      return
    case "Items":
      return writeItems(writer, slot, literalOf)
  }
}

/** `a ? b : c`, a line for each part; where `goesOn` says so, a choice in the place of `c` goes on below. */
const writeChoice = (
  writer: CodeBlockWriter,
  { no, test, yes }: Choice,
  goesOn: (no: Slot) => no is Choice,
  writeEnd: (end: Slot) => void
): void => {
  writer.write(condition(test)).newLine().write("? ")
  writeEnd(yes)
  writer.newLine().write(": ")
  if (goesOn(no)) writeChoice(writer, no, goesOn, writeEnd)
  else writeEnd(no)
}

const isChoice = (slot: Slot): slot is Choice => slot._tag === "Choice"
const isUnsure = (slot: Slot): slot is Choice => slot._tag === "Choice" && mayBeAbsent(slot)

const writeObject = (
  writer: CodeBlockWriter,
  fields: ReadonlyArray<readonly [string, Slot]>,
  literalOf: LiteralOf
): void => {
  const members = fields.filter(([, field]) => ends(field).some((end) => end._tag !== "Absent"))
  if (members.length === 0) {
    writer.write("{}")
    return
  }
  writer.inlineBlock(() =>
    members.forEach(([name, field], index) => {
      if (index > 0) writer.write(",").newLine()
      writeMember(writer, name, field, literalOf)
    })
  )
}

/** `name: value`, or a spread of it where it may be absent: an optional property cannot hold `undefined`. */
const writeMember = (writer: CodeBlockWriter, name: string, field: Slot, literalOf: LiteralOf): void => {
  if (!mayBeAbsent(field)) {
    writer.write(`${propertyKey(name)}: `)
    writeSlot(writer, field, literalOf)
    return
  }
  const { guards, present } = guarded(field)
  const writeEnd = (slot: Slot): void => {
    if (isUnsure(slot)) writer.hangingIndent(() => writeChoice(writer, slot, isUnsure, writeEnd))
    else if (slot._tag === "Absent") writer.write("{}")
    else writeAlone(writer, name, slot)
  }
  writer.write(`...(${guards.map((guard) => `${guard} && `).join("")}`)
  if (guards.length > 0 && isUnsure(present)) {
    writer.write("(")
    writeEnd(present)
    writer.write(")")
  } else writeEnd(present)
  writer.write(")")
}

/** The compiler does not look through a spread, and would take `"x"` in it for any text. */
const asConst: LiteralOf = (value) => value === null ? "null" : `${literal(value)} as const`

const writeAlone = (writer: CodeBlockWriter, name: string, value: Slot): void => {
  const line = inline(value, "undefined", asConst)
  if (line === undefined) writeObject(writer, [[name, value]], asConst)
  else writer.write(`{ ${propertyKey(name)}: ${line} }`)
}

/** The conditions under which a member is there at all, as far as they come before all others. */
const guarded = (field: Slot): { readonly guards: ReadonlyArray<string>; readonly present: Slot } => {
  if (field._tag !== "Choice") return { guards: [], present: field }
  const { no, test, yes } = field
  const [guard, other] = isAbsent(yes) ? [negation(test), no] : isAbsent(no) ? [condition(test), yes] : []
  if (guard === undefined || other === undefined) return { guards: [], present: field }
  const { guards, present } = guarded(other)
  return { guards: [guard, ...guards], present }
}

const isAbsent = (slot: Slot): boolean => ends(slot).every((end) => end._tag === "Absent")

const writeItems = (
  writer: CodeBlockWriter,
  { array, declarations, each, item }: Items,
  literalOf: LiteralOf
): void => {
  const needed = neededDeclarations(declarations, each)
  const isRead = mentions([...codesOf(each), ...needed.map(({ code }) => code)], item)
  writer.write(`${array.code}.map((${isRead ? item : ""}) => `)
  writeBody(writer, needed, each, literalOf)
  writer.write(")")
}

/** A choice between two ways to say the same is none. */
const withoutIdleChoices = (slot: Slot): Slot => {
  switch (slot._tag) {
    case "Choice": {
      const [yes, no] = [withoutIdleChoices(slot.yes), withoutIdleChoices(slot.no)]
      return said(yes) === said(no) ? yes : { ...slot, yes, no }
    }
    case "Made":
      return { ...slot, fields: new Map([...slot.fields].map(([name, field]) => [name, withoutIdleChoices(field)])) }
    case "List":
      return { ...slot, items: slot.items.map(withoutIdleChoices) }
    case "Items":
      return { ...slot, each: withoutIdleChoices(slot.each) }
    default:
      return slot
  }
}

/** What the compiler sees of a slot: the same code may be of another type in another branch of a union. */
const said = (slot: Slot): string =>
  JSON.stringify(
    slot,
    (key, value: unknown) =>
      UNSAID.has(key)
        ? undefined
        : value instanceof Map
        ? [...value]
        : typeof value === "bigint"
        ? String(value)
        : value
  )

const UNSAID: ReadonlySet<string> = new Set(["by", "operations", "place", "description"])

/** Those that are read in the end; later operations may have thrown away what they were computed for. */
const neededDeclarations = (declarations: ReadonlyArray<Declaration>, result: Slot): ReadonlyArray<Declaration> =>
  declarations.reduceRight<ReadonlyArray<Declaration>>(
    (needed, declaration) =>
      mentions([...codesOf(result), ...needed.map(({ code }) => code)], declaration.name)
        ? [declaration, ...needed]
        : needed,
    []
  )

/** Every piece of code in a slot. */
const codesOf = (slot: Slot): ReadonlyArray<string> => {
  switch (slot._tag) {
    case "Absent":
    case "Constant":
      return []
    case "Expression":
      return [slot.code]
    case "Choice":
      return [slot.test.subject, ...codesOf(slot.yes), ...codesOf(slot.no)]
    case "Made":
      return [...slot.fields.values()].flatMap(codesOf)
    case "List":
      return slot.items.flatMap(codesOf)
    case "Items":
      return [slot.array.code, ...codesOf(slot.each), ...slot.declarations.map(({ code }) => code)]
  }
}

const mentions = (codes: ReadonlyArray<string>, name: string): boolean => {
  const word = new RegExp(`(?<![.\\w$])${name}(?![\\w$])`)
  return codes.some((code) => word.test(code))
}
