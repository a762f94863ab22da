// How much one statement may read. Numbers with their reasons, in one place.

/** Rows of a page: enough to forget the round trip beside them, few enough to hold three pages in memory. */
export const pageRows = 2000

/**
 * Bytes of contents after which a page ends. Parsed they take some times as much, and a page may be handled while the
 * next one waits and another is on its way.
 */
export const pageBytes = 4 * 1024 * 1024

/** Rows that are searched for those that fit a filter: some 10 ms of work, so that a reader steadily advances. */
export const searchedRows = 10_000

/** Rows of one stream's tail where several are read at once. */
export const tailRows = 250
