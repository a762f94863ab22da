// The function that an upcast of operations becomes: straight lines, which the compiler checks against both versions.
// Read by the emitter of events.
import type CodeBlockWriter from "code-block-writer"
import { condition, inline, negation } from "../upcast/code.ts"
import { type Choice, type Declaration, ends, type Items, mayBeAbsent, type Slot } from "../upcast/slot.ts"
import { core, coreType, type Draft, LINE } from "./draft.ts"
import { propertyKey } from "./text.ts"

/** What operations made of an old payload, which the function calls `e`. */
export interface Upcast {
  readonly result: Slot
  readonly declarations: ReadonlyArray<Declaration>
}

export const writeUpcast = (
  draft: Draft,
  { from, name, to }: { readonly name: string; readonly from: string; readonly to: string },
  { declarations, result }: Upcast
): void => {
  const needed = neededDeclarations(declarations, result)
  const codes = [...codesOf(result), ...needed.map(({ code }) => code)]
  if (mentions(codes, "R")) core(draft, "R", "convert")
  const payload = `${mentions(codes, "e") ? "e" : "_e"}: ${from}`
  const parameters = mentions(codes, "context") ? `${payload}, context: ${coreType(draft, "UpcastContext")}` : payload
  draft.writer.write(`const ${name} = (${parameters}): ${to} => `)
  writeBody(draft.writer, needed, result)
  draft.writer.newLine().blankLine()
}

/** What stands behind an arrow: an expression, or a block where something is computed first. */
const writeBody = (writer: CodeBlockWriter, declarations: ReadonlyArray<Declaration>, result: Slot): void => {
  if (declarations.length > 0) {
    writer.inlineBlock(() => {
      for (const { code, name } of declarations) writer.writeLine(`const ${name} = ${code}`)
      writer.write("return ")
      writeSlot(writer, result)
    })
    return
  }
  const isObject = result._tag === "Made"
  if (isObject) writer.write("(")
  writeSlot(writer, result)
  if (isObject) writer.write(")")
}

const writeSlot = (writer: CodeBlockWriter, slot: Slot): void => {
  const line = inline(slot, "undefined")
  if (line !== undefined && (slot._tag !== "Choice" || line.length <= LINE - 30)) {
    writer.write(line)
    return
  }
  switch (slot._tag) {
    case "Choice":
      writer.hangingIndent(() => writeChoice(writer, slot, isChoice, (end) => writeSlot(writer, end)))
      return
    case "Made":
      return writeObject(writer, [...slot.fields])
    case "List":
      writer.write("[")
      slot.items.forEach((item, index) => {
        if (index > 0) writer.write(", ")
        writeSlot(writer, item)
      })
      writer.write("]")
      return
    case "Items":
      return writeItems(writer, slot)
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

const writeObject = (writer: CodeBlockWriter, fields: ReadonlyArray<readonly [string, Slot]>): void => {
  const members = fields.filter(([, field]) => ends(field).some((end) => end._tag !== "Absent"))
  if (members.length === 0) {
    writer.write("{}")
    return
  }
  writer.inlineBlock(() =>
    members.forEach(([name, field], index) => {
      if (index > 0) writer.write(",").newLine()
      writeMember(writer, name, field)
    })
  )
}

/** `name: value`, or a spread of it where it may be absent: an optional property cannot hold `undefined`. */
const writeMember = (writer: CodeBlockWriter, name: string, field: Slot): void => {
  if (!mayBeAbsent(field)) {
    writer.write(`${propertyKey(name)}: `)
    writeSlot(writer, field)
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

const writeAlone = (writer: CodeBlockWriter, name: string, value: Slot): void => {
  const line = inline(value, "undefined")
  if (line === undefined) writeObject(writer, [[name, value]])
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

const writeItems = (writer: CodeBlockWriter, { array, declarations, each, item }: Items): void => {
  const needed = neededDeclarations(declarations, each)
  const isRead = mentions([...codesOf(each), ...needed.map(({ code }) => code)], item)
  writer.write(`${array.code}.map((${isRead ? item : ""}) => `)
  writeBody(writer, needed, each)
  writer.write(")")
}

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
