import { parse } from "@deciduous/example-loan-application/options"
import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"

const env = { DECIDUOUS_LOAN_LOG: "log.jsonl.gz" }
const parsed = (args: string, environment: NodeJS.ProcessEnv = env) =>
  Result.getOrThrow(parse(args.split(" ").filter((arg) => arg !== ""), environment))
const problem = (args: string, environment: NodeJS.ProcessEnv = env) => {
  const result = parse(args.split(" ").filter((arg) => arg !== ""), environment)
  return Result.isFailure(result) ? result.failure.message : "none"
}

describe("the options of loan-log", () => {
  it("are PGlite and the whole log where nothing is said", () =>
    assert.deepStrictEqual(parsed(""), { log: "log.jsonl.gz", store: "pglite", url: undefined, limit: undefined }))

  it("name a server by --url, or by DECIDUOUS_URL", () => {
    const url = "postgres://localhost/loans"
    assert.strictEqual(parsed(`--store postgres --url ${url}`).url, url)
    assert.strictEqual(parsed("--store postgres", { ...env, DECIDUOUS_URL: url }).url, url)
    assert.strictEqual(parsed("--store memory", { ...env, DECIDUOUS_URL: url }).url, undefined)
  })

  it("say what is wrong, and how they are used", () => {
    assert.match(problem("--store mysql"), /^--store is pglite, postgres or memory, and not "mysql"\.\n\nusage: /)
    assert.match(
      problem("--url postgres://localhost/loans"),
      /^--url names a PostgreSQL server: say --store postgres too/
    )
    assert.match(problem("--limit many"), /^--limit is a number of lines from 1, and not "many"/)
    assert.match(problem("--limit 0"), /^--limit is/)
    assert.match(problem("--stroe pglite"), /'--stroe'[^]*usage: /)
    assert.match(problem("log.jsonl.gz"), /log\.jsonl\.gz[^]*usage: /)
  })

  it("say where the log is published and in which form it is wanted, where none is named", () => {
    for (const environment of [{}, { DECIDUOUS_LOAN_LOG: "" }]) {
      const text = problem("", environment)
      assert.include(text, "BPI Challenge 2012")
      assert.include(text, "4TU.ResearchData")
      for (const key of ["application", "amountRequested", "activity", "lifecycle", "resource", "at"]) {
        assert.match(text, new RegExp(`^  ${key} `, "m"))
      }
    }
  })
})
