// Which ids were seen before, in a table of bounded size: of an id only 64 bits are kept. Read by the validator.

export interface Identities {
  /** Whether it was seen before; nothing once the table is full and it is not in it. */
  readonly add: (id: string) => boolean | undefined
  /** How many different ones are known. */
  readonly count: () => number
}

/** Two of a few million ids have the same 64 bits once in some hundred thousand runs. */
export const makeIdentities = (most: number): Identities => {
  let places = new Uint32Array(2 * 1024)
  let count = 0
  const put = (high: number, low: number): boolean => {
    const mask = places.length / 2 - 1
    for (let slot = low & mask;; slot = (slot + 1) & mask) {
      const [a, b] = [places[2 * slot], places[2 * slot + 1]]
      if (a === 0 && b === 0) {
        if (count < most) {
          places[2 * slot] = high
          places[2 * slot + 1] = low
        }
        return true
      }
      if (a === high && b === low) return false
    }
  }
  const grow = () => {
    const before = places
    places = new Uint32Array(before.length * 2)
    for (let i = 0; i < before.length; i += 2) {
      const [high = 0, low = 0] = [before[i], before[i + 1]]
      if (high !== 0 || low !== 0) put(high, low)
    }
  }
  return {
    add: (id) => {
      if (count * 2 >= places.length / 2) grow()
      // no id is the empty slot
      const isNew = put(hash(id, 0x9e3779b9) || 1, hash(id, 0x85ebca6b) || 1)
      if (!isNew) return true
      if (count === most) return undefined
      count++
      return false
    },
    count: () => count
  }
}

/** FNV's way over the characters, and a stir at the end, so that neighbours end far apart. */
const hash = (text: string, seed: number): number => {
  let state = seed
  for (let i = 0; i < text.length; i++) state = Math.imul(state ^ text.charCodeAt(i), 0x01000193)
  state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d)
  state = Math.imul(state ^ (state >>> 12), 0x297a2d39)
  return (state ^ (state >>> 15)) >>> 0
}
