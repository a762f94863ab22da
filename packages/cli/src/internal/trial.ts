// What generate would say of a schema folder with more files in it, asked of a copy before anything is written.
import { type Diagnostic } from "@deciduous/codegen"
import { readCatalog } from "@deciduous/codegen/read/index"
import { type UpcastFault, upcastFaults } from "@deciduous/codegen/upcast/check"
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import * as path from "node:path"
import type { TextFile } from "./writeFiles.ts"

/** The errors that the files would add to those that the folder has already. */
export const newErrors = (schemas: string, files: ReadonlyArray<TextFile>): ReadonlyArray<Diagnostic> =>
  tried(schemas, files).errors

/** With what would be wrong with steps between versions. */
export const tried = (
  schemas: string,
  files: ReadonlyArray<TextFile>
): { readonly errors: ReadonlyArray<Diagnostic>; readonly faults: ReadonlyArray<UpcastFault> } => {
  const cwd = mkdtempSync(path.join(tmpdir(), "deciduous-"))
  try {
    // paths are printed as they would be printed here
    const inside = path.relative(".", schemas)
    const folder = inside.startsWith("..") || path.isAbsolute(inside) ? path.basename(schemas) : inside
    const copy = path.join(cwd, folder)
    mkdirSync(copy, { recursive: true })
    if (existsSync(schemas)) cpSync(schemas, copy, { recursive: true, dereference: true, filter: isSchema })
    const errors = () => readCatalog({ folder, cwd }).problems.filter(({ severity }) => severity === "error")
    // a line more moves what stands below it, so places are not compared
    const same = ({ code, message, place }: Diagnostic) => `${place.file} ${code} ${message}`
    const before = new Set(errors().map(same))
    for (const { file, text } of files) {
      const target = path.join(copy, path.relative(schemas, file))
      mkdirSync(path.dirname(target), { recursive: true })
      writeFileSync(target, text)
    }
    const { problems, sound } = readCatalog({ folder, cwd })
    return {
      errors: problems.filter((problem) => problem.severity === "error" && !before.has(same(problem))),
      faults: sound === undefined ? [] : upcastFaults(sound)
    }
  } finally {
    rmSync(cwd, { recursive: true, force: true })
  }
}

const isSchema = (file: string): boolean => !/^(node_modules|\..*)$/.test(path.basename(file))
