// What of JavaScript, of Node and of Effect knows something of the world, and what an upcaster does instead.
// Read by `impurities.ts`.

export const NO_IO = "an upcaster knows the event and its context, and nothing else."
export const AT_ONCE = "an upcaster returns at once; take all from the event and its context."
export const CLOCK = "use context.recordedAt."
export const ZONE = "use the methods for UTC, or the text itself: a machine's time zone is not the event's."
export const LOCALE = "name the locale: a machine's own is not the event's."

const CHANCE = "derive it from the event, or from context.streamId and context.version."

/** Of a function that is called by this path. */
export const helpForCall = (path: string): string | undefined => CALLS.get(path)

/** Of a value that is used by this path: itself, or anything of what it belongs to. */
export const helpForMember = (path: string): string | undefined => {
  const exact = MEMBERS.get(path)
  if (exact !== undefined) return exact
  const names = path.split(".")
  return names.map((_, index) => WHOLE.get(names.slice(0, index + 1).join("."))).find((help) => help !== undefined)
}

/** Modules of Node that know something of the world. */
export const isImpureModule = (specifier: string): boolean =>
  /^(?:node:)?(?:fs|fs\/promises|crypto|os|child_process|http|https|http2|net|dgram|dns|tls|timers|timers\/promises|process|perf_hooks|worker_threads|cluster|readline|readline\/promises|sqlite|inspector|v8|vm|async_hooks|diagnostics_channel)$/
    .test(specifier)

const CALLS: ReadonlyMap<string, string> = new Map([
  ["fetch", NO_IO],
  ["setTimeout", NO_IO],
  ["setInterval", NO_IO],
  ["setImmediate", NO_IO],
  ["queueMicrotask", NO_IO],
  ["require", NO_IO],
  ["eval", NO_IO],
  ["Function", NO_IO]
])

const MEMBERS: ReadonlyMap<string, string> = new Map([
  ["Date.now", CLOCK],
  ["performance.now", CLOCK],
  ["performance.timeOrigin", CLOCK],
  ["Temporal.Now", CLOCK],
  ["Math.random", CHANCE],
  ["effect.DateTime.now", CLOCK],
  ["effect.DateTime.nowAsDate", CLOCK],
  ["effect.DateTime.nowUnsafe", CLOCK],
  ["effect.DateTime.nowInCurrentZone", CLOCK],
  ["effect.DateTime.zoneMakeLocal", ZONE],
  ["effect.DateTime.formatLocal", ZONE],
  ...["runSync", "runSyncExit", "runPromise", "runPromiseExit", "runFork", "runCallback"].map((name) =>
    [`effect.Effect.${name}`, AT_ONCE] as const
  )
])

/** Whatever of them is used. */
const WHOLE: ReadonlyMap<string, string> = new Map([
  ["crypto", CHANCE],
  ["process", NO_IO],
  ["console", NO_IO],
  ["document", NO_IO],
  ["location", NO_IO],
  ["localStorage", NO_IO],
  ["sessionStorage", NO_IO],
  ["navigator", NO_IO],
  ["Deno", NO_IO],
  ["Bun", NO_IO],
  ["Temporal.Now", CLOCK],
  ["effect.Clock", CLOCK],
  ["effect.Random", CHANCE],
  ["effect.Console", NO_IO],
  ["effect.FileSystem", NO_IO]
])
