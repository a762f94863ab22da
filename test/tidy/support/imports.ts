// Who may import what. Each rule takes sources and gives what is wrong, with what to do instead.
import * as path from "node:path"
import type { Source } from "./Source.ts"

type Rule = (sources: ReadonlyArray<Source>) => ReadonlyArray<string>

/** A rule about single imports: what is wrong with one, if anything. */
const perImport = (problem: (specifier: string, source: Source) => string | undefined): Rule => (sources) =>
  sources.flatMap((source) =>
    source.imports.flatMap(({ line, specifier }) => {
      const found = problem(specifier, source)
      return found === undefined ? [] : [`${source.path}:${line} imports ${specifier}: ${found}`]
    })
  )

/** Our packages by their names, and which of ours each may import. */
const ours: Readonly<Record<string, ReadonlyArray<string>>> = {
  "packages/core": [],
  "packages/runtime": ["core"],
  "packages/postgres": ["core", "runtime"],
  "packages/testing": ["core", "runtime"],
  "packages/cli": ["codegen", "core", "runtime", "postgres"],
  "packages/nats": ["runtime"],
  "codegen": [],
  "event-schemas": ["core/generated/v1", "testing/generated/v1"]
}

export const direction: Rule = perImport((specifier, { home }) => {
  const allowed = ours[home]
  const name = /^@deciduous\/(.+)$/.exec(specifier)?.[1]
  if (allowed === undefined || name === undefined) return undefined
  return allowed.some((package_) => name === package_ || name.startsWith(`${package_}/`))
    ? undefined
    : `${home} may import ${
      allowed.length === 0 ? "none of ours" : allowed.join(", ")
    } only. Move what is needed to the left: core <- runtime <- postgres.`
})

/** Effect's modules of pure data; none of them runs, waits, or reads a clock. */
const dataModules = new Set(
  ("Array BigDecimal BigInt Boolean Brand Chunk Data DateTime Duration Equal Equivalence Exit Function Hash HashMap HashSet "
    + "Iterable Match Number Option Order Predicate Record Result Schema SchemaAST SchemaGetter SchemaIssue "
    + "SchemaTransformation String Struct Tuple Types").split(" ")
)

export const purity: Rule = perImport((specifier, { home, path }) => {
  if (home !== "packages/core" || specifier.startsWith(".")) return undefined
  if (specifier === "effect") {
    return `core names the module, "effect/${"<Module>"}", so that it is seen to take data modules only.`
  }
  if (specifier.startsWith("node:")) return "core runs in a browser. What needs Node belongs to runtime or to cli."
  const module = /^effect\/(.+)$/.exec(specifier)?.[1]
  if (module !== undefined) {
    return dataModules.has(module)
      ? undefined
      : "core is pure. Take the value as an argument, or move what runs to runtime."
  }
  if (specifier === "fast-check" && path.includes("/generated/v1/")) return undefined
  return "core depends on effect and on nothing else."
})

interface Home {
  readonly what: RegExp
  readonly homes: ReadonlyArray<string>
  readonly instead: string
}

/** Modules that have one home. */
const homes: ReadonlyArray<Home> = [
  {
    what: /^(effect\/sql(\/|$)|@effect\/sql|@electric-sql\/|pg$)/,
    homes: ["packages/postgres"],
    instead: "SQL is the business of postgres: go through a port of runtime."
  },
  {
    what: /^ts-morph$/,
    homes: ["codegen"],
    instead: "only codegen edits users' modules."
  },
  {
    what: /^(vitest|@effect\/vitest|fast-check)(\/|$)/,
    homes: ["packages/testing"],
    instead: "what tests need stands in testing, or in the package's own test folder."
  }
]

export const home: Rule = perImport((specifier, source) => {
  if (source.home.startsWith("examples/") && /^@effect\/sql-pg|^@electric-sql/.test(specifier)) return undefined
  // generated arbitraries reach fast-check through a door of core's, which is no dependency of it
  if (source.path.endsWith(".arbitraries.gen.ts") || source.path.includes("/generated/v1/")) return undefined
  const found = homes.find(({ homes, what }) => what.test(specifier) && !homes.includes(source.home))
  return found?.instead
})

export const codegenIsPlain: Rule = perImport((specifier, { home }) =>
  home === "codegen" && /^(effect|@effect\/.*)(\/|$)/.test(specifier)
    ? "codegen is plain TypeScript: generating a project must not load Effect."
    : undefined
)

export const relative: Rule = perImport((specifier, source) => {
  // every vitest.config.ts takes what all of them share from the root
  if (!specifier.startsWith(".") || specifier.endsWith("/vitest.project.ts")) return undefined
  if (!/\.(ts|tsx|json)$/.test(specifier)) return `name the file: "${specifier.replace(/\.js$/, "")}.ts".`
  const target = path.posix.join(path.posix.dirname(source.path), specifier)
  return target.startsWith(`${source.home}/`)
    ? undefined
    : "a relative import ends at its package. Import the other package by its name."
})

/** Modules of Effect whose folder says that they may still change: each package names each of them in one file. */
export const unstable: Rule = (sources) => {
  const files = new Map<string, Set<string>>()
  for (const { home, imports, path } of sources) {
    for (const { specifier } of imports) {
      if (!/^effect\/[a-z][^/]*\//.test(specifier)) continue
      const key = `${home} imports ${specifier}`
      files.set(key, (files.get(key) ?? new Set()).add(path))
    }
  }
  return [...files].filter(([, importers]) => importers.size > 1).map(([key, importers]) =>
    `${key} in ${
      [...importers].join(" and in ")
    }: it is unstable, so let one internal file import it and re-export what is needed.`
  )
}

/** The files of a package that a relative import leads to. */
const edges = (sources: ReadonlyArray<Source>): ReadonlyMap<string, ReadonlyArray<string>> =>
  new Map(sources.map(({ imports, path: from }) => [
    from,
    imports.filter(({ specifier }) => specifier.startsWith("."))
      .map(({ specifier }) => path.posix.join(path.posix.dirname(from), specifier))
  ]))

export const cycles: Rule = (sources) => {
  const graph = edges(sources)
  const done = new Set<string>()
  const found: Array<string> = []
  const visit = (file: string, above: ReadonlyArray<string>): void => {
    if (above.includes(file)) {
      found.push(
        `${[...above.slice(above.indexOf(file)), file].join(" -> ")} is a circle: move what both need to a third file.`
      )
    } else if (!done.has(file)) {
      for (const next of graph.get(file) ?? []) visit(next, [...above, file])
      done.add(file)
    }
  }
  for (const file of graph.keys()) visit(file, [])
  return found
}

/** Files that nothing imports. `mentioned` are texts in which an entry point is named: manifests, scripts, other packages. */
export const dead = (sources: ReadonlyArray<Source>, mentioned: ReadonlyArray<string>): ReadonlyArray<string> => {
  const imported = new Set([...edges(sources).values()].flat())
  return sources.map(({ path }) => path).filter((file) => {
    const inside = file.replace(/^.*?\/src\//, "")
    const package_ = file.startsWith("packages/") ? `@deciduous/${file.split("/")[1]}` : ""
    const names = [`src/${inside}`, `${package_}/${inside.replace(/\.ts$/, "")}"`]
    return inside !== "index.ts" && !imported.has(file)
      && !mentioned.some((text) => names.some((name) => text.includes(name)))
  }).map((file) => `${file} is imported by nothing and is no entry point: delete it, or export it from index.ts.`)
}
