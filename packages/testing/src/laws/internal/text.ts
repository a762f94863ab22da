// Texts that programs take for one another, and texts that are taken for something else.

/** The same text in another case, Unicode form or width, with a space more, and cut or doubled. */
export const alike = (text: string): ReadonlyArray<string> => [
  text.toUpperCase(),
  text.toLowerCase(),
  flipped(text),
  text.normalize("NFD"),
  text.normalize("NFC"),
  `${text} `,
  ` ${text}`,
  text.trim(),
  text + text,
  [...text].slice(0, -1).join(""),
  `${text}e\u0301`,
  `${text}\u00e9`,
  `${text}😀`
]

/** Its first letter small or large, as people write names. */
const flipped = (text: string): string => {
  const [first = "", ...rest] = text
  return (first === first.toUpperCase() ? first.toLowerCase() : first.toUpperCase()) + rest.join("")
}

/** Names that every object answers to, and separators of keys that are glued together. */
export const hard: ReadonlyArray<string> = [
  "__proto__",
  "constructor",
  "toString",
  "valueOf",
  "",
  " ",
  "-",
  ":",
  "0",
  "null"
]
