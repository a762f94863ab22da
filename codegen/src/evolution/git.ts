// What git knows of a folder at another commit. The only place of codegen that runs another program.
import { spawnSync } from "node:child_process"

/** The files below a folder at a commit, by their paths as `cwd` sees them; or in a sentence, why not. */
export const filesAt = (
  cwd: string,
  ref: string,
  folder: string
): ReadonlyMap<string, Uint8Array> | { readonly problem: string } => {
  const commit = git(cwd, ["rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`])
  if (commit === undefined) return { problem: whyUnknown(cwd, ref) }
  const id = commit.toString("utf8").trim()
  const listed = listAt(cwd, id, folder)
  const input = listed.map(({ object }) => `${object}\n`).join("")
  const batch = git(cwd, ["cat-file", "--batch"], input)
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
const git = (cwd: string, args: ReadonlyArray<string>, input?: string): Buffer | undefined => {
  const { status, stdout } = spawnSync("git", args, {
    cwd,
    input,
    maxBuffer: 1024 * 1024 * 1024,
    stdio: ["pipe", "pipe", "ignore"]
  })
  return status === 0 ? stdout : undefined
}
