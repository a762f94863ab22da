// What the tests themselves say: vitest's report as results by rule and backend. Pure.
import { backends } from "./backends.ts"

export interface Result {
  readonly rule: number
  /** The name of a backend, or of none where what was tested is the same for all. */
  readonly backend: string | undefined
  readonly title: string
  readonly outcome: "passed" | "failed" | { readonly unsupported: string }
}

/** As far as it is read here. */
export interface VitestReport {
  readonly testResults: ReadonlyArray<{
    readonly name: string
    readonly status: string
    readonly message?: string
    readonly assertionResults: ReadonlyArray<{
      readonly ancestorTitles: ReadonlyArray<string>
      readonly title: string
      readonly status: string
    }>
  }>
}

/** Every test whose name begins with the number of a rule in brackets: `[13] ...`. */
export const resultsOf = ({ testResults }: VitestReport): ReadonlyArray<Result> =>
  testResults.flatMap(({ assertionResults, name }) =>
    assertionResults.flatMap(({ ancestorTitles, status, title }) => {
      const [, rule, rest = ""] = /^\[(\d+)\] (.*)$/s.exec(title) ?? []
      if (rule === undefined) return []
      const [, unsupported] = / \(not supported: (.*)\)$/s.exec(rest) ?? []
      const outcome = unsupported !== undefined ? { unsupported } : status === "passed" ? "passed" : "failed"
      return [{ rule: Number(rule), backend: backendOf(name, ancestorTitles), title: rest, outcome }]
    })
  )

/**
 * The backend that a block of tests names at its end, as in `appends on PGlite` or `an event store: memory`. What else
 * stands with the tests of the server, or among the faults or what needs the system, is of PostgreSQL.
 */
const backendOf = (file: string, ancestors: ReadonlyArray<string>): string | undefined => {
  const named = backends.find(({ name }) =>
    ancestors.some((title) => title.endsWith(`: ${name}`) || title.endsWith(` on ${name}`))
  )
  return named?.name ?? (/\/(packages\/postgres|test\/fault|test\/system)\//.test(file) ? "PostgreSQL" : undefined)
}

/** Files that broke off before their tests could run. */
export const brokenFiles = ({ testResults }: VitestReport): ReadonlyArray<string> =>
  testResults.filter(({ assertionResults, status }) => status === "failed" && assertionResults.length === 0)
    .map(({ message = "", name }) => `${name} could not be run: ${message.split("\n")[0]}`)
