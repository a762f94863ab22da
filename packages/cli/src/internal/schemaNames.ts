// The names of aggregates and events as users give them on the command line, checked as generate checks them.
import { dashed } from "@deciduous/codegen/import/names"
import { isIdentifier } from "@deciduous/codegen/read/folder"
import { checkIdentifier } from "@deciduous/codegen/read/keys"
import * as Effect from "effect/Effect"
import { Unusable } from "../Failure.ts"

/** `bank-account`, and the `BankAccount` that it stands for; either may be given. */
export interface AggregateName {
  readonly folder: string
  readonly name: string
}

export const aggregateName = (given: string): Effect.Effect<AggregateName, Unusable> => {
  const folder = isIdentifier(given) ? dashed(given) : given
  const name = folder.split("-").map(capitalized).join("")
  return /^[^-].*[^-]$|^[^-]$/.test(folder) && isIdentifier(name)
    ? Effect.succeed({ folder, name })
    : Effect.fail(notAName(given))
}

export const eventName = (given: string): Effect.Effect<string, Unusable> =>
  isIdentifier(given) ? Effect.succeed(given) : Effect.fail(notAName(given))

/** In generate's own words. */
const notAName = (given: string): Unusable => {
  const problems: Array<string> = []
  checkIdentifier(given, { file: "", line: 1, column: 1 }, ({ help, message }) => {
    problems.push(message, `  help: ${help}`)
  })
  return new Unusable({ message: problems.join("\n") || `${JSON.stringify(given)} can't name a folder and a type.` })
}

const capitalized = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1)
