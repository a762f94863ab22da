// A hash of what decides how stored events are read: the generated code and the modules of upcasters. By it `audit` tells
// whether what an interrupted run has read still counts.
import { hashOfText } from "@deciduous/codegen/contract/canonical"
import { modulePath } from "@deciduous/codegen/handwritten/index"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import * as path from "node:path"
import type { Config } from "../../config.ts"
import { configFile } from "../loadConfig.ts"
import type { EventSets } from "./eventSets.ts"

export const buildHash = (
  { out = "src/generated", schemas = "event-schemas", upcasters = {} }: Config,
  eventSets: EventSets
): string => {
  const options = { schemas: path.resolve(schemas), cwd: process.cwd(), upcasters }
  const generated = existsSync(out)
    ? readdirSync(out).filter((name) => /\.gen\.[jt]s$/.test(name)).map((name) => path.join(out, name))
    : []
  const byHand = [...eventSets.values()].map(({ aggregate }) => modulePath(options, { name: aggregate }))
  const files = [...new Set([configFile, ...generated, ...byHand])].filter((file) => existsSync(file)).sort()
  return hashOfText(files.map((file) => readFileSync(file, "utf8")).join("\n"))
}
