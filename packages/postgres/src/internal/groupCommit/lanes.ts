// Lets those who come while all lanes are busy leave together, in the next lane that is free: no timer, no effect, no I/O.
// What is written here about items and keys is, for the appends of groupCommit.ts, about appends and their streams.

export interface Options<Item> {
  /** How many batches are under way at most. */
  readonly lanes: number
  /** Of two items with one key the earlier is over before the later leaves. */
  readonly keyOf: (item: Item) => string
  /** A batch has items up to this sum; an item of more goes alone. */
  readonly weightOf: (item: Item) => number
  readonly maxWeight: number
  readonly maxItems: number
  /** Takes a batch on its way; it calls `over` once, when all of it is over. */
  readonly leave: (batch: ReadonlyArray<Item>, over: () => void) => void
}

export interface Lanes<Item> {
  /** It leaves at the earliest when the code that runs now has run, so that all who come meanwhile leave together. */
  readonly enter: (item: Item) => void
  /** Takes waiting items of a key away, in their order. Those that left already stay under way. */
  readonly remove: (key: string, which: (item: Item) => boolean) => ReadonlyArray<Item>
  /** How many wait. */
  readonly waiting: () => number
  /** Calls back when nothing waits and nothing is under way, at once if that is so. */
  readonly whenIdle: (idle: () => void) => void
}

/** Those of one key, in the order in which they came. */
interface Line<Item> {
  readonly waiting: Array<Item>
  isUnderWay: boolean
}

export const make = <Item>(options: Options<Item>): Lanes<Item> => {
  const { keyOf, leave, maxItems, maxWeight, weightOf } = options
  const lines = new Map<string, Line<Item>>()
  /** Lines of which the first may leave. */
  const ready = new Set<Line<Item>>()
  let waiting = 0
  let underWay = 0
  let free = options.lanes
  let isScheduled = false
  let idlers: Array<() => void> = []

  const enter = (item: Item) => {
    const key = keyOf(item)
    let line = lines.get(key)
    if (line === undefined) lines.set(key, line = { waiting: [], isUnderWay: false })
    line.waiting.push(item)
    waiting++
    if (!line.isUnderWay) ready.add(line)
    schedule()
  }

  const schedule = () => {
    if (isScheduled || free === 0) return
    isScheduled = true
    queueMicrotask(dispatch)
  }

  const dispatch = () => {
    isScheduled = false
    while (free > 0 && ready.size > 0) {
      const lines = take()
      const batch = lines.map((line) => line.waiting.shift()!)
      free--
      waiting -= batch.length
      underWay += batch.length
      leave(batch, () => over(batch, lines))
    }
  }

  /** All lines that may leave: the price of a batch is mostly its own, not that of its items. */
  const take = (): ReadonlyArray<Line<Item>> => {
    const taken: Array<Line<Item>> = []
    let weight = 0
    for (const line of ready) {
      weight += weightOf(line.waiting[0]!)
      if (taken.length > 0 && (weight > maxWeight || taken.length >= maxItems)) break
      taken.push(line)
    }
    for (const line of taken) {
      ready.delete(line)
      line.isUnderWay = true
    }
    return taken
  }

  const over = (batch: ReadonlyArray<Item>, taken: ReadonlyArray<Line<Item>>) => {
    free++
    underWay -= batch.length
    for (let i = 0; i < taken.length; i++) {
      const line = taken[i]!
      line.isUnderWay = false
      if (line.waiting.length > 0) ready.add(line)
      else lines.delete(keyOf(batch[i]!))
    }
    if (ready.size > 0) schedule()
    else if (waiting === 0 && underWay === 0) becomeIdle()
  }

  const becomeIdle = () => {
    const idle = idlers
    idlers = []
    for (const callback of idle) callback()
  }

  const remove = (key: string, which: (item: Item) => boolean) => {
    const line = lines.get(key)
    if (line === undefined) return []
    const removed = line.waiting.filter(which)
    if (removed.length === 0) return removed
    waiting -= removed.length
    line.waiting.splice(0, line.waiting.length, ...line.waiting.filter((item) => !removed.includes(item)))
    if (line.waiting.length === 0 && !line.isUnderWay) {
      ready.delete(line)
      lines.delete(key)
      if (waiting === 0 && underWay === 0) becomeIdle()
    }
    return removed
  }

  return {
    enter,
    remove,
    waiting: () => waiting,
    whenIdle: (idle) => {
      if (waiting === 0 && underWay === 0) return idle()
      idlers.push(idle)
    }
  }
}
