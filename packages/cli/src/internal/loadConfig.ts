// The project's `deciduous.config.ts`, if there is one, as it was checked; or a sentence on what is wrong with it.
import { settingProblem } from "@deciduous/codegen/evolution/settings"
import { didYouMean } from "@deciduous/codegen/read/suggest"
import * as Effect from "effect/Effect"
import { lstatSync } from "node:fs"
import * as path from "node:path"
import type { Config } from "../config.ts"
import { Unusable } from "../Failure.ts"
import { importModule, notLoaded } from "./userModule.ts"

export const configFile = "deciduous.config.ts"

export const loadConfig: Effect.Effect<Config, Unusable> = Effect.suspend(() =>
  isThere(configFile) ? configIn(".", configFile) : Effect.succeed({})
)

/** A link that leads nowhere is a mistake, and not a project without settings. */
const isThere = (file: string): boolean => lstatSync(file, { throwIfNoEntry: false }) !== undefined

/** `name` is what messages call the file. */
export const configIn = Effect.fnUntraced(function*(folder: string, name: string): Effect.fn.Return<Config, Unusable> {
  const file = path.join(folder, configFile)
  if (lstatSync(file).isDirectory()) {
    return yield* new Unusable({ message: `${name} is a folder, and is read as a file of settings.` })
  }
  const { default: config } = yield* importModule(file, name)
  const problem = yield* Effect.try({
    try: () => problemOf(config),
    // settings may be computed when they are asked for
    catch: (cause) => notLoaded(name, cause)
  })
  if (problem !== undefined) return yield* new Unusable({ message: `${name}: ${problem}` })
  return config as Config
})

const problemOf = (config: unknown): string | undefined => {
  if (config === undefined) return "nothing is exported as default. Write: export default defineConfig({ ... })"
  if (config instanceof Promise) return "the default export is a promise. Write: export default await ..."
  if (!isRecord(config)) return "the default export is no object of settings."
  for (const [key, value] of Object.entries(config)) {
    const setting = Object.hasOwn(settings, key) ? settings[key] : undefined
    if (setting === undefined) return unknown(key, "a setting", Object.keys(settings))
    const problem = value === undefined ? undefined : setting(value)
    if (problem !== undefined) return `"${key}" ${problem}`
  }
  return undefined
}

type Setting = (value: unknown) => string | undefined

const text = (what: string): Setting => (value) =>
  typeof value === "string" && value !== "" ? undefined : `takes ${what}.`

const settings: Readonly<Record<string, Setting>> = {
  schemas: text("the path of a folder"),
  out: text("the path of a folder"),
  upcasters: (value) =>
    isRecord(value) && Object.values(value).every((file) => typeof file === "string")
      ? undefined
      : "takes the path of a module by the name of each aggregate.",
  rules: (value) => {
    if (!isRecord(value)) return `takes lint rules by name: { EVENT_PAST_TENSE: "off" }.`
    for (const [rule, setting] of Object.entries(value)) {
      const problem = settingProblem(rule, setting)
      if (problem !== undefined) return `: ${rule} ${problem}`
    }
    return undefined
  },
  aggregates: (value) =>
    typeof value === "function" ? undefined : `takes a function: () => import("./src/aggregates.ts")`,
  store: (value) => {
    if (!isRecord(value)) return `takes { folder: "..." } or { url: "..." }.`
    const known = ["folder", "url", "schema"]
    const other = Object.keys(value).find((key) => !known.includes(key))
    if (other !== undefined) return `: ${unknown(other, "a setting of it", known)}`
    if (("folder" in value) === ("url" in value)) return `takes either { folder: "..." } or { url: "..." }.`
    const key = Object.keys(value).find((key) => typeof value[key] !== "string" || value[key] === "")
    return key === undefined ? undefined : `takes text for "${key}".`
  }
}

const unknown = (key: string, what: string, known: ReadonlyArray<string>): string =>
  `${JSON.stringify(key)} is not ${what}: ${didYouMean(key, known) ?? `there are ${known.join(", ")}.`}`

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)
