// The stores of the table, and what cannot be asked of one at all: every cell without a test says why.
export interface Backend {
  readonly name: string
  /** By rule, why no test of this store can name it. */
  readonly without: Readonly<Record<number, string>>
}

const inMemory = "nothing outlives the process"
const noRoles = "it has no roles and no tables"
const noServer = "there is no server: the process is the database"

/** Rules about workers whose process, sessions or server end. */
const deaths = (why: string): Readonly<Record<number, string>> =>
  Object.fromEntries([35, 38, 40, 41, 42, 43, 55].map((rule) => [rule, why]))

export const backends: ReadonlyArray<Backend> = [
  {
    name: "memory",
    without: {
      ...deaths(inMemory),
      51: "a store in memory is opened once",
      13: inMemory,
      14: inMemory,
      24: inMemory,
      95: noRoles,
      102: noRoles,
      103: noRoles,
      109: inMemory
    }
  },
  {
    name: "PGlite",
    without: {
      ...deaths("it has one process, whose death is that of the database"),
      13: noServer,
      14: noServer,
      24: "a folder is copied as a whole, with its count of transactions",
      95: "whoever opens the folder owns it",
      102: "whoever opens the folder owns it",
      109: noServer
    }
  },
  { name: "PostgreSQL", without: {} },
  {
    name: "PostgreSQL, strict",
    without: {
      ...deaths("the tables and statements are the same: see PostgreSQL"),
      51: "the tables are the same: see PostgreSQL",
      13: "the server is the same: see PostgreSQL",
      14: "the server is the same: see PostgreSQL",
      24: "positions are no transactions' numbers, so any cluster will do",
      95: "the tables are the same: see PostgreSQL",
      102: "the tables are the same: see PostgreSQL",
      103: "the tables are the same: see PostgreSQL",
      109: "the server is the same: see PostgreSQL"
    }
  }
]
