// What lies outside of the program: its environment, files, other programs and the network.
import { builtin, type Caught, member, members, type Trap } from "./Trap.ts"

const environment: Trap = {
  install: (caught: Caught) => {
    if (typeof process === "undefined") return () => {}
    const original = process.env
    const note = () => caught(() => "process.env")
    process.env = new Proxy(original, {
      get: (target, key) => {
        note()
        return Reflect.get(target, key)
      },
      has: (target, key) => {
        note()
        return Reflect.has(target, key)
      },
      ownKeys: (target) => {
        note()
        return Reflect.ownKeys(target)
      }
    })
    return () => {
      process.env = original
    }
  }
}

const files = ["readFile", "writeFile", "appendFile", "exists", "stat", "readdir", "mkdir", "unlink", "open", "rm"]
const programs = ["exec", "execFile", "spawn"]

export const outside: ReadonlyArray<Trap> = [
  environment,
  ...["fetch", "WebSocket", "XMLHttpRequest"].map((key) => member(globalThis, key, key)),
  ...members(builtin("node:fs"), "fs", files.flatMap((name) => [name, `${name}Sync`])),
  ...members(builtin("node:child_process"), "child_process", programs.flatMap((name) => [name, `${name}Sync`])),
  ...members(builtin("node:http"), "http", ["request", "get"]),
  ...members(builtin("node:https"), "https", ["request", "get"]),
  ...members(builtin("node:net"), "net", ["connect", "createConnection"]),
  ...members(builtin("node:os"), "os", ["hostname", "cpus", "tmpdir", "userInfo", "networkInterfaces"])
]
