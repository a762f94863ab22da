// Where an event stands among all events of a store: an opaque token that only the store can make sense of.
import type * as Brand from "effect/Brand"
import * as Order_ from "effect/Order"
import * as Schema from "effect/Schema"

/**
 * A place in the order of all events of one store: opaque, totally ordered, stable, and safe to keep as text.
 *
 * It is no number and nothing can be added to it. As text it compares like the order it stands for, so `<`, `ORDER BY`
 * and {@link Order} agree. PostgreSQL's order is (transaction, sequence), since a sequence alone is not the order of
 * commits; both halves are here, each in 16 hexadecimal digits.
 *
 * @since 0.1.0
 * @category models
 */
export type Position = string & Brand.Brand<"Position">

/**
 * @since 0.1.0
 * @category schemas
 */
export const Position: Schema.Codec<Position, string> = Schema.String.check(
  Schema.isPattern(/^[0-7][0-9a-f]{15}-[0-7][0-9a-f]{15}$/, { expected: "a position, as a store gave it" })
).pipe(Schema.brand("Position"))

/**
 * Whether a value is a position as stores give them.
 *
 * @since 0.1.0
 * @category guards
 */
export const is: (value: unknown) => value is Position = Schema.is(Position)

/**
 * The position before the first event.
 *
 * @since 0.1.0
 * @category constants
 */
export const start: Position = `${"0".repeat(16)}-${"0".repeat(16)}` as Position

/**
 * For stores: a position from the transaction that wrote the event and the event's sequence number, both below 2^63.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (transaction: bigint, sequence: bigint): Position =>
  `${hexadecimal(transaction)}-${hexadecimal(sequence)}` as Position

/**
 * For stores: the two numbers of which a position was made.
 *
 * @since 0.1.0
 * @category destructors
 */
export const parts = (position: Position): { readonly transaction: bigint; readonly sequence: bigint } => ({
  transaction: BigInt(`0x${position.slice(0, 16)}`),
  sequence: BigInt(`0x${position.slice(17)}`)
})

/**
 * @since 0.1.0
 * @category ordering
 */
export const Order: Order_.Order<Position> = Order_.String

/** Numbers are written twice as fast as bigints. */
const hexadecimal = (n: bigint): string => (n <= exact ? Number(n) : n).toString(16).padStart(16, "0")

const exact = BigInt(Number.MAX_SAFE_INTEGER)
