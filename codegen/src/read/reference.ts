// `$ref`: to a file of `_types/`, or to the type that it stands in.
import { posix } from "node:path"
import { error, quote } from "../diagnostic.ts"
import type { ReferenceShape } from "../model.ts"
import type { SchemaContext, TypeFile } from "./context.ts"
import { wrongValue } from "./keys.ts"
import { allowOnly, documentation } from "./keywords.ts"
import type { Keywords } from "./keywords.ts"
import { textOf } from "./node.ts"
import type { Entry } from "./node.ts"
import { nearest } from "./suggest.ts"

export const readReference = (entry: Entry, keywords: Keywords, context: SchemaContext): ReferenceShape | undefined => {
  allowOnly(keywords, ["$ref", "x-personal"], "beside $ref: the type says it all", context)
  const target = textOf(entry.value)
  if (target === undefined) return wrongValue(entry, "a relative file", context.report)
  const type = findType(target, context)
  if (type === undefined) return reportUnresolved(target, entry, context) as undefined
  return { _tag: "Reference", typeName: type.typeName, ...documentation(keywords) }
}

/** The file of `_types/` that a reference names, if there is one. */
export const findType = (target: string, { file, owner, types }: SchemaContext): TypeFile | undefined => {
  const path = target === "#" && owner.kind === "type" ? file : pathOf(target, file)
  return types.files.find((type) => type.file === path)
}

const pathOf = (target: string, file: string): string => posix.normalize(posix.join(posix.dirname(file), target))

const reportUnresolved = (
  target: string,
  { value: { place } }: Entry,
  { file, report, types }: SchemaContext
): void => {
  if (/^([a-z][a-z0-9+.-]*:|\/\/)/i.test(target)) {
    const message = "Remote references are not followed: the contract must be in this repository."
    return report(error("REF_REMOTE", place, message, "save the schema as a file of _types/ and refer to that."))
  }
  if (target.includes("#")) {
    const message = `Only whole files can be referred to, and ${quote(target)} is a part of one.`
    return report(error("UNSUPPORTED_KEYWORD", place, message, "put that part into a file of _types/ and $ref it."))
  }
  const path = pathOf(target, file)
  if (posix.dirname(path) !== types.folder) {
    const help = `a $ref leads to a file of ${types.folder}/, as in ../_types/Money.v1.yaml.`
    return report(error("REF_NOT_FOUND", place, `${quote(target)} is not a shared type.`, help))
  }
  const name = nearest(posix.basename(path), types.files.map((type) => posix.basename(type.file)))
  report(error("REF_NOT_FOUND", place, `No file ${path}.`, name && `there is ${name}.`))
}
