// What may stand in a file. Each rule takes files and gives what is wrong, with what to do instead.
import { ts } from "ts-morph"

export interface Text {
  readonly path: string
  readonly text: string
}

type Rule = (files: ReadonlyArray<Text>) => ReadonlyArray<string>

const maxLines = 300

export const length: Rule = (files) =>
  files.flatMap(({ path, text }) => {
    const lines = text.trimEnd().split("\n").length
    return lines < maxLines
      ? []
      : [`${path} has ${lines} lines, and has to stay under ${maxLines}: give a noun of it a file of its own.`]
  })

export const opening: Rule = (files) =>
  files.filter(({ text }) => !/^(#!.*\n)?(\/\/ \S|\/\*\* ?\n? ?\*? ?\S)/.test(text))
    .map(({ path }) =>
      `${path} begins without a comment: say in its first line what it is for, and who should read it.`
    )

const rows = "the driver types rows as arrays of unknown"

/** What the compiler would have refused, by the reason for which it stands there. */
const escapes: Readonly<Record<string, string>> = {
  "packages/core/src/Decider.ts: as unknown as Decide": "the compiler cannot split the union that `decide` returns",
  "packages/postgres/src/internal/row.ts: as unknown as Row": rows,
  "packages/postgres/src/internal/append/sendHooked.ts: as unknown as ReadonlyArray<Row>": rows
}

export const escape = (files: ReadonlyArray<Text>, allowed = escapes): ReadonlyArray<string> => {
  const found = files.flatMap(escapesIn)
  const unexplained = found.filter(({ name }) => !(name in allowed)).map(({ line, name }) =>
    `${
      name.replace(": ", `:${line} says `)
    }: narrow it by a check instead, or explain it in test/tidy/support/texts.ts.`
  )
  const stale = Object.keys(allowed).filter((name) => !found.some((escape) => escape.name === name))
  return [
    ...unexplained,
    ...stale.map((name) => `${name} is explained in test/tidy/support/texts.ts and is no longer there: remove it.`)
  ]
}

const escapesIn = ({ path, text }: Text): ReadonlyArray<{ readonly name: string; readonly line: number }> => {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  const found: Array<{ readonly name: string; readonly line: number }> = []
  const add = (at: number, what: string) =>
    found.push({ name: `${path}: ${what}`, line: file.getLineAndCharacterOfPosition(at).line + 1 })
  const visit = (node: ts.Node): void => {
    if (ts.isAsExpression(node)) {
      const type = node.type.getText(file).replaceAll(/\s+/g, " ")
      if (type === "any") add(node.type.getStart(file), "as any")
      const inner = node.expression
      if (ts.isAsExpression(inner) && inner.type.kind === ts.SyntaxKind.UnknownKeyword) {
        add(inner.type.getStart(file), `as unknown as ${type}`)
      }
    }
    ts.forEachChild(node, visit)
  }
  visit(file)
  for (const match of text.matchAll(/@ts-(?:ignore|expect-error|nocheck)/g)) add(match.index, match[0])
  return found
}

/** Each pattern, and what to do instead; patterns are written so that they do not find themselves. */
const unwanted: ReadonlyArray<readonly [pattern: RegExp, instead: string]> = [
  [/\b(?:TO[D]O|FIX[M]E|XX[X]|HAC[K])\b/, "finish it, or write down in docs/ what is missing and why"],
  [
    /(?<![\w.~/-])\/(?:wor[k]|tm[p]|roo[t]|hom[e]\/\w+|User[s]\/\w+)\/\w/,
    "a path of one machine: name it from the repository, or ask the system for a folder"
  ],
  [/[A-Z]:\\User[s]\\/, "a path of one machine: name it from the repository, or ask the system for a folder"],
  [/\b(?:describe|it|test)\.onl[y]\(/, "the other tests would not run: remove it"]
]

export const wording: Rule = (files) =>
  files.flatMap(({ path, text }) =>
    text.split("\n").flatMap((line, i) =>
      unwanted.filter(([pattern]) => pattern.test(line)).map(([pattern, instead]) =>
        `${path}:${i + 1} says "${pattern.exec(line)![0]}": ${instead}.`
      )
    )
  )
