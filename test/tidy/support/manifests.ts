// What a package's manifest says. Gives what is wrong, with what to do instead.
import type { Source } from "./Source.ts"

export interface Manifest {
  readonly name?: string
  readonly private?: boolean
  readonly description?: string
  readonly license?: string
  readonly type?: string
  readonly engines?: { readonly node?: string }
  readonly files?: ReadonlyArray<string>
  readonly exports?: Readonly<Record<string, unknown>>
  readonly publishConfig?: { readonly access?: string; readonly exports?: Readonly<Record<string, unknown>> }
  readonly dependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
}

/** `home` is the package's folder, `sources` are its published files. */
export const problems = (home: string, manifest: Manifest, sources: ReadonlyArray<Source>): ReadonlyArray<string> => {
  const isPublished = manifest.private !== true
  const { dependencies = {}, peerDependencies = {}, publishConfig = {} } = manifest
  const subpaths = (exports: object = {}) => Object.keys(exports).toSorted().join(" ")
  const checks: ReadonlyArray<readonly [holds: boolean, instead: string]> = [
    [manifest.license === "MIT", `has the licence ${manifest.license}: say "license": "MIT"`],
    [(manifest.description ?? "") !== "", "has no description: say in a sentence what it is"],
    [manifest.type === "module", `is no ES module: say "type": "module"`],
    [
      /^@deciduous\/[a-z-]+$/.test(manifest.name ?? ""),
      `is named ${manifest.name}: packages are named @deciduous/<what it is>`
    ],
    [!isPublished || manifest.engines?.node !== undefined, `does not say which Node it needs: add "engines"`],
    [
      !isPublished || publishConfig.access === "public",
      `could not be published: add "publishConfig": { "access": "public" }`
    ],
    [
      !isPublished || ["dist", "src"].every((folder) => manifest.files?.includes(folder)),
      `would be packed without dist or src: add both to "files", so that source maps lead somewhere`
    ],
    [
      !isPublished || subpaths(manifest.exports) === subpaths(publishConfig.exports),
      `exports ${subpaths(manifest.exports)} here and ${
        subpaths(publishConfig.exports)
      } when published: make them the same`
    ]
  ]
  const ranges = Object.entries(peerDependencies).filter(([, range]) => !/^\^\d/.test(range))
    .map(([name, range]) => `has the peer ${name} at ${range}: users need a range, such as "^4.1.0"`)
  const declared = new Set([...Object.keys(dependencies), ...Object.keys(peerDependencies)])
  const undeclared = sources.flatMap(({ imports, path }) =>
    imports.map(({ specifier }) => packageOf(specifier)).filter((name) =>
      name !== undefined && name !== manifest.name && !declared.has(name)
    ).map((name) => `does not declare ${name}, which ${path} imports: add it to "dependencies" or "peerDependencies"`)
  )
  const failed = checks.filter(([holds]) => !holds).map(([, instead]) => instead)
  return [...failed, ...ranges, ...undeclared].map((problem) => `${home} ${problem}.`)
}

/** The package that is named by an import, if it names one. */
const packageOf = (specifier: string): string | undefined =>
  /^(\.|node:)/.test(specifier) ? undefined : /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0]
