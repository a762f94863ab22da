// What is compared: an event store behind a handful of operations. Every adapter implements this, ours and the peers'.

/**
 * An event store under measurement. What it does not offer, it leaves out, and the workloads that need it skip it.
 *
 * `Op` is its own kind of work: a function that answers with a promise for most, an Effect for ours, so that each is
 * driven as its users would drive it.
 */
export interface Contender<Op = unknown> {
  /** Lets so many workers take what `next` gives, one after the other, until it gives nothing; `took` learns of each. */
  perform(workers: number, next: () => Op | undefined, took: (micros: number) => void): Promise<void>
  /** Appends the first events of a bank account, as `history` has them, to a stream that must not be there yet. */
  append?(account: string, events: number): Op
  /** Loads an open account, decides a deposit, and appends it, again and again until nobody else was faster. */
  deposit?(account: string): Op
  /** How often a deposit was decided so far: more often than asked for where there were conflicts. */
  decisions?(): number
  /** Loads and folds an account whose stream has so many events, and fails where the balance is not theirs. */
  load?(account: string, events: number): Op
  /** Reads the first events of all streams in the store's order, and fails where they are fewer. */
  readAll?(events: number): Op
  /**
   * Builds a read model of the balances from a log of so many events, so many for each account, in the background, and
   * waits until it is complete; fails where a balance is not theirs.
   */
  project?(events: number, eventsEach: number): Op
  /** Tells the account of every event from now on, as it is delivered; answers, once it runs, with what stops it. */
  follow?(delivered: (account: string) => void): Promise<() => Promise<void>>
  /** Measures appends of one event in its own way: a tool that cannot be driven from here. */
  measureAppends?(writers: number, seconds: number): Promise<Appends>
  close(): Promise<void>
}

/** What a tool says of itself: appends a second, and the latencies in microseconds. */
export interface Appends {
  readonly perSecond: number
  readonly count: number
  readonly latencies: ReadonlyArray<number>
}

export interface Options {
  /** `postgres://user@host:port/database`, an empty database unless `prepared`. */
  readonly url: string
  /** How many operations will be under way at once: for the size of a pool where the default is smaller. */
  readonly concurrency: number
}

/** Every adapter's module exports this as `open`; it creates its tables where they are missing. */
export type Open<Op> = (options: Options) => Promise<Contender<Op>>
