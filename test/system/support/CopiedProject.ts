// What a user of the bank account has in his folder: its schema files, the README's code, a program and a test.
import * as fs from "node:fs"
import * as path from "node:path"
import { readme } from "../../end-to-end/support/Project.ts"
import { root } from "./Packages.ts"

export const write = (folder: string): void => {
  for (const name of ["_types", "bank-account"]) {
    fs.cpSync(path.join(root, "event-schemas", name), path.join(folder, "event-schemas", name), { recursive: true })
  }
  for (const [file, text] of Object.entries(files())) {
    fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true })
    fs.writeFileSync(path.join(folder, file), text)
  }
}

const files = (): Readonly<Record<string, string>> => {
  const [bankAccount, withdraw, spec] = readme("ts")
  const upcasters = fs.readFileSync(path.join(root, "examples/bank-account/src/upcasters.ts"), "utf8")
  const [imports, test] = spec!.split("\n\n")
  return {
    "tsconfig.json": JSON.stringify({ include: ["src"], compilerOptions }),
    // the test names what the README leaves inside
    "src/BankAccount.ts": bankAccount!.replace(/^(class|const account)\b/gm, "export $1"),
    "src/upcasters.ts": upcasters.replace("@deciduous/event-schemas/", "./generated/")
      .replace(/\.gen"/, `.gen.ts"`),
    "src/withdraw.ts": withdraw!,
    "src/main.ts": main,
    "src/BankAccount.test.ts": `${imports}
import { DateTime } from "effect"
import { it } from "vitest"

const at = DateTime.makeUnsafe("2026-03-01T09:00:00.000Z")

it("closes no account that is not open", () => {
  ${test!.trim()}
})
`
  }
}

const compilerOptions = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  erasableSyntaxOnly: true,
  verbatimModuleSyntax: true,
  allowImportingTsExtensions: true,
  noEmit: true,
  module: "NodeNext",
  target: "ES2024",
  lib: ["ES2024"],
  types: ["node"],
  skipLibCheck: true
}

const main = `import { PgliteEventStore } from "@deciduous/postgres/pglite"
import { Aggregate } from "@deciduous/runtime"
import { BigDecimal, Console, DateTime, Effect, Schema } from "effect"
import { BankAccount } from "./BankAccount.ts"
import { AccountId } from "./generated/types.gen.ts"
import { withdraw } from "./withdraw.ts"

const id = Schema.decodeSync(AccountId)("7c9e6679-7425-40de-944b-e07fc1f90ae7")

const program = Effect.gen(function*() {
  const at = yield* DateTime.now
  const { version } = yield* Aggregate.load(BankAccount, id)
  if (version === 0) {
    const holder = { given: "Ada", family: "Lovelace" }
    yield* Aggregate.handle(BankAccount, id, { _tag: "OpenAccount", holder, office: { code: "PRG-01", country: "CZ" }, at })
  }
  const amount = { amount: BigDecimal.fromStringUnsafe("100.50"), currency: "CZK" }
  yield* Aggregate.handle(BankAccount, id, { _tag: "Deposit", amount, channel: "branch", at })
  yield* withdraw(id, BigDecimal.fromStringUnsafe("30"))
  const now = yield* Aggregate.load(BankAccount, id)
  const available = now.state._tag === "Open" ? BigDecimal.format(now.state.available) : "nothing"
  yield* Console.log(\`version \${now.version}, \${available} available\`)
})

await Effect.runPromise(Effect.provide(program, PgliteEventStore.layer({ folder: ".deciduous/bank" })))
`
