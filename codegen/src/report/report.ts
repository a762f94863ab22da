// Findings in the forms that people and their tools read. Read by the command line.
import { type Diagnostic, formatDiagnostics, hasErrors, type Severity } from "../diagnostic.ts"
import { explanationOf } from "../evolution/explain.ts"

/** `json` is one document; `github-actions` marks lines in a pull request; `sarif` is for code scanning. */
export const formats = ["text", "json", "junit", "github-actions", "sarif"] as const

export type Format = (typeof formats)[number]

/** What is reported, and by which verb. */
export interface Reported {
  readonly verb: string
  /** The sentence that stands where nothing was found. */
  readonly nothing: string
  /** What is counted beside findings, by its name in JSON. */
  readonly counts?: Readonly<Record<string, number>>
}

const CHECKED: Reported = { verb: "check", nothing: "Nothing found: old events stay readable." }

/** Without a line end at its end. */
export const report = (format: Format, findings: ReadonlyArray<Diagnostic>, of: Reported = CHECKED): string => {
  switch (format) {
    case "text":
      return textReport(findings, of)
    case "json":
      return JSON.stringify(
        { ok: !hasErrors(findings), ...of.counts, ...countsOf(findings), findings: findings.map(plain) },
        undefined,
        2
      )
    case "junit":
      return junitReport(findings, of)
    case "github-actions":
      return findings.map(workflowCommand).join("\n")
    case "sarif":
      return JSON.stringify(sarifReport(findings), undefined, 2)
  }
}

/** `2 errors, 1 warning.` */
export const summary = (findings: ReadonlyArray<Diagnostic>, { nothing }: Reported = CHECKED): string => {
  const { errors, notes, warnings } = countsOf(findings)
  const parts = [[errors, "error"], [warnings, "warning"], [notes, "note"]] as const
  const said = parts.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}${count === 1 ? "" : "s"}`)
  return said.length === 0 ? nothing : `${said.join(", ")}.`
}

const countsOf = (findings: ReadonlyArray<Diagnostic>) => {
  const count = (severity: Severity) => findings.filter((finding) => finding.severity === severity).length
  return { errors: count("error"), warnings: count("warning"), notes: count("note") }
}

const textReport = (findings: ReadonlyArray<Diagnostic>, of: Reported): string =>
  [...(findings.length === 0 ? [] : [formatDiagnostics(findings)]), summary(findings, of)].join("\n")

const plain = ({ code, help, message, place, severity }: Diagnostic) => ({
  file: place.file,
  ...(place.line !== undefined && { line: place.line, column: place.column }),
  severity,
  rule: code,
  message,
  ...(help !== undefined && { help })
})

/** A rule is a test case, which fails for errors only; what else was found is its output. */
const junitReport = (findings: ReadonlyArray<Diagnostic>, { verb }: Reported): string => {
  const { errors } = countsOf(findings)
  const cases = findings.map((finding) => {
    const { code, place, severity } = finding
    const at = place.line === undefined ? place.file : `${place.file}:${place.line}:${place.column}`
    const message = [finding.message, ...(finding.help === undefined ? [] : [`help: ${finding.help}`])].join(" ")
    const inner = severity === "error"
      ? `<failure type="${xml(code)}" message="${xml(message)}"/>`
      : `<system-out>${xml(`${severity}: ${message}`)}</system-out>`
    return `    <testcase classname="${xml(code)}" name="${xml(at)}">${inner}</testcase>`
  })
  const all = cases.length === 0 ? [`    <testcase classname="deciduous" name="${verb}"/>`] : cases
  return [
    `<?xml version="1.0" encoding="UTF-8"?>`,
    `<testsuites name="deciduous ${verb}" tests="${all.length}" failures="${errors}">`,
    `  <testsuite name="deciduous ${verb}" tests="${all.length}" failures="${errors}">`,
    ...all,
    "  </testsuite>",
    "</testsuites>"
  ].join("\n")
}

/** Control characters are no XML, not even escaped. */
const xml = (text: string): string =>
  text.replaceAll(/(?![\t\n\r])\p{Cc}/gu, "\uFFFD").replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(
    ">",
    "&gt;"
  )
    .replaceAll("\"", "&quot;")

const LEVELS: Record<Severity, string> = { error: "error", warning: "warning", note: "notice" }

const workflowCommand = ({ code, help, message, place, severity }: Diagnostic): string => {
  const properties = [
    ["file", place.file],
    ...(place.line === undefined ? [] : [["line", String(place.line)], ["col", String(place.column)]]),
    ["title", code]
  ].map(([key, value]) => `${key}=${escapedProperty(value ?? "")}`).join(",")
  const text = help === undefined ? message : `${message}\nhelp: ${help}`
  return `::${LEVELS[severity]} ${properties}::${escapedData(text)}`
}

const escapedData = (text: string): string =>
  text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A")

const escapedProperty = (text: string): string => escapedData(text).replaceAll(":", "%3A").replaceAll(",", "%2C")

const sarifReport = (findings: ReadonlyArray<Diagnostic>) => {
  const ids = [...new Set(findings.map(({ code }) => code))].sort()
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [{
      tool: {
        driver: {
          name: "deciduous",
          rules: ids.map((id) => {
            const rule = explanationOf(id)
            return rule === undefined
              ? { id }
              : {
                id,
                shortDescription: { text: rule.what },
                fullDescription: { text: rule.why },
                help: { text: rule.mend }
              }
          })
        }
      },
      results: findings.map(({ code, help, message, place, severity }) => ({
        ruleId: code,
        ruleIndex: ids.indexOf(code),
        level: severity,
        message: { text: help === undefined ? message : `${message} help: ${help}` },
        locations: [{
          physicalLocation: {
            artifactLocation: { uri: place.file.split("/").map(encodeURIComponent).join("/") },
            ...(place.line !== undefined && { region: { startLine: place.line, startColumn: place.column } })
          }
        }]
      }))
    }]
  }
}
