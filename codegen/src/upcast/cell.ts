// Payloads as the reference changes them: JSON that knows which places the schema has. Read by `run`.
import type { Json, Pointer, Shape } from "../model.ts"
import { numberToDecimal } from "./conversions.ts"
import { resolve, type ShapeOf } from "./open.ts"

/** A place that the schema has and the payload lacks is `undefined`; in an object, its key is there. */
export type Cell =
  | Exclude<Json, object>
  | ReadonlyArray<Cell>
  | ReadonlyMap<string, Cell>
  | Opaque
  | Unrounded
  | undefined

/** A value that pointers cannot step into: a record. */
export class Opaque {
  readonly value: Json
  constructor(value: Json) {
    this.value = value
  }
}

/** A decimal whose scale is not known before it stands in its last place. */
export class Unrounded {
  readonly number: number
  constructor(number: number) {
    this.number = number
  }
}

/** A payload of a shape; without one, a constant of an operation. */
export const inflate = (value: Json, shape: Shape | undefined, shapeOf: ShapeOf): Cell => {
  if (value === null || typeof value !== "object") return value
  const known = shape && branch(value, shape, shapeOf)
  if (Array.isArray(value)) {
    return value.map((item, index) => inflate(item, itemOf(known, index), shapeOf))
  }
  if (known?._tag === "Record") return new Opaque(value)
  const object = value as { readonly [key: string]: Json }
  const names = known?._tag === "Object" ? known.fields.map(({ name }) => name) : Object.keys(object)
  return new Map(names.map((name) => [
    name,
    Object.hasOwn(object, name) ? inflate(object[name] ?? null, fieldOf(known, name), shapeOf) : undefined
  ]))
}

/** The JSON of it, in the place that `shape` describes. */
export const deflate = (cell: Cell, shape: Shape | undefined, shapeOf: ShapeOf): Json => {
  if (cell instanceof Opaque) return cell.value
  if (cell instanceof Unrounded) return numberToDecimal(cell.number, scaleOf(shape, shapeOf))
  if (cell instanceof Map) {
    const there = [...cell as ReadonlyMap<string, Cell>].filter(([, of]) => of !== undefined)
    const tags = Object.fromEntries(there.filter(([, of]) => typeof of !== "object")) as {
      readonly [key: string]: Json
    }
    const known = shape && branch(tags, shape, shapeOf)
    return Object.fromEntries(there.map(([name, of]) => [name, deflate(of, fieldOf(known, name), shapeOf)]))
  }
  if (Array.isArray(cell)) {
    const known = shape && branch([], shape, shapeOf)
    return (cell as ReadonlyArray<Cell>).map((item, index) => deflate(item, itemOf(known, index), shapeOf))
  }
  return cell as Exclude<Json, object> ?? null
}

/** The cell without what stands at `pointer`, and that. */
export const take = (cell: Cell, [name, ...below]: Pointer): readonly [rest: Cell, taken: Cell] => {
  if (name === undefined) return [undefined, cell]
  if (!isMap(cell) || !cell.has(name)) return [cell, undefined]
  if (below.length === 0) return [new Map([...cell].filter(([key]) => key !== name)), cell.get(name)]
  const [rest, taken] = take(cell.get(name), below)
  return [new Map(cell).set(name, rest), taken]
}

/** Puts `value` at `pointer`. Parents that the schema lacks are made; those that the payload lacks, if `make` says so. */
export const put = (cell: Cell, pointer: Pointer, value: Cell, make: boolean): Cell => {
  const [name, ...below] = pointer
  if (cell === undefined) return make ? nested(pointer, value) : undefined
  if (name === undefined || !isMap(cell)) return cell
  if (!cell.has(name)) return new Map(cell).set(name, nested(below, value))
  return new Map(cell).set(name, below.length === 0 ? value : put(cell.get(name), below, value, make))
}

/** Another value in the place of the one at `pointer`, where there is one. */
export const change = (cell: Cell, [name, ...below]: Pointer, f: (value: Cell) => Cell): Cell => {
  if (cell === undefined || name === undefined) return cell === undefined ? undefined : f(cell)
  return isMap(cell) && cell.has(name) ? new Map(cell).set(name, change(cell.get(name), below, f)) : cell
}

/** Text, with decimals as far as they go. */
export const textIn = (cell: Cell): string | undefined =>
  cell instanceof Unrounded ? numberToDecimal(cell.number) : typeof cell === "string" ? cell : undefined

const nested = (pointer: Pointer, value: Cell): Cell =>
  value === undefined ? undefined : pointer.reduceRight<Cell>((inner, name) => new Map([[name, inner]]), value)

const isMap = (cell: Cell): cell is ReadonlyMap<string, Cell> => cell instanceof Map

/** What `shape` says of this value: not null, and of a union the branch that its tag names. */
const branch = (value: Json, shape: Shape, shapeOf: ShapeOf): Shape | undefined => {
  const known = resolve(shape, shapeOf)
  if (known._tag === "Nullable") return branch(value, known.shape, shapeOf)
  if (known._tag !== "Union") return known
  const tag = (value as { readonly [key: string]: Json })[known.tag]
  return known.branches.map((of) => resolve(of, shapeOf)).find((of) => {
    const constant = fieldOf(of, known.tag)
    return constant?._tag === "Literal" && constant.values.some((one) => one === tag)
  })
}

const fieldOf = (shape: Shape | undefined, name: string): Shape | undefined =>
  shape?._tag === "Object" ? shape.fields.find((field) => field.name === name)?.shape : undefined

const itemOf = (shape: Shape | undefined, index: number): Shape | undefined =>
  shape?._tag === "Array" ? shape.items : shape?._tag === "Tuple" ? shape.items[index] : undefined

const scaleOf = (shape: Shape | undefined, shapeOf: ShapeOf): number | undefined => {
  const known = shape && branch(null, shape, shapeOf)
  return known?._tag === "String" ? known.decimal?.scale : undefined
}
