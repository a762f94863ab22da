// The lock on the disk: read whole, written whole or not at all.
import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { EMPTY_LOCK, type Lock } from "./model.ts"
import { type LockProblem, readLock } from "./text.ts"

/** `undefined` where there is no lock yet. */
export const loadLock = (path: string, printed: string): Lock | LockProblem | undefined => {
  const text = readText(path, printed)
  if (text === undefined) return undefined
  if (typeof text !== "string") return text
  return text.trim() === "" ? EMPTY_LOCK : readLock(printed, text)
}

/** A reader sees the last lock or this one, and never a half of one. */
export const saveLock = (path: string, text: string): void => {
  const temporary = `${path}.${process.pid}.tmp`
  try {
    writeFileSync(temporary, text)
    renameSync(temporary, path)
  } finally {
    rmSync(temporary, { force: true })
  }
}

const readText = (path: string, printed: string): string | LockProblem | undefined => {
  const refuse = (reason: string): LockProblem => ({
    problem: `${printed}  error  LOCK_UNUSABLE  The lock can't be read: ${reason}. help: git checkout -- ${printed}`
  })
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(path))
  } catch (cause) {
    if (cause instanceof TypeError) return refuse("it is not text in UTF-8")
    if (!(cause instanceof Error && "code" in cause)) throw cause
    return cause.code === "ENOENT" ? undefined : refuse(String(cause.code))
  }
}
