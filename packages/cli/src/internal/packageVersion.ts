// The release that this is; all of our packages have the same.
import { readFileSync } from "node:fs"

export const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
  readonly version: string
}
