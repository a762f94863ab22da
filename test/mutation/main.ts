// `pnpm mutation [core|checker|runtime] [part of a file's path ...]`: changes the code in small ways, one at a time, and says
// which changes no test notices. Without a target all of them, which takes a night. `--show` says what is known already,
// `--docs` writes it into docs/mutation.md, and `--concurrency 4` uses as many processes.
import * as fs from "node:fs"
import * as path from "node:path"
import { parseArgs } from "node:util"
import { score, sum, survivorsOf, tableOf, tallyOf } from "./report.ts"
import { known, mutate } from "./stryker.ts"
import { targets } from "./targets.ts"
import { home, makeTree, root } from "./tree.ts"

const { positionals: [target, ...parts], values } = parseArgs({
  allowPositionals: true,
  options: {
    show: { type: "boolean" },
    docs: { type: "boolean" },
    concurrency: { type: "string", default: "1" }
  }
})

const names = target === undefined ? Object.keys(targets) : [target]
for (const name of names) {
  if (!Object.hasOwn(targets, name)) {
    throw new Error(`There is no target "${name}": ${Object.keys(targets).join(", ")}.`)
  }
}

if (!values.show && !values.docs) {
  console.log("Copying the repository to .deciduous/mutation/tree, and installing Stryker there.")
  fs.mkdirSync(home, { recursive: true })
  makeTree()
  for (const name of names) await mutate(name, parts, Number(values.concurrency))
}

for (const name of names) {
  const report = known(name)
  if (report === undefined) continue
  const tally = sum(Object.values(report.files).map(({ mutants }) => tallyOf(mutants)))
  const survivors = survivorsOf(report).filter((line) =>
    parts.length === 0 || parts.some((part) => line.includes(part))
  )
  console.log(["", ...survivors, "", tableOf(targets[name]!.title, report), ""].join("\n"))
  console.log(
    `${name}: ${
      score(tally)
    } of 100 mutants are noticed; ${tally.survived} survived, ${tally.notRun} of them in code that no test runs.`
  )
}

if (values.docs) {
  const page = path.join(root, "docs/mutation.md")
  const marks = /(<!-- scores: written by `pnpm mutation --docs` -->\n)[^]*(\n<!-- end of scores -->)/
  const text = fs.readFileSync(page, "utf8")
  if (!marks.test(text)) throw new Error("docs/mutation.md has lost the marks between which the tables are written.")
  const tables = names.flatMap((name) => {
    const report = known(name)
    return report === undefined ? [] : [tableOf(targets[name]!.title, report)]
  })
  fs.writeFileSync(page, text.replace(marks, (_, start, end) => `${start}\n${tables.join("\n\n")}\n${end}`))
}
