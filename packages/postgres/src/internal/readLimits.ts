// How much one statement may read. Numbers with their reasons, in one place.

/** A type of its own so that a test can make them small. */
export interface ReadLimits {
  /** Rows of a page: enough to forget the round trip beside them, few enough to hold some pages in memory. */
  readonly pageRows: number
  /**
   * Bytes of contents with which a page ends: more would save nothing, as the round trip is a fraction of the time that
   * they take. Parsed they take some times as much, and a page may be handled while one waits and another is on its way.
   */
  readonly pageBytes: number
  /** Rows that are searched for those that fit a filter: some 10 ms of work, so that a reader steadily advances. */
  readonly searchedRows: number
  /** Rows of one stream's tail where many are read at once. */
  readonly tailRows: number
}

export const readLimits: ReadLimits = {
  pageRows: 2000,
  pageBytes: 1024 * 1024,
  searchedRows: 10_000,
  tailRows: 250
}
