// `deciduous.config.ts`: what the command line must know of a user's code. Imported by users' configuration files.
import type { LintSetting } from "@deciduous/codegen/evolution/settings"
import type { Aggregate } from "@deciduous/runtime"

/**
 * What a project says of itself. Paths begin at the folder of `deciduous.config.ts`, where the command line is run; a
 * flag comes before what stands here.
 *
 * @since 0.1.0
 * @category models
 */
export interface Config {
  /** The folder of schema files; `event-schemas` by default. */
  readonly schemas?: string
  /** The folder that generated files go to; `src/generated` by default. */
  readonly out?: string
  /** The modules of hand-written upcasters, by aggregate; `src/upcasters.ts` by default. */
  readonly upcasters?: { readonly [aggregate: string]: string }
  /** A module whose exports are the project's aggregates, for `deciduous state` and `deciduous audit`. */
  readonly aggregates?: () => Promise<{ readonly [name: string]: AnyAggregate }>
  /** The database; the embedded one in `.deciduous/pglite` by default. */
  readonly store?: StoreConfig
  /** Lint rules of `check` by name, switched off or raised; no other rule can be set. */
  readonly rules?: { readonly [rule: string]: LintSetting }
}

/**
 * The folder of an embedded database, or the URL of a server; and the PostgreSQL schema of the tables, `deciduous` by
 * default.
 *
 * @since 0.1.0
 * @category models
 */
export type StoreConfig =
  | { readonly folder: string; readonly url?: never; readonly schema?: string }
  | { readonly url: string; readonly folder?: never; readonly schema?: string }

/**
 * An aggregate of any types: only `any` is below and above all of them, as each stands on both sides of a function.
 *
 * @since 0.1.0
 * @category models
 */
export type AnyAggregate = Aggregate.Aggregate<any, any, any, any, any, any>

/**
 * The configuration as it is, checked by the compiler.
 *
 * @example
 * ```ts
 * import { defineConfig } from "@deciduous/cli/config"
 *
 * export default defineConfig({
 *   schemas: "event-schemas",
 *   out: "src/generated",
 *   upcasters: { BankAccount: "src/upcasters.ts" },
 *   aggregates: () => import("./src/aggregates.ts"),
 *   store: { folder: ".deciduous/pglite" },
 *   rules: { EVENT_PAST_TENSE: "off" }
 * })
 * ```
 *
 * @since 0.1.0
 * @category constructors
 */
export const defineConfig = (config: Config): Config => config
