// `bench [codegen|decode|fold|append|handle|load ...] [--jit] [--rounds 7] [--json]`: how long our own things take.
// `bench --peers [--only W1,W6] [--adapters deciduous,emmett] [--quick] [--rounds 5] [--json|--markdown] [--profile]`:
// beside other event stores. Figures of two runs compare only by their ratios, and best within one run.
import { parseArgs } from "node:util"

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
    rounds: { type: "string" }
  }
})
const rounds = values.rounds === undefined ? undefined : Number(values.rounds)

process.exitCode = values.peers
  ? await (await import("./compare/main.ts")).comparePeers({
    only: values.only,
    adapters: values.adapters,
    quick: values.quick,
    rounds,
    output: values.json ? "json" : values.markdown ? "markdown" : "text",
    profile: values.profile
  })
  : await (await import("./micro.ts")).timeOurOwn({ asked: positionals, jit: values.jit, json: values.json, rounds })
