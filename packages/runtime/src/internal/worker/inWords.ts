// What an error says of itself, for people who look after workers; of what it carries nothing is told.

/** At most so many characters. */
const longest = 2000

export const inWords = (error: unknown): string => {
  const text = error instanceof Error
    ? [error.name, error.message].filter((part) => part !== "").join(": ")
    : nameOf(error)
  return text.replaceAll("\0", "").toWellFormed().slice(0, longest)
}

/** A rejection is a value of the user's, which may hold anything. */
const nameOf = (error: unknown): string =>
  typeof error === "object" && error !== null && "_tag" in error ? String(error._tag) : "a value without a name"
