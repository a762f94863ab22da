// One way by which a pure function may ask the world, watched while the trap stands. What is asked is answered truly,
// so that the function goes on as it would.

export interface Trap {
  /** Answers with how to take the trap away again. */
  readonly install: (caught: Caught) => () => void
}

/** Told of each way that was used; its name is asked for while nobody listens, as even that may use something. */
export type Caught = (name: () => string | undefined) => void

/**
 * A function, method or constructor, by its name. `used` says by its arguments whether, and as what, a call of it asks
 * the world: nothing where it does not.
 */
export const member = (
  owner: object | undefined,
  key: string,
  name: string,
  used: (args: ReadonlyArray<unknown>, isNew: boolean) => string | undefined = () => name
): Trap => ({
  install: (caught) => {
    if (owner === undefined) return () => {}
    const own = Object.getOwnPropertyDescriptor(owner, key)
    const original: unknown = Reflect.get(owner, key)
    if (typeof original !== "function" || own?.configurable === false) return () => {}
    const note = (args: ReadonlyArray<unknown>, isNew: boolean) => caught(() => used(args, isNew))
    const value: unknown = new Proxy(original, {
      apply: (target, self, args) => {
        note(args, false)
        return Reflect.apply(target, self, args)
      },
      construct: (target, args, newTarget) => {
        note(args, true)
        return Reflect.construct(target, args, newTarget === value ? target : newTarget)
      }
    })
    Object.defineProperty(owner, key, { ...(own ?? { configurable: true, writable: true, enumerable: true }), value })
    return () => {
      if (own === undefined) Reflect.deleteProperty(owner, key)
      else Object.defineProperty(owner, key, own)
    }
  }
})

export const members = (
  owner: object | undefined,
  name: string,
  keys: ReadonlyArray<string>,
  used?: (args: ReadonlyArray<unknown>) => string | undefined
): ReadonlyArray<Trap> => keys.map((key) => member(owner, key, `${name}.${key}`, used))

/** One of Node's own modules, where there is Node; what is imported from it by name is trapped with it. */
export const builtin = (name: string): object | undefined =>
  typeof process === "undefined" ? undefined : process.getBuiltinModule?.(name)
