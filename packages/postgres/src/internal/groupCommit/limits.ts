// How much leaves together. Numbers with their reasons, in one place.

/** While the server works for one the next is made ready; eight were no faster. */
export const lanes = 2

/** Appends in one transaction: beyond a hundred the price of a commit is hardly seen any more, and all wait for the last. */
export const appendsPerBatch = 256

/** Events in one transaction: the same, for appends of many. */
export const eventsPerBatch = 2_000

/** Events that are not worth a second lane: it costs the server as much again as ten of them. */
export const eventsNotShared = 64

/** UTF-16 units of payloads and metadata in one transaction: a message in memory here, and once more at the server. */
export const charactersPerBatch = 4 * 1_048_576
