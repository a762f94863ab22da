// Another day on another machine: what is built there must be what is built here.
import * as Effect from "effect/Effect"

/** Runs an effect with the clock some years on and the machine in another time zone. */
export const elsewhere = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.acquireUseRelease(Effect.sync(move), () => effect, (back) => Effect.sync(back))

const move = (): () => void => {
  const { Date: here } = globalThis
  globalThis.Date = later(here)
  const zone = moveZone()
  return () => {
    globalThis.Date = here
    zone()
  }
}

const later = (here: DateConstructor): DateConstructor => {
  const now = () => here.now() + YEARS
  return new Proxy(here, {
    construct: (target, args, self) => Reflect.construct(target, args.length === 0 ? [now()] : args, self) as object,
    apply: () => new here(now()).toString(),
    get: (target, key) => key === "now" ? now : Reflect.get(target, key)
  })
}

/** Three years and some hours: other days, months and times of day. */
const YEARS = (3 * 365 + 40) * 86_400_000 + 5 * 3_600_000

/** The zone of most days ahead of any; where a program cannot change its own, this is not tried. */
const moveZone = (): () => void => {
  if (typeof process === "undefined") return () => {}
  const zone = process.env["TZ"]
  process.env["TZ"] = zone === FAR ? "Pacific/Pago_Pago" : FAR
  return () => {
    if (zone === undefined) delete process.env["TZ"]
    else process.env["TZ"] = zone
  }
}

const FAR = "Pacific/Kiritimati"
