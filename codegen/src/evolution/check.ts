// `check`, top to bottom: read the files, the lock and what is compared with; ask every rule; take away what is accepted
// or switched off. Read this first of `evolution/`.
import { join, relative, resolve } from "node:path"
import { type Diagnostic, settle } from "../diagnostic.ts"
import { checkModules, moduleHash, type ModuleOptions } from "../handwritten/index.ts"
import { lint } from "../lint/index.ts"
import { loadLock } from "../lock/file.ts"
import { findIn, linesOf, type ModuleHash } from "../lock/lines.ts"
import { type Accepted, type Lock, LOCK_FILE } from "../lock/model.ts"
import { isProblem } from "../lock/text.ts"
import type { Aggregate } from "../model.ts"
import { readCatalog, type ReadResult } from "../read/index.ts"
import { type Against, readAgainst } from "./against.ts"
import { baselineOf } from "./baseline.ts"
import { checkClashes } from "./clashes.ts"
import { checkCode } from "./code.ts"
import type { Baseline, Context } from "./context.ts"
import { asFinding, type Finding, isAccepted, joined } from "./finding.ts"
import { checkIdentity } from "./identity.ts"
import { checkNames } from "./names.ts"
import { checkPersonal } from "./personal.ts"
import { placesIn } from "./places.ts"
import { checkPublished, checkTypeStrings } from "./published.ts"
import { type Gone, goneFiles, readRestored } from "./restore.ts"
import { checkRollout } from "./rollout.ts"
import { applySettings, type LintSettings } from "./settings.ts"
import { checkSteps } from "./steps.ts"
import { substitute } from "./substitute.ts"
import { checkVersions } from "./versions.ts"

export interface CheckOptions {
  /** The folder of schema files. */
  readonly schemas: string
  /** Where paths begin: the working folder unless given. */
  readonly cwd?: string
  /** A commit that git knows, or a folder: the last release, or the branch that this one goes to. */
  readonly against?: string
  /** ROLLOUT rules are errors. */
  readonly strictRollout?: boolean
  /** What the configuration says of lint rules. */
  readonly rules?: LintSettings
  /** Folders below the schemas that are not read: where generated modules go. */
  readonly ignore?: ReadonlyArray<string>
  /** Accepted beside what the lock says already: what is about to be. */
  readonly accepting?: ReadonlyArray<Accepted>
  /** The modules of hand-written upcasters, by the name of the aggregate; `src/upcasters.ts` beside the schemas, else. */
  readonly upcasters?: Readonly<Record<string, string>>
}

export type Checked =
  | { readonly _tag: "Unusable"; readonly problem: string }
  | {
    readonly _tag: "Checked"
    /** Sorted, one a place, ready to print. */
    readonly diagnostics: ReadonlyArray<Diagnostic>
    /** Those of rules that may be accepted; what is printed is made of them. */
    readonly findings: ReadonlyArray<Finding>
    /** The lock as it is, if there is one. */
    readonly lock: Lock | undefined
    /** What the files would lock; nothing while they can't be read. */
    readonly lines: Lock | undefined
  }

/**
 * Everything that is wrong with a folder of schemas, now and against what is stored.
 *
 * It never fails for what is wrong with files: that is in `diagnostics`, or in `problem` where nothing can be checked.
 *
 * @example
 * ```ts
 * import { formatDiagnostics } from "@deciduous/codegen"
 * import { check } from "@deciduous/codegen/evolution/check"
 *
 * const checked = await check({ schemas: "event-schemas", against: "main" })
 * console.log(checked._tag === "Unusable" ? checked.problem : formatDiagnostics(checked.diagnostics))
 * ```
 *
 * @since 0.1.0
 * @category checking
 */
export const check = async (options: CheckOptions): Promise<Checked> => {
  const cwd = resolve(options.cwd ?? ".")
  const path = resolve(cwd, options.schemas)
  const folder = relative(cwd, path).replaceAll("\\", "/") || "."
  const ignore = (options.ignore ?? []).map((one) => resolve(cwd, one))
  const lockFile = folder === "." ? LOCK_FILE : `${folder}/${LOCK_FILE}`
  const lock = loadLock(join(path, LOCK_FILE), lockFile)
  if (lock !== undefined && isProblem(lock)) return unusable(lock.problem)
  const against = options.against === undefined ? undefined : readAgainst(options.against, folder, cwd)
  if (against !== undefined && "problem" in against) return unusable(against.problem)

  const accepted = [...lock?.accepted ?? [], ...options.accepting ?? []]
  const isOpen = (finding: Finding) => !isAccepted(finding, accepted)
  const first = readCatalog({ folder, cwd, ignore })
  if (first.assembled === undefined) {
    return { _tag: "Checked", diagnostics: first.problems, findings: [], lock, lines: undefined }
  }
  const base = baselineOf(lock, against, first.assembled)
  const isMissed = (file: string) => against?.wasThere === undefined || lock !== undefined || against.wasThere(file)
  const gone = goneFiles(first.assembled, base, { path, isMissed })
  const missing = gone.filter(({ finding }) => isOpen(finding))
  const read = missing.length === 0 ? first : readRestored({ path, folder, ignore }, missing)

  const modules: ModuleOptions = { schemas: path, cwd, ...(options.upcasters && { upcasters: options.upcasters }) }
  const hash: ModuleHash = moduleHash(modules)
  const code = await checkModules(modules, read.sound ?? read.assembled ?? first.assembled, base)
  if ("problem" in code) return unusable(code.problem)
  const lines = read.sound === undefined ? undefined : linesOf(read.sound, "", hash)
  const findings = [
    ...findingsOf({ read, missing, isOpen, lock, lockFile, base, against, folder, lines }),
    ...code.findings
  ]
  const open = joined(findings.filter(isOpen))
  const judged = applySettings(open, { rules: options.rules ?? {}, strictRollout: options.strictRollout ?? false })
  const sources = new Map([...read.sources, ...code.sources])
  return {
    _tag: "Checked",
    diagnostics: settle(judged.map(({ problem }) => problem), sources),
    findings: judged,
    lock,
    // where nothing is wrong with the files, all of it is sound
    lines: first.catalog && (first.catalog === read.sound ? lines : linesOf(first.catalog, "", hash))
  }
}

