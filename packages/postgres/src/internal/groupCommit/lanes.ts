// Lets those who come while all lanes are busy leave together, in the next lane that is free: no timer, no effect, no I/O.
// What is written here about items and keys is, for the appends of groupCommit.ts, about appends and their streams.

export interface Options<Item> {
  /** How many batches are under way at most. */
  readonly lanes: number
  /** Of two items with one key the earlier is over before the later leaves. */
  readonly keyOf: (item: Item) => string
  readonly weightOf: (item: Item) => number
  /** A batch has items up to this sum; an item of more goes alone. */
  readonly maxWeight: number
  /** What is here in all, of more than this sum, is shared by the lanes; up to it a batch is cheaper than two. */
  readonly sharedWeight: number
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
  const { keyOf, leave, maxItems, maxWeight, sharedWeight, weightOf } = options
  const lines = new Map<string, Line<Item>>()
  /** Lines of which the first may leave. */
  const ready = new Set<Line<Item>>()
  let waiting = 0
  let underWay = 0
  let weightUnderWay = 0
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
      const { taken, weight } = take()
      const batch = taken.map((line) => line.waiting.shift()!)
      free--
      waiting -= batch.length
      underWay += batch.length
      weightUnderWay += weight
      leave(batch, () => over(batch, taken, weight))
    }
  }

  /** The next lines to leave, and the sum of their first items. */
  const take = () => {
    const taken: Array<Line<Item>> = []
    const most = Math.min(maxWeight, Math.max(sharedWeight, weightHere() / options.lanes))
    let weight = 0
    for (const line of ready) {
      const next = weight + weightOf(line.waiting[0]!)
      if (taken.length > 0 && (next > most || taken.length >= maxItems)) break
      weight = next
      taken.push(line)
    }
    for (const line of taken) {
      ready.delete(line)
      line.isUnderWay = true
    }
    return { taken, weight }
  }

  const weightHere = () => {
    let weight = weightUnderWay
    for (const { waiting } of ready) weight += weightOf(waiting[0]!)
    return weight
  }

  const over = (batch: ReadonlyArray<Item>, taken: ReadonlyArray<Line<Item>>, weight: number) => {
    free++
    underWay -= batch.length
    weightUnderWay -= weight
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
