// Makes a decider that changes what it was given fail at the place where it does.

/**
 * The same value, its plain objects and arrays frozen all the way down. Class instances stay as they are: `BigDecimal`
 * and `DateTime` keep caches in themselves, and would throw when formatted.
 */
export const freeze = <A>(value: A): A => {
  if (isPlain(value) && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const part of Object.values(value)) freeze(part)
  }
  return value
}

/** Whether a value is an array, or an object that is no instance of a class. */
export const isPlain = (value: unknown): value is { readonly [key: string]: unknown } => {
  if (typeof value !== "object" || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null || Array.isArray(value)
}
