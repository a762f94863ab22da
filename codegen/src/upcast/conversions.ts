// What operations compute of a value, as the reference runs them. `core` has its own for generated code, as it imports
// nothing of ours; a test holds the two together.

/** The text of a number without an exponent; with a scale, rounded half to even. */
export const numberToDecimal = (number: number, scale?: number): string => {
  const { digits, places } = exact(number)
  const kept = scale === undefined ? places : Math.min(places, scale)
  const rounded = halfToEven(digits, 10n ** BigInt(places - kept))
  return withPoint(rounded, kept).replace(/(\.[0-9]*?)0+$/, "$1").replace(/\.$/, "")
}

/** Two digits after the point, always. */
export const centsToDecimal = (cents: number): string => withPoint(BigInt(cents), 2)

export const dateToStartOfDay = (date: string): string => `${date}T00:00:00.000Z`

export const isInYears = (milliseconds: number): boolean =>
  FIRST_MILLISECOND <= milliseconds && milliseconds <= LAST_MILLISECOND

export const epochToTimestamp = (milliseconds: number): string => new Date(milliseconds).toISOString()

export const isIntegerText = (text: string): boolean => /^-?[0-9]+$/.test(text) && Number.isSafeInteger(Number(text))

export const textToInteger = (text: string): number => Number(text) + 0

/** The parts between the first places of `on`, at most `limit` of them: the last one keeps the rest. */
export const splitText = (text: string, on: string, limit: number): ReadonlyArray<string> => {
  const all = text.split(on)
  return all.length <= limit ? all : [...all.slice(0, limit - 1), all.slice(limit - 1).join(on)]
}

/** 0001-01-01T00:00:00.000Z and 9999-12-31T23:59:59.999Z. */
export const FIRST_MILLISECOND = -62_135_596_800_000
export const LAST_MILLISECOND = 253_402_300_799_999

/** The shortest text that means the number, as digits of which so many stand after the point. */
const exact = (number: number): { readonly digits: bigint; readonly places: number } => {
  const [mantissa = "", exponent = "0"] = String(number).split("e")
  const [whole = "", fraction = ""] = mantissa.split(".")
  const places = fraction.length - Number(exponent)
  const digits = BigInt(whole + fraction)
  return places < 0 ? { digits: digits * 10n ** BigInt(-places), places: 0 } : { digits, places }
}

const halfToEven = (digits: bigint, unit: bigint): bigint => {
  const [quotient, twice] = [digits / unit, 2n * (digits % unit)]
  const away = twice > 0n ? 1n : -1n
  const isOver = twice * away > unit || (twice * away === unit && quotient % 2n !== 0n)
  return isOver ? quotient + away : quotient
}

const withPoint = (digits: bigint, places: number): string => {
  const text = (digits < 0n ? -digits : digits).toString().padStart(places + 1, "0")
  const point = text.length - places
  return `${digits < 0n ? "-" : ""}${text.slice(0, point)}${places === 0 ? "" : `.${text.slice(point)}`}`
}
