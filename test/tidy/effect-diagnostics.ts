// Runs Effect's own diagnostics over every project. They pass where no file is checked at all, so that is a failure here.
import { spawnSync } from "node:child_process"
import * as path from "node:path"

const root = path.resolve(import.meta.dirname, "../..")
const { error, status, stderr, stdout } = spawnSync(
  path.join(root, "node_modules/.bin/effect-tsgo"),
  ["diagnostics", "--project", "tsconfig.json", "--strict"],
  { cwd: root, encoding: "utf8", shell: process.platform === "win32" }
)
if (error !== undefined) throw error
process.stdout.write(stdout)
process.stderr.write(stderr)
const checked = Number(/Checked (\d+) files/.exec(stdout)?.[1] ?? 0)
if (checked === 0) {
  console.error("No file was checked: does tsconfig.base.json still name the plugin @effect/language-service?")
}
process.exit(checked === 0 ? 1 : status ?? 1)
