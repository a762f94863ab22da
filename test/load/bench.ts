// `bench [codegen|decode|fold|laws|append|handle|load|project|audit ...] [--jit] [--rounds 7] [--json]`: how long our own
// things take; `bench loan|tail|backlog` take minutes, and run only where they are asked for.
// `bench --peers [--only W1,W6] [--adapters deciduous,emmett] [--quick] [--rounds 5] [--json|--markdown] [--profile]
// [--write docs/benchmarks.md]`: beside other event stores; docs/benchmarks.md says how.
// Figures of two runs compare only by their ratios, and best within one run.
import { parseArgs } from "node:util"

const main = async (): Promise<number> => {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      adapters: { type: "string" },
      jit: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      markdown: { type: "boolean", default: false },
      only: { type: "string" },
      peers: { type: "boolean", default: false },
      profile: { type: "boolean", default: false },
      quick: { type: "boolean", default: false },
      rounds: { type: "string" },
      write: { type: "string" }
    }
  })
  const { adapters, jit, json, only, profile, quick, write } = values
  const rounds = values.rounds === undefined ? undefined : Number(values.rounds)
  if (rounds !== undefined && !(Number.isInteger(rounds) && rounds > 0)) {
    console.error(`--rounds is how often everything is measured: a whole number from 1, and not "${values.rounds}".`)
    return 2
  }
  if (!values.peers) {
    const { timeOurOwn } = await import("./micro.ts")
    return timeOurOwn({ asked: positionals, jit, json, rounds })
  }
  const { comparePeers } = await import("./compare/main.ts")
  const output = json ? "json" : values.markdown ? "markdown" : "text"
  return comparePeers({ only, adapters, quick, rounds, output, profile, write })
}

process.exitCode = await main().catch((error: unknown) => {
  // a flag that does not exist, in the words of `parseArgs`
  if (!(error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS"))) throw error
  console.error(error.message)
  return 2
})
