// What the driver's errors mean to the store: who is to blame, and whether something may have been written.
import { EventStoreError } from "@deciduous/runtime"
import { SqlError } from "./sql.ts"
import { documentConstraint } from "./statements.ts"

/** What PostgreSQL says of an error that it raised. The driver lays it over the cause. */
interface ServerError {
  readonly code: string
  readonly severity: string
  readonly message: string
}

/** The server's own answer, or `undefined` where no answer came. */
export const serverError = (error: SqlError): ServerError | undefined => {
  const cause = error.reason.cause as Partial<ServerError> | undefined
  return typeof cause?.severity === "string" && typeof cause.code === "string" ? cause as ServerError : undefined
}

/**
 * Whether it is certain that a statement wrote nothing: it was never sent, or the server refused it in so many words.
 * A session that is being closed says so in an error too, perhaps after the commit.
 */
export const wroteNothing = (error: SqlError): boolean => {
  if (error.reason.operation === "connect") return true
  const answer = serverError(error)
  return answer !== undefined && !endsTheSession(answer.code)
}

/** connection exceptions, statement completion unknown, operator intervention that closes the session */
const endsTheSession = (code: string): boolean => code.startsWith("08") || code === "40003" || code.startsWith("57P")

/** undefined table, schema, function, column: the database is of another release, or of none */
const notMigrated: ReadonlySet<string> = new Set(["42P01", "3F000", "42883", "42703"])

/** The store's error for a statement of which it is certain that it wrote nothing. */
export const toError = (operation: string) => (error: SqlError): EventStoreError.EventStoreError =>
  new EventStoreError.EventStoreError({ reason: toReason(operation, error) })

const toReason = (operation: string, error: SqlError): EventStoreError.Reason => {
  const answer = serverError(error)
  if (answer !== undefined && notMigrated.has(answer.code)) {
    return new EventStoreError.NotMigrated({ problem: `${answer.message}. Run: deciduous migrate` })
  }
  const { cause, message, operation: phase } = error.reason
  if (phase === "connect" || error.reason._tag === "ConnectionError" || (answer && endsTheSession(answer.code))) {
    const advice = adviceOf(cause)
    const problem = problemOf(cause) ?? message ?? "no connection"
    return new EventStoreError.StoreUnavailable({
      problem: advice === undefined ? problem : `${problem}. ${advice}`,
      cause: told(error)
    })
  }
  const problem = answer === undefined ? message ?? error.reason._tag : `${answer.message} (SQLSTATE ${answer.code})`
  const help = answer?.code === lacksTheRight ? `. ${rights}` : ""
  return new EventStoreError.StoreFailure({ operation, problem: `${problem}${help}`, cause: told(error) })
}

/** Others were in its way: nothing of its transaction was written, and the same may be tried again. */
export const isTransient = (error: unknown): boolean => {
  if (!(error instanceof SqlError || error instanceof EventStoreError.EventStoreError)) return false
  const { code, constraint } = ("cause" in error.reason ? error.reason.cause ?? {} : {}) as Partial<
    Record<"code" | "constraint", string>
  >
  return code === "40001" || code === "40P01" || (code === "23505" && constraint === documentConstraint)
}

const lacksTheRight = "42501"
const rights =
  "A program's role is given what it needs by deciduous grant; only the tables' owner changes more than events."

/**
 * What may be told of an error of the driver's: whoever logs our error logs its cause. The server's message names no
 * values of ours, but its detail and its context quote them, and a URL that is none carries its password.
 */
export const told = (error: SqlError): Error => {
  const { _tag, cause, message } = error.reason
  const harmless = Object.entries(cause ?? {}).filter(([key]) => harmlessFields.has(key))
  return Object.assign(new Error(problemOf(cause) ?? message ?? _tag), { name: _tag, ...Object.fromEntries(harmless) })
}

const harmlessFields: ReadonlySet<string> = new Set([
  "code",
  "severity",
  "schema",
  "table",
  "column",
  "constraint",
  "routine"
])

/** What helps against the mistakes that are made before the first connection. */
const adviceOf = (cause: unknown): string | undefined => {
  if (cause instanceof AggregateError) return adviceOf(cause.errors[0])
  const code = typeof cause === "object" && cause !== null && "code" in cause ? cause.code : undefined
  return typeof code === "string" ? advices.get(code) : undefined
}

const checkUser = "Check the user and the password."
const advices: ReadonlyMap<string, string> = new Map([
  ["ERR_INVALID_URL", "It is written postgres://user:password@host:port/database"],
  ["ECONNREFUSED", "Is PostgreSQL running there, on this port?"],
  ["ENOTFOUND", "Check the name of the host."],
  ["3D000", "Create the database first; its tables are made by deciduous migrate."],
  ["28000", checkUser],
  ["28P01", checkUser]
])

/** Node leaves the message empty where several addresses were tried. */
const problemOf = (cause: unknown): string | undefined => {
  if (cause instanceof AggregateError) {
    return cause.errors.map(problemOf).filter((text) => text !== undefined).join(", ")
  }
  return cause instanceof Error && cause.message !== "" ? cause.message : undefined
}
