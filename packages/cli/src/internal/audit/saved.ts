// How far an audit came, in a file, so that one that was interrupted goes on where it was. Read by `audit`.
import * as Effect from "effect/Effect"
import * as fs from "node:fs"
import * as path from "node:path"
import { Unusable } from "../../Failure.ts"

/** What was audited, and by what: to go on is to go on with the same. */
export interface Subject {
  readonly verb: string
  readonly source: string
  readonly categories: ReadonlyArray<string>
  readonly build: string
}

export interface Saved<Found> {
  readonly subject: Subject
  /** As the source gave it. */
  readonly place: string
  readonly found: Found
}

export const savedFile = ".deciduous/audit.json"

const format = 1

/** Gives what kept it from being written, in words. */
export const save = <Found>(saved: Saved<Found>): string | undefined => {
  try {
    fs.mkdirSync(path.dirname(savedFile), { recursive: true })
    // a process that is killed meanwhile leaves the file as it was
    const half = `${savedFile}.${process.pid}`
    fs.writeFileSync(half, `${JSON.stringify({ format, ...saved })}\n`)
    fs.renameSync(half, savedFile)
    return undefined
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause)
  }
}

export const forget = (): void => fs.rmSync(savedFile, { force: true })

/** What was found until then, and where; it has to be of the same audit. */
export const recall = <Found>(subject: Subject): Effect.Effect<Saved<Found>, Unusable> =>
  Effect.suspend(() => {
    if (!fs.existsSync(savedFile)) {
      return refuse(`There is no interrupted audit to go on with: ${savedFile} is not there.`)
    }
    const saved = parsed<Found>(fs.readFileSync(savedFile, "utf8"))
    if (saved === undefined) return refuse(`${savedFile} is not as an audit leaves it.${anew}`)
    const { subject: then } = saved
    if (
      then.verb !== subject.verb || then.source !== subject.source
      || String(then.categories) !== String(subject.categories)
    ) {
      return refuse(`The interrupted audit was another one: ${nameOf(then)}; this is ${nameOf(subject)}.${anew}`)
    }
    if (then.build !== subject.build) {
      const message = "What reads the events has changed since the audit was interrupted, and what was read until then "
        + `says nothing of it.${anew}`
      return refuse(message)
    }
    return Effect.succeed(saved)
  })

const anew = " Begin anew, without --resume."

const refuse = (message: string) => Effect.fail(new Unusable({ message }))

const nameOf = ({ categories, source, verb }: Subject): string => [verb, ...categories, `of ${source}`].join(" ")

const parsed = <Found>(text: string): Saved<Found> | undefined => {
  try {
    const { format: found, ...saved } = JSON.parse(text)
    return found === format ? saved : undefined
  } catch {
    // half of a file, or somebody else's: said by whoever asked for it
    return undefined
  }
}
