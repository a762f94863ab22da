// How generated files name their neighbours: `.ts` where the user's compiler allows it, else `.js`. Read by the pipeline.
import { existsSync, readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, isAbsolute, join, resolve } from "node:path"
import { parse } from "yaml"

/** What the tsconfig.json nearest to `folder` asks for; upwards from there. */
export const findImportExtension = (folder: string): ".ts" | ".js" => {
  const config = nearestConfig(resolve(folder))
  const options = config === undefined ? {} : compilerOptions(config, [])
  return options.rewriteRelativeImportExtensions === true || options.allowImportingTsExtensions === true ? ".ts" : ".js"
}

type Options = { readonly [option: string]: unknown }

const nearestConfig = (folder: string): string | undefined => {
  const config = join(folder, "tsconfig.json")
  if (existsSync(config)) return config
  const parent = dirname(folder)
  return parent === folder ? undefined : nearestConfig(parent)
}

/** With those of the files that it extends, the later ones and its own first. */
const compilerOptions = (config: string, through: ReadonlyArray<string>): Options => {
  if (through.includes(config)) return {}
  const { compilerOptions: own, extends: bases } = readConfig(config)
  const inherited = [bases ?? []].flat().filter((base) => typeof base === "string").map((base) => {
    const path = locate(base, config)
    return path === undefined ? {} : compilerOptions(path, [...through, config])
  })
  return Object.assign({}, ...inherited, isObject(own) ? own : {})
}

/** The compiler reports what is wrong with the file; here it says nothing then. */
const readConfig = (config: string): Options => {
  try {
    const content: unknown = parse(withoutComments(readFileSync(config, "utf8")), { logLevel: "silent" })
    return isObject(content) ? content : {}
  } catch {
    return {}
  }
}

const locate = (base: string, from: string): string | undefined => {
  if (base.startsWith(".") || isAbsolute(base)) {
    const path = resolve(dirname(from), base)
    return [path, `${path}.json`].find((candidate) => candidate.endsWith(".json") && existsSync(candidate))
  }
  const { resolve: find } = createRequire(from)
  for (const request of [base, `${base}.json`, `${base}/tsconfig.json`]) {
    try {
      const path = find(request)
      if (path.endsWith(".json")) return path
    } catch {
      // not there under this name
    }
  }
  return undefined
}

/** JSON as the compiler reads it: comments and a comma at the end are fine. What is left, YAML reads as well. */
const withoutComments = (text: string): string =>
  text.replace(/^\uFEFF/, "").replace(
    /("(?:[^"\\]|\\.)*")|\/\/[^\n]*|\/\*[\s\S]*?\*\/|\t/g,
    (_, string: string | undefined) => string ?? " "
  )

const isObject = (value: unknown): value is Options =>
  value !== null && typeof value === "object" && !Array.isArray(value)
