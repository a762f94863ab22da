// The words that a name is made of. Read by the rules that ask what a name says.

/** `order_placed`, `orderPlaced` and `OrderPlaced` are the same two words. */
export const wordsOf = (name: string): ReadonlyArray<string> =>
  name.match(/\p{Lu}?[\p{Ll}\p{Lo}\p{N}]+|\p{Lu}+(?!\p{Ll})/gu) ?? [name]
