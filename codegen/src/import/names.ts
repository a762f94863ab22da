// Names of other people's documents as names of ours: `light.measured_v2` is version 2 of `LightMeasured`.
import { isIdentifier } from "../read/folder.ts"

/** `OrderPlaced` of `order-placed`, `order.placed`, `Order placed` or `orderPlaced`; nothing where no letter is left. */
export const pascalCase = (given: string): string | undefined => {
  const words = given.replaceAll(/['’]/gu, "").split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "")
  const joined = words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join("")
  const name = /^\p{N}/u.test(joined) ? `N${joined}` : joined
  return isIdentifier(name) ? name : undefined
}

/** `bank-account` of `BankAccount`; `IBANCheck` is `iban-check`. */
export const dashed = (name: string): string =>
  name.replaceAll(/(\p{Ll}|\p{Nd})(?=\p{Lu})|(\p{Lu})(?=\p{Lu}\p{Ll})/gu, "$&-").toLowerCase()

export interface VersionedName {
  readonly name: string
  /** As it is written, without a `v`: `2`, `1.4.0`. */
  readonly version: string | undefined
}

/** A version at the name's end: `OrderPlaced.v2`, `order_placed_v2`, `OrderPlacedV2`, `order-placed@1.4`. */
export const versionedName = (given: string): VersionedName => {
  const found = VERSION.exec(given)?.groups
  return found?.["base"] === undefined
    ? { name: given, version: undefined }
    : { name: found["base"], version: found["version"] }
}

const VERSION = /^(?<base>.*?[^._\-@\s])(?:[._\-@\s]+[vV]?|(?<=[\p{Ll}\p{N}])V)(?<version>\d+(?:[.]\d+)*)$/u

/** Versions in their order: 1.9.0 is before 1.10.0, and what has none stands first. */
export const compareVersions = (a: string | undefined, b: string | undefined): number => {
  const [left, right] = [partsOf(a), partsOf(b)]
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0)
    if (difference !== 0) return difference
  }
  return (a ?? "") < (b ?? "") ? -1 : (a ?? "") > (b ?? "") ? 1 : 0
}

const partsOf = (version: string | undefined): ReadonlyArray<number> =>
  version === undefined ? [-1] : (version.match(/\d+/g) ?? []).map(Number)
