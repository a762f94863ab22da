// A pattern's structure, as far as it says in how many ways a text can be read. Read by `backtracks`.

/** One character of a text, and what it may be. */
export interface Atom {
  readonly _tag: "Atom"
  /** Which of all atoms it is. */
  readonly place: number
  readonly matches: (character: string) => boolean
  /** Characters at the edges of what it matches. */
  readonly samples: ReadonlyArray<string>
}

export type Part =
  | Atom
  | { readonly _tag: "Sequence" | "Either"; readonly parts: ReadonlyArray<Part> }
  | { readonly _tag: "Repeat"; readonly part: Part; readonly least: number }
  | { readonly _tag: "Optional"; readonly part: Part }

/** Of a pattern that compiles under the `u` flag. What looks around or back reads nothing, and counts as empty. */
export const parsePattern = (pattern: string): { readonly part: Part; readonly atoms: ReadonlyArray<Atom> } => {
  const tokens = pattern.match(TOKEN) ?? []
  const atoms: Array<Atom> = []
  let at = 0

  const either = (): Part => {
    const parts = [sequence()]
    while (tokens[at] === "|") {
      at++
      parts.push(sequence())
    }
    return parts.length === 1 ? parts[0]! : { _tag: "Either", parts }
  }

  const sequence = (): Part => {
    const parts: Array<Part> = []
    while (at < tokens.length && tokens[at] !== "|" && tokens[at] !== ")") parts.push(repeated())
    return { _tag: "Sequence", parts }
  }

  const repeated = (): Part => {
    const start = at
    const part = single()
    const after = at
    const count = COUNT.exec(tokens[at] ?? "")?.groups
    if (count === undefined) return part
    at++
    const [least, most] = countsOf(count)
    if (most === Infinity || most > MAX_COPIES) return { _tag: "Repeat", part, least }
    // A few times are as many copies, each of its own places.
    const end = at
    const copies = Array.from({ length: most }, (_, index): Part => {
      if (index === 0) return least > 0 ? part : { _tag: "Optional", part }
      at = start
      const copy = single()
      at = after
      return index < least ? copy : { _tag: "Optional", part: copy }
    })
    at = end
    return { _tag: "Sequence", parts: copies }
  }

  const single = (): Part => {
    const token = tokens[at++] ?? ""
    if (token.startsWith("(")) {
      const inner = either()
      at++
      return LOOKS.test(token) ? EMPTY : inner
    }
    if (/^(?:[\^$]|\\[bB1-9]|\\k)/.test(token)) return EMPTY
    const one = new RegExp(`^(?:${token})$`, "u")
    const atom: Atom = { _tag: "Atom", place: atoms.length, matches: (of) => one.test(of), samples: samplesOf(token) }
    atoms.push(atom)
    return atom
  }

  return { part: either(), atoms }
}

const EMPTY: Part = { _tag: "Sequence", parts: [] }

/** More copies than this behave like any number of them. */
const MAX_COPIES = 4

const TOKEN =
  /\[(?:\\[^]|[^\]\\])*\]|\\(?:u\{[^}]*\}|u[dD][89abAB]..\\u[dD][c-fC-F]..|u....|x..|[pP]\{[^}]*\}|c.|k<[^>]*>|[1-9]\d*|[^])|\((?:\?(?:[:=!]|<[=!]|<[^>]*>))?|[*+?]\??|\{\d+(?:,\d*)?\}\??|[^]/gu

const COUNT = /^(?:(?<any>\*)|(?<some>\+)|(?<maybe>\?)|\{(?<least>\d+)(?<comma>,)?(?<most>\d+)?\})\??$/u

const LOOKS = /^\(\?<?[=!]/u

const countsOf = (
  { any, comma, least, maybe, most, some }: { readonly [name: string]: string | undefined }
): readonly [least: number, most: number] => {
  if (any !== undefined) return [0, Infinity]
  if (some !== undefined) return [1, Infinity]
  if (maybe !== undefined) return [0, 1]
  const from = Number(least)
  return [from, most !== undefined ? Number(most) : comma === undefined ? from : Infinity]
}

/** Each character that the token names, its neighbours, and one of each common kind. */
const samplesOf = (token: string): ReadonlyArray<string> => [
  ..."aZ0_-.,:/@ \n\u00e9\u4e2d\u{1f600}",
  ...[...token].flatMap((character) => {
    const point = character.codePointAt(0) ?? 0
    return [point - 1, point, point + 1].filter((of) => of >= 0 && of <= 0x10ffff && (of < 0xd800 || of > 0xdfff))
      .map((of) => String.fromCodePoint(of))
  })
]
