// What git knows of a folder at another commit. The only place of codegen that runs another program.
import { spawnSync } from "node:child_process"
import { rmSync } from "node:fs"

/** The files below a folder at a commit, by their paths as `cwd` sees them; or in a sentence, why not. */
export const filesAt = (
  cwd: string,
  ref: string,
  folder: string
): ReadonlyMap<string, Uint8Array> | { readonly problem: string } => {
  const commit = commitOf(cwd, ref)
  if (typeof commit !== "string") return commit
  const listed = listAt(cwd, commit, folder)
  const input = listed.map(({ object }) => `${object}\n`).join("")
  const batch = git(cwd, ["cat-file", "--batch"], { input })
  if (batch === undefined) return { problem: `git can't read the files of "${ref}".` }
  const files = new Map<string, Uint8Array>()
  let offset = 0
  for (const { path } of listed) {
    const end = batch.indexOf(10, offset)
    const size = Number(/ (\d+)$/.exec(batch.toString("utf8", offset, end))?.[1] ?? 0)
    files.set(path, batch.subarray(end + 1, end + 1 + size))
    offset = end + 1 + size + 1
  }
  return files
}

/** Where a working folder stands in its repository. */
export interface CheckedOut {
  /** The repository's folder, absolute. */
  readonly top: string
  /** From there to the working folder; empty where they are one. */
  readonly inside: string
}

/** Writes all files of the repository at a commit into an empty folder, and nothing into the repository itself. */
export const checkOut = (cwd: string, ref: string, into: string): CheckedOut | { readonly problem: string } => {
  const commit = commitOf(cwd, ref)
  if (typeof commit !== "string") return commit
  const top = git(cwd, ["rev-parse", "--show-toplevel"])?.toString("utf8").replace(/\r?\n$/, "") ?? cwd
  const inside = git(cwd, ["rev-parse", "--show-prefix"])?.toString("utf8").replace(/\r?\n$/, "") ?? ""
  // an index of its own: what is staged stays staged
  const env = { ...process.env, GIT_INDEX_FILE: `${into}.index` }
  const isWritten = git(top, ["read-tree", commit], { env }) !== undefined
    && git(top, ["checkout-index", "--all", "--quiet", `--prefix=${into}/`], { env }) !== undefined
  rmSync(env.GIT_INDEX_FILE, { force: true })
  return isWritten ? { top, inside } : { problem: `git can't write the files of "${ref}" into a folder of their own.` }
}

const commitOf = (cwd: string, ref: string): string | { readonly problem: string } =>
  git(cwd, ["rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`])?.toString("utf8").trim()
    ?? { problem: whyUnknown(cwd, ref) }

/**
 * The paths of a folder where this branch and the other one parted; `undefined` where they never were one, and why it
 * can't be known where history is cut off before.
 */
export const filesWherePartedFrom = (
  cwd: string,
  ref: string,
  folder: string
): ReadonlySet<string> | { readonly problem: string } | undefined => {
  const base = git(cwd, ["merge-base", "--end-of-options", "HEAD", ref])?.toString("utf8").trim()
  if (base !== undefined && base !== "") return new Set(listAt(cwd, base, folder).map(({ path }) => path))
  return isShallow(cwd)
    ? { problem: `where this branch and "${ref}" parted is not in this shallow clone. ${UNSHALLOW}` }
    : undefined
}

/** In a sentence. */
const whyUnknown = (cwd: string, ref: string): string => {
  if (git(cwd, ["--version"]) === undefined) {
    return `"${ref}" is no folder, and git, which could know it as a commit, can't be run. help: is it installed?`
  }
  if (git(cwd, ["rev-parse", "--git-dir"]) === undefined) {
    return `"${ref}" is no folder, and this is no git repository in which it could be a commit.`
  }
  return isShallow(cwd)
    ? `"${ref}" is neither a folder nor a commit of this shallow clone. ${UNSHALLOW}`
    : `"${ref}" is neither a folder nor a commit that git knows here. help: git fetch, or name a branch, a tag or a folder.`
}

const isShallow = (cwd: string): boolean =>
  git(cwd, ["rev-parse", "--is-shallow-repository"])?.toString("utf8").trim() === "true"

const UNSHALLOW = "help: git fetch --unshallow --tags; on GitHub: actions/checkout with fetch-depth: 0."

const listAt = (
  cwd: string,
  commit: string,
  folder: string
): ReadonlyArray<{ readonly path: string; readonly object: string }> =>
  (git(cwd, ["ls-tree", "-r", "-z", commit, "--", folder])?.toString("utf8") ?? "").split("\0").flatMap((line) => {
    const [, object = "", path = ""] = /^\d+ blob (\S+)\t(.*)$/s.exec(line) ?? []
    return path === "" ? [] : [{ path, object }]
  })

/** What git prints; `undefined` where it fails, or is not there. */
const git = (
  cwd: string,
  args: ReadonlyArray<string>,
  { env, input }: { readonly input?: string; readonly env?: NodeJS.ProcessEnv } = {}
): Buffer | undefined => {
  const { status, stdout } = spawnSync("git", args, {
    cwd,
    env,
    input,
    maxBuffer: 1024 * 1024 * 1024,
    stdio: ["pipe", "pipe", "ignore"]
  })
  return status === 0 ? stdout : undefined
}
