// Installs the peers from their own lockfile, when they are first compared or their lockfile has changed.
import { spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import * as fs from "node:fs"
import * as path from "node:path"
import { peers } from "./contenders.ts"

const pnpm = "pnpm@12.21.0"

export const installPeers = (say: (line: string) => void): void => {
  const stamp = path.join(peers, "node_modules", ".installed")
  const wanted = createHash("sha256")
    .update(fs.readFileSync(path.join(peers, "package.json")))
    .update(fs.readFileSync(path.join(peers, "pnpm-lock.yaml")))
    .digest("hex")
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, "utf8") === wanted) return
  say("Installing the peers into test/load/peers, once.")
  const { error, status, stderr, stdout } = spawnSync(
    "npx",
    ["-y", pnpm, "install", "--ignore-workspace", "--frozen-lockfile"],
    { cwd: peers, encoding: "utf8", shell: process.platform === "win32" }
  )
  if (status !== 0) {
    throw new Error(`The peers could not be installed in ${peers}: ${error?.message ?? `${stdout}${stderr}`}`)
  }
  fs.writeFileSync(stamp, wanted)
}
