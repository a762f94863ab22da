// Randomness, in all the ways that programs get it.
import { builtin, member, members, type Trap } from "./Trap.ts"

/** Effect gives functions and other unhashable things a random hash, on which no result depends. */
const byHash = (): boolean => /[\\/]effect[\\/](src|dist)[\\/]Hash\./.test(new Error().stack ?? "")

export const chance: ReadonlyArray<Trap> = [
  member(Math, "random", "Math.random", () => byHash() ? undefined : "Math.random"),
  ...members(globalThis.crypto, "crypto", ["randomUUID", "getRandomValues"]),
  ...members(builtin("node:crypto"), "crypto", ["randomUUID", "randomBytes", "randomInt", "randomFillSync"])
]
