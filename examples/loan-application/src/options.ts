// The command line and the environment as data, or what is wrong with them.
import { Data, Result } from "effect"
import { parseArgs } from "node:util"

export interface Options {
  /** The file that DECIDUOUS_LOAN_LOG names. */
  readonly log: string
  readonly store: "pglite" | "postgres" | "memory"
  /** Of a PostgreSQL server; without one an embedded server is started. */
  readonly url: string | undefined
  readonly limit: number | undefined
}

export class Unusable extends Data.TaggedError("Unusable")<{ readonly message: string }> {}

export const usage = `usage: loan-log [--store pglite|postgres|memory] [--url URL] [--limit N]

Replays the log of a bank's loan process: each line is a command, handled by the aggregate. It prints what it all came to.

  --store   where the events go, into a store that is new for each run (default: pglite)
              pglite    an embedded PostgreSQL in this process, in a temporary folder
              postgres  a PostgreSQL server: --url's, or one started from npm's binaries
              memory    this process only
  --url     postgres://user:password@host:port/database, also by DECIDUOUS_URL; a new schema is made in it
  --limit   only the first N lines

DECIDUOUS_LOAN_LOG names the log.`

export const parse = (args: ReadonlyArray<string>, env: NodeJS.ProcessEnv): Result.Result<Options, Unusable> =>
  Result.gen(function*() {
    const { limit, store, url } = yield* flags(args)
    if (!isStore(store)) {
      return yield* unusable(`--store is pglite, postgres or memory, and not "${store}".\n\n${usage}`)
    }
    if (url !== undefined && store !== "postgres") {
      return yield* unusable(`--url names a PostgreSQL server: say --store postgres too.\n\n${usage}`)
    }
    if (limit !== undefined && !/^[1-9][0-9]{0,14}$/.test(limit)) {
      return yield* unusable(`--limit is a number of lines from 1, and not "${limit}".\n\n${usage}`)
    }
    const log = env.DECIDUOUS_LOAN_LOG
    if (log === undefined || log === "") return yield* unusable(whereTheLogIs)
    return {
      log,
      store,
      url: store === "postgres" ? url ?? (env.DECIDUOUS_URL || undefined) : undefined,
      limit: limit === undefined ? undefined : Number(limit)
    }
  })

/** Whether help is all that was asked for. */
export const wantsHelp = (args: ReadonlyArray<string>): boolean => args.includes("--help") || args.includes("-h")

const flags = (args: ReadonlyArray<string>) =>
  Result.try({
    try: () =>
      parseArgs({
        args: [...args],
        options: { store: { type: "string", default: "pglite" }, url: { type: "string" }, limit: { type: "string" } }
      }).values,
    catch: (error) => new Unusable({ message: `${(error as Error).message}\n\n${usage}` })
  })

const isStore = (text: string): text is Options["store"] => ["pglite", "postgres", "memory"].includes(text)

const unusable = (message: string) => Result.fail(new Unusable({ message }))

const whereTheLogIs = `DECIDUOUS_LOAN_LOG does not name the log.

It is the event log of the BPI Challenge 2012, a Dutch bank's loan application process, published at 4TU.ResearchData
(https://doi.org/10.4121/uuid:3926db30-f712-4394-aebc-75976070e91f) as XES. It is wanted as JSON lines, compressed if the
name ends in .gz: one event a line, in time order, each with the keys

  application      the trace's concept:name, "173688"
  amountRequested  the trace's AMOUNT_REQ, whole euro
  activity         concept:name, "A_SUBMITTED"
  lifecycle        lifecycle:transition, SCHEDULE, START or COMPLETE
  resource         org:resource, or null
  at               time:timestamp, RFC 3339 with its offset, "2011-10-01T00:38:44.546+02:00"

Then: DECIDUOUS_LOAN_LOG=loan-applications.jsonl.gz npx -y pnpm@12.21.0 loan-log`
