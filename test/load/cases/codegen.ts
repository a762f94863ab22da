// 1,000 event schemas, from files to checked types. Each run is a process of its own, as a user starts it.
import { execFileSync } from "node:child_process"
import * as fs from "node:fs"
import * as path from "node:path"
import type { Case } from "../measure.ts"
import { writeManySchemas } from "./manySchemas.ts"

const root = path.resolve(import.meta.dirname, "../../..")
const cli = path.join(root, "packages/cli/src/bin.ts")

/** Writes a project into a folder that is not there yet. */
export const codegen = (folder: string): ReadonlyArray<Case> => {
  writeProject(folder)
  const node = (...args: ReadonlyArray<string>): string =>
    execFileSync(process.execPath, args, { cwd: folder, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 })
  const item = "schema"
  const items = 1_000
  return [
    {
      name: "generate 1,000 event schemas, nothing there",
      item,
      items,
      run: async () => {
        fs.rmSync(path.join(folder, "src/generated"), { recursive: true, force: true })
        node(cli, "generate")
      }
    },
    { name: "generate 1,000 event schemas, unchanged", item, items, run: async () => void node(cli, "generate") },
    {
      name: "generate --watch of 1,000 event schemas, one changed: CPU time",
      item: "change",
      items: CHANGES,
      run: async () => Number(node(path.join(import.meta.dirname, "oneChanged.ts"), String(CHANGES)))
    },
    {
      name: "check 1,000 event schemas against their lock",
      item,
      items,
      run: async () => {
        if (!fs.existsSync(path.join(folder, "event-schemas/schemas.lock.json"))) node(cli, "lock")
        node(cli, "check")
      }
    },
    {
      name: "tsc of 1,000 generated events, its check time",
      item,
      items,
      run: async () => {
        const said = node(path.join(root, "test/node_modules/typescript/bin/tsc"), "-p", ".", "--extendedDiagnostics")
        return Number(/^Check time:\s*([\d.]+)s$/m.exec(said)?.[1] ?? Number.NaN) * 1e6
      }
    }
  ]
}

const CHANGES = 5

const writeProject = (folder: string): void => {
  fs.mkdirSync(path.join(folder, "node_modules"), { recursive: true })
  fs.writeFileSync(path.join(folder, "package.json"), JSON.stringify({ type: "module" }))
  for (const name of ["@deciduous", "effect", "fast-check"]) {
    fs.symlinkSync(path.join(root, "codegen/node_modules", name), path.join(folder, "node_modules", name), "junction")
  }
  const tsconfig = fs.readFileSync(path.join(root, "packages/cli/templates/project/tsconfig.json"), "utf8")
  fs.writeFileSync(path.join(folder, "tsconfig.json"), tsconfig.replace("\"node\"", ""))
  writeManySchemas(path.join(folder, "event-schemas"), 50, 20)
}
