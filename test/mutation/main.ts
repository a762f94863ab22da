// `pnpm mutation [core|checker|runtime] [part of a file's path ...]`: changes the code in small ways, one at a time, and says
// which changes no test notices. Without a target all of them, which takes a night.
//   --every 10       tries the mutants of one line in ten
//   --concurrency 8  uses as many processes
//   --show           says what is known already
//   --docs           writes what is known into docs/mutation.md
import * as fs from "node:fs"
import * as path from "node:path"
import { parseArgs } from "node:util"
import { score, sum, survivorsOf, tableOf, tallyOf } from "./report.ts"
import { allKnown, type Asked, known, titleOf } from "./results.ts"
import { mutate } from "./stryker.ts"
import { targets } from "./targets.ts"
import { home, makeTree, root } from "./tree.ts"

const say = (asked: Asked, parts: ReadonlyArray<string>): void => {
  const report = known(asked)
  if (report === undefined) return console.log(`Nothing is known of ${titleOf(asked)}.`)
  const tally = sum(Object.values(report.files).map(({ mutants }) => tallyOf(mutants)))
  const survivors = survivorsOf(report).filter((line) =>
    parts.length === 0 || parts.some((part) => line.includes(part))
  )
  console.log(["", ...survivors, "", tableOf(titleOf(asked), report), ""].join("\n"))
  console.log(
    `${score(tally)} of 100 mutants are noticed; ${tally.survived} survived, ${tally.notRun} in code that no test runs.`
  )
}

const writePage = (): void => {
  const page = path.join(root, "docs/mutation.md")
  const marks = /(<!-- scores: written by `pnpm mutation --docs` -->\n)[^]*(\n<!-- end of scores -->)/
  const text = fs.readFileSync(page, "utf8")
  if (!marks.test(text)) throw new Error("docs/mutation.md has lost the marks between which the tables are written.")
  const tables = allKnown().map((asked) => tableOf(titleOf(asked), known(asked)!)).join("\n\n")
  fs.writeFileSync(page, text.replace(marks, (_, start, end) => `${start}\n${tables}\n${end}`))
}

const { positionals: [target, ...parts], values } = parseArgs({
  allowPositionals: true,
  options: {
    every: { type: "string", default: "1" },
    concurrency: { type: "string", default: "1" },
    show: { type: "boolean" },
    docs: { type: "boolean" }
  }
})

const names = target === undefined ? Object.keys(targets) : [target]
const runs = names.map((name) => ({ name, every: Number(values.every) }))
if (!names.every((name) => Object.hasOwn(targets, name))) {
  console.error(`There is no target "${target}"; there are ${Object.keys(targets).join(", ")}.`)
  process.exitCode = 2
} else if (values.docs) {
  writePage()
} else {
  if (!values.show) {
    console.log("Copying the repository to .deciduous/mutation/tree, and installing Stryker there.")
    fs.mkdirSync(home, { recursive: true })
    makeTree()
    for (const run of runs) await mutate(run, parts, Number(values.concurrency))
  }
  for (const run of runs) say(run, parts)
}
