// What a backend can do to its own store so that a case can watch: each by name, or why it cannot.
import type { StreamId } from "@deciduous/core"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { type Case, rule, type Store } from "../event-store/Case.ts"

/**
 * The tools that the cases work with. A backend names all of them, so that what it leaves out is said and not forgotten.
 *
 * `R` is what the tools need of the layer under test: the client of its database, say.
 *
 * @since 0.1.0
 * @category models
 */
export interface Capabilities<R> {
  /** One more client of the same log, as another process has it: with connections, caches and queues of its own. */
  readonly anotherClient: Declared<Effect.Effect<Store, unknown, Scope.Scope | R>>
  /** An append that is under way in a transaction of its own; see {@link LateAppend}. */
  readonly lateAppend: Declared<(streamId: StreamId.StreamId) => Effect.Effect<LateAppend, unknown, Scope.Scope | R>>
  /** A transaction that was numbered and then does nothing, until the scope closes. */
  readonly idleTransaction: Declared<
    (where: "same database" | "other database") => Effect.Effect<void, unknown, Scope.Scope | R>
  >
  /** Ends every connection that the log's clients have, as an administrator may. */
  readonly cutConnections: Declared<Effect.Effect<void, unknown, R>>
  /** A client whose connections can be cut at a certain message. */
  readonly relay: Declared<Effect.Effect<Relay, unknown, Scope.Scope | R>>
}

/**
 * An append of one event whose place in the order was given before everything that is appended after it, and which the
 * case commits, or rolls back, when it likes. Writers of every kind are such for a moment.
 *
 * @since 0.1.0
 * @category models
 */
export interface LateAppend {
  /** Of its event. */
  readonly id: string
  readonly commit: Effect.Effect<void, unknown>
  readonly rollBack: Effect.Effect<void, unknown>
}

/**
 * @since 0.1.0
 * @category models
 */
export interface Relay {
  readonly store: Store
  /** Cuts all connections when a statement in which a text stands would go to the server, or when its answer comes back. */
  readonly cutNext: (side: "towards the server" | "towards the client", about: string) => Effect.Effect<void>
}

/**
 * A tool, or the reason why the backend has none.
 *
 * @since 0.1.0
 * @category models
 */
export type Declared<Tool extends object> = Tool | Unsupported

/**
 * @since 0.1.0
 * @category models
 */
export interface Unsupported {
  readonly unsupported: string
}

/** One case for a tool. */
export const needing = <Tool extends object, R>(
  tool: Declared<Tool>,
  number: number,
  title: string,
  check: (store: Store, tool: Tool) => Effect.Effect<void, unknown, Scope.Scope | R>
): Case<R> =>
  isUnsupported(tool)
    ? { ...rule<never>(number, title, () => Effect.void), ...tool }
    : rule(number, title, (store) => check(store, tool))

const isUnsupported = (tool: object): tool is Unsupported => "unsupported" in tool
