// The schema files that this state is compared with: of another commit, or of another folder. Read by `check` and `diff`.
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join, relative, resolve } from "node:path"
import { hasErrors } from "../diagnostic.ts"
import { loadLock } from "../lock/file.ts"
import { linesOf } from "../lock/lines.ts"
import { type Lock, LOCK_FILE } from "../lock/model.ts"
import { isProblem } from "../lock/text.ts"
import type { Catalog } from "../model.ts"
import { readCatalog } from "../read/index.ts"
import { filesAt, filesWherePartedFrom } from "./git.ts"

export interface Against {
  /** As it was given: `main`, `../released`. */
  readonly name: string
  readonly catalog: Catalog
  /** Its lock; without one, its files count as locked. */
  readonly lock: Lock
  readonly hasLock: boolean
  /** Whether a file, as messages print it, was there where the two parted; a folder knows nothing of that. */
  readonly wasThere: ((file: string) => boolean) | undefined
}

export interface Unusable {
  readonly problem: string
}

/** `folder` is that of the schemas, as `cwd` sees it. */
export const readAgainst = (name: string, folder: string, cwd: string): Against | Unusable => {
  if (name === "") return { problem: "--against names nothing: it is empty. help: name a branch, a tag or a folder." }
  const path = resolve(cwd, name)
  if (existsSync(path)) {
    // a project's folder, or the one of schemas itself
    const schemas = existsSync(join(path, folder)) ? join(path, folder) : path
    return readSide(name, { folder: relative(cwd, schemas).replaceAll("\\", "/") || ".", cwd }, undefined)
  }
  const files = filesAt(cwd, name, folder)
  if ("problem" in files) return { problem: `--against: ${files.problem}` }
  const copy = mkdtempSync(join(tmpdir(), "deciduous-against-"))
  try {
    mkdirSync(join(copy, folder), { recursive: true })
    for (const [file, bytes] of files) {
      mkdirSync(dirname(join(copy, file)), { recursive: true })
      writeFileSync(join(copy, file), bytes)
    }
    const parted = filesWherePartedFrom(cwd, name, folder)
    if (parted !== undefined && "problem" in parted) return { problem: `--against: ${parted.problem}` }
    const wasThere = parted && ((file: string) => parted.has(file))
    return files.size === 0 ? nothing(name, folder, wasThere) : readSide(name, { folder, cwd: copy }, wasThere)
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

const readSide = (
  name: string,
  { cwd, folder }: { readonly cwd: string; readonly folder: string },
  wasThere: Against["wasThere"]
): Against | Unusable => {
  const { catalog, problems } = readCatalog({ folder, cwd })
  if (catalog === undefined || hasErrors(problems)) {
    const first = problems.find(({ severity }) => severity === "error")
    return {
      problem:
        `--against: the schema files of "${name}" can't be read: ${first?.place.file}  ${first?.code}  ${first?.message}`
    }
  }
  const lock = loadLock(join(cwd, folder, LOCK_FILE), `${name}:${folder}/${LOCK_FILE}`)
  if (lock !== undefined && isProblem(lock)) return lock
  const lines = linesOf(catalog, "", () => undefined)
  return { name, catalog, lock: lock ?? lines, hasLock: lock !== undefined, wasThere }
}

const nothing = (name: string, folder: string, wasThere: Against["wasThere"]): Against => ({
  name,
  catalog: { folder, aggregates: [], types: [], brands: [] },
  lock: { accepted: [], types: new Map(), streams: new Map(), clashes: [] },
  hasLock: false,
  wasThere
})
