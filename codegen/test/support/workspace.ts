// A folder for generated modules in which `effect` and `@deciduous/core` are found: to compile and to import them.
import { execFileSync } from "node:child_process"
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"

export interface Workspace {
  readonly folder: string
  readonly write: (file: string, text: string) => void
  /** What the compiler says of all files: nothing, or its messages. */
  readonly compile: () => string
  readonly remove: () => void
}

const codegen = join(import.meta.dirname, "../..")

export const makeWorkspace = (): Workspace => {
  const folder = mkdtempSync(join(tmpdir(), "deciduous-codegen-"))
  // a folder of its own, as generate keeps its cache in it
  mkdirSync(join(folder, "node_modules"))
  for (const name of readdirSync(join(codegen, "node_modules")).filter((name) => !name.startsWith("."))) {
    symlinkSync(join(codegen, "node_modules", name), join(folder, "node_modules", name), "junction")
  }
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }))
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({
      extends: join(codegen, "../tsconfig.base.json"),
      compilerOptions: {
        noEmit: true,
        composite: false,
        incremental: false,
        declaration: false,
        declarationMap: false
      },
      include: ["**/*.ts"],
      exclude: ["node_modules"]
    })
  )
  return {
    folder,
    write: (file, text) => {
      mkdirSync(dirname(join(folder, file)), { recursive: true })
      writeFileSync(join(folder, file), text)
    },
    compile: () => {
      try {
        execFileSync(join(codegen, "node_modules/.bin/tsc"), ["-p", folder], { encoding: "utf8", stdio: "pipe" })
        return ""
      } catch (cause) {
        return String((cause as { readonly stdout?: unknown }).stdout)
      }
    },
    remove: () => rmSync(folder, { recursive: true, force: true })
  }
}
