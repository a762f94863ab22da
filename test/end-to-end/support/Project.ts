// A user's project in a folder of its own: the bank account's schema files, the README's code, and the tools run on them.
import { spawnSync } from "node:child_process"
import * as fs from "node:fs"
import * as os from "node:os"
import * as path from "node:path"

const root = path.resolve(import.meta.dirname, "../../..")

/** The code blocks of one language in the README, in their order, without the indent of their fences. */
export const readme = (language: string): ReadonlyArray<string> => {
  const text = fs.readFileSync(path.join(root, "README.md"), "utf8")
  const blocks = text.matchAll(/^( *)```(\w*)\n([^]*?)^ *```$/gm)
  return [...blocks].filter(([, , of]) => of === language)
    .map(([, indent, , code]) => code!.replace(new RegExp(`^${indent}`, "gm"), ""))
}

export interface Project {
  readonly folder: string
  readonly write: (file: string, text: string) => void
  readonly read: (file: string) => string
  readonly replace: (file: string, from: string, to: string) => void
  /** Runs the command line from source. */
  readonly deciduous: (...args: ReadonlyArray<string>) => Ran
  /** Type-checks the project. */
  readonly tsc: () => Ran
  readonly remove: () => void
}

export interface Ran {
  readonly status: number | null
  /** What was printed, standard error last. */
  readonly output: string
}

export const make = (): Project => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "deciduous-"))
  const at = (file: string) => path.join(folder, file)
  const read = (file: string) => fs.readFileSync(at(file), "utf8")
  const write = (file: string, text: string) => {
    fs.mkdirSync(path.dirname(at(file)), { recursive: true })
    fs.writeFileSync(at(file), text)
  }
  const run = (command: string, args: ReadonlyArray<string>): Ran => {
    const { status, stderr, stdout } = spawnSync(process.execPath, [path.join(root, command), ...args], {
      cwd: folder,
      encoding: "utf8",
      env: { ...process.env, NO_COLOR: "1" }
    })
    return { status, output: stdout + stderr }
  }

  for (const name of ["_types", "bank-account"]) {
    fs.cpSync(path.join(root, "event-schemas", name), at(`event-schemas/${name}`), { recursive: true })
  }
  fs.symlinkSync(path.join(root, "examples/bank-account/node_modules"), at("node_modules"), "junction")
  write("package.json", JSON.stringify({ name: "a-users-project", private: true, type: "module" }))
  write(
    "tsconfig.json",
    JSON.stringify({ extends: path.join(root, "tsconfig.base.json"), include: ["src"], compilerOptions })
  )
  write("src/BankAccount.ts", readme("ts")[0]!)
  write(
    "src/upcasters.ts",
    fs.readFileSync(path.join(root, "examples/bank-account/src/upcasters.ts"), "utf8")
      .replace("@deciduous/event-schemas/bank-account.events.gen", "./generated/bank-account.events.gen.ts")
  )
  return {
    folder,
    read,
    write,
    replace: (file, from, to) => {
      const text = read(file)
      if (!text.includes(from)) throw new Error(`${file} has no "${from}"`)
      write(file, text.replace(from, to))
    },
    deciduous: (...args) => run("packages/cli/src/bin.ts", args),
    tsc: () => run("node_modules/typescript/bin/tsc", ["-p", "tsconfig.json", "--pretty", "false"]),
    remove: () => fs.rmSync(folder, { recursive: true, force: true })
  }
}

const compilerOptions = { composite: false, incremental: false, noEmit: true, types: [], plugins: [] }
