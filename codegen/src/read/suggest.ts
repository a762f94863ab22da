// "Did you mean": the nearest of the words that would have been right.

/** The candidate at the smallest edit distance, if that is near enough to be a slip of the fingers. */
export const nearest = (word: string, candidates: Iterable<string>): string | undefined => {
  // of a single letter any other is one slip away
  const letters = word.match(/[\p{L}\p{N}]/gu)?.length ?? 0
  const limit = letters < 2 ? 0 : Math.max(1, Math.floor(word.length / 3))
  let best: { readonly candidate: string; readonly distance: number } | undefined
  for (const candidate of candidates) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase())
    if (distance <= limit && (best === undefined || distance < best.distance)) best = { candidate, distance }
  }
  return best?.candidate
}

/** `did you mean "properties"?`, or nothing. */
export const didYouMean = (word: string, candidates: Iterable<string>): string | undefined => {
  const found = nearest(word, candidates)
  return found === undefined ? undefined : `did you mean ${JSON.stringify(found)}?`
}

/** Insertions, deletions, replacements, and swaps of neighbours (optimal string alignment). */
const editDistance = (a: string, b: string): number => {
  let before: ReadonlyArray<number> = []
  let previous: ReadonlyArray<number> = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = at(previous, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1)
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
        ? at(before, j - 2) + 1
        : Infinity
      row.push(Math.min(replaced, swapped, at(previous, j) + 1, at(row, j - 1) + 1))
    }
    before = previous
    previous = row
  }
  return at(previous, b.length)
}

const at = (row: ReadonlyArray<number>, index: number): number => row[index] ?? Infinity
