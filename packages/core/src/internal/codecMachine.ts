// One codec made ready for many values: its two directions, with unknown fields refused and problems in words. The short
// way of `direct/` comes first.
// No value of a payload ever stands in a problem.
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SchemaAST from "effect/SchemaAST"
import * as SchemaIssue from "effect/SchemaIssue"
import * as Direct from "./direct/compile.ts"
import { nearest } from "./nearest.ts"
import * as UnknownField from "./unknownField.ts"

export interface CodecMachine {
  readonly encode: (value: unknown) => Result.Result<unknown, string>
  readonly decode: (value: unknown) => Result.Result<unknown, string>
}

export const codecMachine = (codec: Schema.Codec<unknown, unknown>): CodecMachine => {
  const { decode, encode } = thorough(codec)
  return {
    encode: shortened(Direct.compile(SchemaAST.flip(codec.ast)), encode),
    decode: shortened(Direct.compile(codec.ast), decode)
  }
}

const shortened = (direct: Direct.Direct | undefined, long: CodecMachine["decode"]): CodecMachine["decode"] =>
  direct === undefined ? long : (value) => {
    const result = direct(value)
    return result === Direct.unfit ? long(value) : Result.succeed(result)
  }

/** By Effect's own parser alone. The short way gives what this gives, and where it gives nothing this decides. */
export const thorough = (codec: Schema.Codec<unknown, unknown>): CodecMachine => ({
  encode: direction(SchemaAST.toType(codec.ast), Schema.encodeUnknownResult(codec)),
  decode: direction(SchemaAST.toEncoded(codec.ast), Schema.decodeUnknownResult(codec))
})

const direction = (
  side: SchemaAST.AST,
  convert: (value: unknown) => Result.Result<unknown, Schema.SchemaError>
): CodecMachine["decode"] => {
  const walk = UnknownField.compile(side)
  return (value) => {
    const unknown = walk(value)
    if (unknown !== undefined) return Result.fail(unknownInWords(unknown))
    const converted = convert(value)
    return Result.isSuccess(converted) ? Result.succeed(converted.success) : Result.fail(inWords(converted.failure))
  }
}

const format = SchemaIssue.makeFormatterStandardSchemaV1()

const inWords = ({ issue }: Schema.SchemaError): string =>
  format(issue).issues.map(({ message, path = [] }) =>
    path.length === 0 ? message : `${pointer(path as ReadonlyArray<PropertyKey>)}: ${message}`
  ).join("; ")

const unknownInWords = ({ known, path }: UnknownField.UnknownField): string => {
  const suggestion = nearest(String(path.at(-1)), known)
  return `${pointer(path)} is not a field of it.${suggestion === undefined ? "" : ` Did you mean "${suggestion}"?`}`
}

const pointer = (path: ReadonlyArray<PropertyKey>): string => path.map((key) => `/${String(key)}`).join("")
