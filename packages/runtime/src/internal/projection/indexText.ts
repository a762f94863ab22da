// Values of indexed fields as texts that are ordered like the values: one kind of column then serves them all.

export type IndexValue = string | number | bigint | boolean

/** Each kind begins with a letter of its own, and no text has U+0000, which PostgreSQL does not take. */
export const indexText = (value: IndexValue): string => {
  switch (typeof value) {
    case "string":
      return `s${value.replaceAll("\0", "\u{FFFD}")}`
    case "boolean":
      return value ? "b1" : "b0"
    case "number":
      return `n${ordered(value)}`
    case "bigint":
      return `i${value < 0n ? "0" : "1"}${(value < 0n ? value + limit : value).toString(16).padStart(digits, "0")}`
  }
}

/** Integers of up to 256 bits, which is more than anybody sorts by. */
const digits = 64
const limit = 1n << 256n

/** The bits of a float are ordered like it once the sign is turned, and for negative ones all of the rest. */
const ordered = (value: number): string => {
  const view = new DataView(new ArrayBuffer(8))
  // -0 and 0 are one value
  view.setFloat64(0, value + 0)
  const bits = view.getBigUint64(0)
  const turned = bits >> 63n === 1n ? BigInt.asUintN(64, ~bits) : bits | (1n << 63n)
  return turned.toString(16).padStart(16, "0")
}
