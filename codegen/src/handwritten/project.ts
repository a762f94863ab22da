// The modules around one of the user's, each read once: what it imports from the project, one level further.
import { existsSync } from "node:fs"
import { dirname, join, relative, resolve } from "node:path"
import { type Module, readModule } from "./module.ts"
import type { ModuleOf } from "./upcasters.ts"

export interface Project {
  /** A module and those that it imports; `undefined` where there is none, a sentence where it is no TypeScript. */
  readonly load: (path: string) => Promise<Module | { readonly problem: string } | undefined>
  readonly moduleOf: ModuleOf
  readonly modules: () => ReadonlyArray<Module>
}

export const makeProject = (cwd: string): Project => {
  const modules = new Map<string, Module>()
  const read = async (path: string) => {
    const known = modules.get(path)
    if (known !== undefined) return known
    const module = await readModule(path, relative(cwd, path).replaceAll("\\", "/"))
    if (module !== undefined && !("problem" in module)) modules.set(path, module)
    return module
  }
  return {
    load: async (path) => {
      const module = await read(path)
      if (module === undefined || "problem" in module) return module
      for (const { from, isType } of module.imported.values()) {
        if (from.startsWith(".") && !isType) await read(locate(module, from))
      }
      return module
    },
    moduleOf: (from, specifier) => specifier.startsWith(".") ? modules.get(locate(from, specifier)) : undefined,
    modules: () => [...modules.values()]
  }
}

/** Where an import leads; `./a.js` is written of `./a.ts`. */
export const locate = ({ path }: Pick<Module, "path">, specifier: string): string => {
  const target = resolve(dirname(path), specifier)
  const candidates = [target, target.replace(/\.js$/, ".ts"), `${target}.ts`, join(target, "index.ts")]
  return candidates.find((one) => /\.[cm]?[jt]sx?$/.test(one) && existsSync(one)) ?? target
}
