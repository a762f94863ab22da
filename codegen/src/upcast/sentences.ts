// Mismatches as messages: faults with one code and one cause are one message that names them all. Read by the rules.
import type { Operation } from "../model.ts"
import type { Fault } from "./findings.ts"
import type { Mismatch } from "./fit.ts"
import { pointerText } from "./pointer.ts"

/** One fault for each code and operation. `subject` begins the sentences, `next` is the next version's name in them. */
export const faultsOf = (mismatches: ReadonlyArray<Mismatch>, subject: string, next: string): ReadonlyArray<Fault> => {
  const groups = new Map<string, Array<Mismatch>>()
  const causes: Array<Operation | undefined> = []
  for (const mismatch of mismatches) {
    if (!causes.includes(mismatch.by)) causes.push(mismatch.by)
    const key = `${CODES[mismatch.kind]} ${severityOf(mismatch)} ${causes.indexOf(mismatch.by)}`
    groups.set(key, [...groups.get(key) ?? [], mismatch])
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    return first === undefined ? [] : [{
      severity: severityOf(first),
      code: CODES[first.kind],
      by: first.by,
      message: sentencesOf(group, subject, next).join(" "),
      help: helpOf(first, next),
      places: group.map(({ pointer }) => pointer)
    }]
  })
}

/** What is wrong, in whole sentences. */
export const sentencesOf = (
  mismatches: ReadonlyArray<Mismatch>,
  subject: string,
  next: string
): ReadonlyArray<string> => {
  const named = (kind: Mismatch["kind"], what: string) =>
    mismatches.filter((of) => of.kind === kind && of.what === what)
  const lists = [
    [named("lacks", "lacks"), `lacks`, `which ${next} requires`],
    [named("lacks", "may lack"), `may lack`, `which ${next} requires`],
    [named("keeps", "keeps"), `has`, `which ${next} does not`]
  ] as const
  const clauses = lists.filter(([of]) => of.length > 0)
    .map(([of, verb, which]) => `${verb} ${of.map(({ pointer }) => JSON.stringify(pointer)).join(", ")}, ${which}`)
  return [
    ...(clauses.length > 0 ? [`${subject} ${clauses.join(", and ")}.`] : []),
    ...mismatches.filter(({ kind }) => kind === "short").map(({ pointer }) =>
      `"${pointer}" is missing where there are too few parts, and ${next} requires it.`
    ),
    ...mismatches.filter(({ kind }) => kind === "type" || kind === "narrows" || kind === "said").map((mismatch) =>
      `"${mismatch.pointer}" ${withOrigin(mismatch)}.`
    )
  ]
}

/** What a value was made of belongs to what may be wrong with it: `may be empty (split of /holderName), but ...`. */
const withOrigin = ({ by, kind, what }: Mismatch): string => {
  const from = by === undefined || kind !== "narrows" ? undefined : originOf(by)
  return from === undefined ? what : what.replace(", but ", ` (${from}), but `)
}

const originOf = (by: Operation): string | undefined => {
  switch (by.op) {
    case "split":
      return `split of ${pointerText(by.from)}`
    case "join":
      return `join of ${by.from.map((pointer) => pointerText(pointer)).join(", ")}`
    case "convert":
      return by.using
    default:
      return undefined
  }
}

/** What the schema refuses by more than its type compiles: a value that a file names is refused here, or by nobody. */
const severityOf = ({ kind }: Mismatch): Fault["severity"] => kind === "said" ? "error" : "warning"

const CODES: Record<Mismatch["kind"], string> = {
  lacks: "UPCAST_INCOMPLETE",
  keeps: "UPCAST_INCOMPLETE",
  type: "UPCAST_INCOMPLETE",
  said: "UPCAST_INCOMPLETE",
  short: "UPCAST_NOT_TOTAL",
  narrows: "UPCAST_NARROWS"
}

const helpOf = ({ kind, pointer, what }: Mismatch, next: string): string => {
  switch (kind) {
    case "lacks":
      return `add: {at: ${pointer}, value: ...${what === "may lack" ? ", ifMissing: true" : ""}}`
    case "short":
      return `add: {at: ${pointer}, value: ..., ifMissing: true}`
    case "keeps":
      return `remove: {at: ${pointer}}`
    case "said":
      return `name a value that ${next} takes.`
    case "type":
      return "map or convert it, or write the upcast by hand."
    case "narrows":
      return `loosen ${next} while it is a draft, or write the upcast by hand.`
  }
}
