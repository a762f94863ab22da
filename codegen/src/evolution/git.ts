// What git knows of a folder at another commit. The only place of codegen that runs another program.
import { spawnSync } from "node:child_process"

/** The files below a folder at a commit, by their paths as `cwd` sees them; or in a sentence, why not. */
export const filesAt = (
  cwd: string,
  ref: string,
  folder: string
): ReadonlyMap<string, Uint8Array> | { readonly problem: string } => {
  const commit = git(cwd, ["rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`])
  if (commit === undefined) {
    const isRepository = git(cwd, ["rev-parse", "--git-dir"]) !== undefined
    return {
      problem: isRepository
        ? `"${ref}" is neither a folder nor a commit that git knows here. help: git fetch, or name a branch, a tag or a folder.`
        : `"${ref}" is no folder, and this is no git repository in which it could be a commit.`
    }
  }
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

/** The paths of a folder where this branch and the other one parted; `undefined` where they never were one. */
export const filesWherePartedFrom = (cwd: string, ref: string, folder: string): ReadonlySet<string> | undefined => {
  const base = git(cwd, ["merge-base", "--end-of-options", "HEAD", ref])?.toString("utf8").trim()
  return base === undefined || base === "" ? undefined : new Set(listAt(cwd, base, folder).map(({ path }) => path))
}

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
