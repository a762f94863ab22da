// Objects and arrays, each in one pass. An object with a field that its schema does not know does not fit.
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SchemaAST from "effect/SchemaAST"
import { type Compile, type Direct, type Step, unfit } from "./step.ts"

type Fields = { [key: string]: unknown }

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** What is given on as it is must be plain: an object of a class may be written as something else than its fields. */
const isPlain = (value: Fields): boolean => Object.getPrototypeOf(value) === Object.prototype

interface Property {
  readonly name: string
  readonly run: Direct
  readonly isSame: boolean
  readonly isOptional: boolean
}

/** A tag that stands on one side only: it comes with decoding, and goes with encoding. */
interface Tag {
  readonly name: string
  readonly literal: unknown
  readonly comes: boolean
}

export const struct = (ast: SchemaAST.Objects, compile: Compile): Step | undefined => {
  const properties: Array<Property> = []
  const tags: Array<Tag> = []
  for (const signature of ast.propertySignatures) {
    const { name, type } = signature
    if (typeof name !== "string" || name === "__proto__") return undefined
    const tag = tagOf(signature)
    if (tag !== undefined) {
      tags.push(tag)
      continue
    }
    const step = compile(type)
    const isOptional = SchemaAST.isOptional(type)
    if (step === undefined || isOptional !== SchemaAST.isOptional(SchemaAST.toEncoded(type))) return undefined
    properties.push({ name, run: step.run, isSame: step.isSame, isOptional })
  }
  const going = tags.filter(({ comes }) => !comes)
  const isSame = tags.length === 0 && properties.every(({ isSame }) => isSame)
  // what every value has, so that the engine makes it at once and in one shape
  const template: Fields = {}
  for (const { comes, literal, name } of tags) if (comes) template[name] = literal
  for (const { isOptional, name } of properties) if (!isOptional) template[name] = undefined

  const run = (value: unknown): unknown => {
    if (!isFields(value) || (isSame && !isPlain(value))) return unfit
    const out = isSame ? value : { ...template }
    let found = going.length
    for (const { literal, name } of going) if (value[name] !== literal) return unfit
    for (const { isOptional, isSame: isAsItIs, name, run } of properties) {
      const field = value[name]
      if (field === undefined && !(name in value)) {
        if (isOptional) continue
        return unfit
      }
      const converted = run(field)
      if (converted === unfit) return unfit
      if (!isSame) out[name] = isAsItIs ? field : converted
      found++
    }
    for (const _ in value) found--
    return found === 0 ? out : unfit
  }
  return { isSame, run }
}

/** Effect's own codec is asked, once, what it does with such a tag. */
const tagOf = (signature: SchemaAST.PropertySignature): Tag | undefined => {
  const { name, type } = signature
  if (type._tag !== "Literal" || type.encoding === undefined) return undefined
  const { literal } = type
  const alone = Schema.decodeUnknownResult(
    Schema.make<Schema.Codec<Fields, unknown>>(new SchemaAST.Objects([signature], []))
  )
  const becomes = (from: object, to: ReadonlyArray<unknown>) => {
    const result = alone(from)
    return Result.isSuccess(result) && Object.entries(result.success).flat().join() === to.join()
  }
  const key = String(name)
  return becomes({}, [key, literal])
    ? { name: key, literal, comes: true }
    : becomes({ [key]: literal }, [])
    ? { name: key, literal, comes: false }
    : undefined
}

export const recordOf = (ast: SchemaAST.Objects, compile: Compile): Step | undefined => {
  const [only, ...others] = ast.indexSignatures
  if (ast.propertySignatures.length > 0 || only === undefined || others.length > 0) return undefined
  const key = compile(only.parameter)
  const item = compile(only.type)
  if (key === undefined || !key.isSame || item === undefined) return undefined
  return {
    isSame: item.isSame,
    run: (value) => {
      if (!isFields(value) || (item.isSame && !isPlain(value))) return unfit
      const out: Fields = item.isSame ? value : {}
      for (const name of Object.keys(value)) {
        const converted = name === "__proto__" || key.run(name) === unfit ? unfit : item.run(value[name])
        if (converted === unfit) return unfit
        if (!item.isSame) out[name] = converted
      }
      return out
    }
  }
}

export const arrayOf = (ast: SchemaAST.Arrays, compile: Compile): Step | undefined => {
  const elements = ast.elements.map(compile)
  const rest = ast.rest.map(compile)
  const [tail] = rest
  const parts = [...elements, ...rest].flatMap((step) => step === undefined ? [] : [step])
  const isPlain = !ast.elements.some(SchemaAST.isOptional) && rest.length <= 1
  if (!isPlain || parts.length < elements.length + rest.length) return undefined
  const isSame = parts.every(({ isSame }) => isSame)
  return {
    isSame,
    run: (value) => {
      if (!Array.isArray(value) || value.length < elements.length) return unfit
      if (tail === undefined && value.length > elements.length) return unfit
      const out: Array<unknown> = isSame ? value : []
      for (let i = 0; i < value.length; i++) {
        const converted = parts[Math.min(i, elements.length)]!.run(value[i])
        if (converted === unfit) return unfit
        if (!isSame) out.push(converted)
      }
      return out
    }
  }
}
