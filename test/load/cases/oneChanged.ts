// `oneChanged.ts <changes>`: what `generate --watch` does when a file of many is saved, in a process of its own; prints
// the CPU time of all changes together, in microseconds. The first run, which reads everything, is not counted.
import { generate } from "@deciduous/codegen"
import { makeMemory } from "@deciduous/codegen/memory"
import * as fs from "node:fs"

const changes = Number(process.argv[2])
const file = "event-schemas/area-7x/Area7Thing5Changed.v1.yaml"
const memory = makeMemory()
const run = () => generate({ schemas: "event-schemas", out: "src/generated", memory })

run()
const before = process.cpuUsage()
for (let change = 0; change < changes; change++) {
  // its own digit, so that every run has something to write
  fs.writeFileSync(file, fs.readFileSync(file, "utf8").replace(/maximum: \d+/, `maximum: ${change + 200}`))
  const { changed, written } = run()
  if (changed.files.length !== 1 || written.length === 0) throw new Error("The change was not seen")
}
const { system, user } = process.cpuUsage(before)
console.log(user + system)
