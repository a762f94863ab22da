// Every published package as a tarball, built and packed in a clean copy of the sources: for tests of what users get.
import { execFile } from "node:child_process"
import * as fs from "node:fs"
import * as os from "node:os"
import * as path from "node:path"

export const root = path.resolve(import.meta.dirname, "../../..")

export interface Manifest {
  readonly name: string
  readonly version: string
  readonly private?: boolean
  readonly dependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

export const manifestOf = (folder: string): Manifest =>
  JSON.parse(fs.readFileSync(path.join(folder, "package.json"), "utf8"))

/** The packages that are published. */
export const published: ReadonlyArray<Manifest> = [
  "codegen",
  ...fs.readdirSync(path.join(root, "packages")).map((name) => `packages/${name}`)
].map((folder) => manifestOf(path.join(root, folder))).filter((manifest) => manifest.private !== true)

/** Packs them into a folder, and says which file each became. */
export const pack = async (to: string): Promise<ReadonlyMap<string, string>> => {
  const copy = fs.mkdtempSync(path.join(os.tmpdir(), "deciduous-copy-"))
  try {
    // links between packages are relative and so lead to the copies; nothing that was built before comes along
    for (const name of copied) {
      fs.cpSync(path.join(root, name), path.join(copy, name), { recursive: true, verbatimSymlinks: true, filter })
    }
    fs.symlinkSync(path.join(root, "node_modules"), path.join(copy, "node_modules"), "junction")
    await succeed(copy, "tsc", "-b", "tsconfig.packages.json")
    const chosen = published.flatMap(({ name }) => ["--filter", name])
    await succeed(copy, "npx", "-y", "pnpm@12.21.0", "-r", ...chosen, "pack", "--pack-destination", to)
  } finally {
    fs.rmSync(copy, { recursive: true, force: true })
  }
  return new Map(published.map(({ name, version }) => [name, path.join(to, `${fileName(name)}-${version}.tgz`)]))
}

const fileName = (name: string): string => name.replace("@", "").replace("/", "-")

const copied = [
  "packages",
  "codegen",
  "package.json",
  "pnpm-workspace.yaml",
  "tsconfig.base.json",
  "tsconfig.packages.json",
  "LICENSE"
]
const filter = (file: string): boolean => !["dist", ".tsbuildinfo"].includes(path.basename(file))

export interface Ran {
  readonly status: number
  /** What was printed, standard error last. */
  readonly output: string
}

/** Runs a command in a folder, on the Node of the lockfile, and with the tools of the folder before those of the root. */
export const run = (cwd: string, command: string, ...args: ReadonlyArray<string>): Promise<Ran> =>
  new Promise((resolve) => {
    const bins = [path.join(cwd, "node_modules/.bin"), path.join(root, "node_modules/.bin"), process.env.PATH]
    const env = { ...process.env, NO_COLOR: "1", PATH: bins.join(path.delimiter) }
    const child = execFile(
      command,
      [...args],
      { cwd, env, maxBuffer: 64 << 20 },
      (error, stdout, stderr) =>
        resolve({ status: error === null ? 0 : child.exitCode ?? 1, output: stdout + stderr || String(error ?? "") })
    )
  })

/** What a command printed that did what it should; else an error that shows it. */
export const succeed = async (cwd: string, command: string, ...args: ReadonlyArray<string>): Promise<string> => {
  const { output, status } = await run(cwd, command, ...args)
  if (status !== 0) throw new Error(`${[command, ...args].join(" ")} failed with ${status}:\n${output}`)
  return output
}