interface Parts {
  readonly isOpen: (finding: Finding) => boolean
  readonly read: ReadResult
  readonly missing: ReadonlyArray<Gone>
  readonly lock: Lock | undefined
  readonly lockFile: string
  readonly base: Baseline
  readonly against: Against | undefined
  readonly folder: string
  /** What the files would lock. */
  readonly lines: Lock | undefined
}

const findingsOf = (parts: Parts): ReadonlyArray<Finding> => {
  const { against, base, folder, isOpen, lines, lock, lockFile, missing, read } = parts
  const { assembled, catalog: whole, problems, sound, sources } = read
  if (assembled === undefined || sound === undefined || lines === undefined) {
    return problems.map((problem) => asFinding(problem))
  }
  const context: Context = {
    catalog: sound,
    assembled,
    find: findIn(sound),
    lines,
    base,
    against: against?.catalog,
    schemas: folder,
    lockFile,
    isWhole: wholeManifests(problems),
    hasLostManifest: problems.some(({ code, place }) =>
      code === "MANIFEST_MISSING" ? place.file !== folder : UNREAD.test(code) && MANIFEST.test(place.file)
    ),
    places: placesIn(sources),
    isClash: clashIn(lock, against)
  }
  const names = checkNames(context)
  const identity = checkIdentity(context)
  const versions = checkVersions(context, isOpen)
  const locked = substitute(sound, versions.changed)
  const deleted = new Set(missing.map(({ finding }) => finding.problem.place.file))
  return [
    ...problems.filter((problem) =>
      problem.code !== "UPCAST_MISSING" && !isConsequence(problem, [...identity, ...names])
    )
      .map((problem) => asFinding(problem)),
    ...missing.map(({ finding }) => finding),
    ...checkClashes(lock, lockFile),
    ...identity,
    ...versions.findings.filter(({ problem }) => !deleted.has(problem.place.file)),
    ...checkSteps(context, locked),
    ...checkRollout(context),
    ...names,
    ...checkPersonal({ ...context, catalog: locked }),
    ...checkPublished(context),
    ...checkTypeStrings(context),
    ...checkCode(context),
    // a restored file has its contract and no words
    ...(whole === undefined || missing.length > 0 ? [] : lint(whole)).map((problem) => asFinding(problem))
  ]
}

const unusable = (problem: string): Checked => ({ _tag: "Unusable", problem })

/** The file of an event that was taken out of the manifest is an orphan because of that; so is a folder that is empty. */
const isConsequence = ({ code, place }: Diagnostic, names: ReadonlyArray<Finding>): boolean =>
  code === "MANIFEST_MISSING" && names.some(({ problem }) => problem.code === "AGGREGATE_DELETED")
  || code === "FILE_ORPHAN"
    && names.some(({ at, problem }) =>
      (problem.code === "EVENT_DELETED" || problem.code === "EVENT_MOVED")
      && place.file.includes(`/${at?.slice(at.indexOf("/") + 1, -1)}.v`)
    )

/** Whether every entry of an aggregate's manifest could be read, whatever is wrong with what it says. */
const wholeManifests = (problems: ReadonlyArray<Diagnostic>): (aggregate: Aggregate) => boolean => {
  const broken = new Set(problems.filter(({ code }) => UNREAD.test(code)).map(({ place }) => place.file))
  return ({ place }) => !broken.has(place.file)
}

const MANIFEST = /(^|\/)aggregate\.(yaml|json)$/

/** Rules of which a broken entry is left out. */
const UNREAD = /^(YAML_|KEY|UNKNOWN_KEY$|UNSUPPORTED_KEYWORD$|FILE_UNREADABLE$|UPCAST_OP_UNKNOWN$)/

/** Whether a version that differs from the other side's was made on both sides, and not changed on this one. */
const clashIn = (lock: Lock | undefined, against: Against | undefined): Context["isClash"] => (file, { isLocked }) =>
  !isLocked && against !== undefined && (against.wasThere === undefined ? lock !== undefined : !against.wasThere(file))
