// How a process of the tests speaks to the one that started it: a line on standard output for each thing, at once.
import * as fs from "node:fs"

/** Written when it returns, so that not even a kill takes it back. */
export const report = (line: object): void => {
  let rest = Buffer.from(`${JSON.stringify(line)}\n`)
  while (rest.length > 0) {
    try {
      rest = rest.subarray(fs.writeSync(1, rest))
    } catch (error) {
      // the reader is slower than we are
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error
    }
  }
}

/** What the process was started with. */
export const options = <Options>(): Options => JSON.parse(process.argv[2]!) as Options

/** Resolves when the process is asked to finish. */
export const asked = new Promise<void>((resolve) => process.stdin.on("end", resolve).resume())
