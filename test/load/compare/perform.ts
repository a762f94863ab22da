// How contenders whose operations are promises are driven: as many loops as there are workers.
import type { Contender } from "./Contender.ts"

export type PromiseOp = () => Promise<unknown>

export const perform: Contender<PromiseOp>["perform"] = async (workers, next, took) => {
  const worker = async () => {
    for (let op = next(); op !== undefined; op = next()) {
      const begun = performance.now()
      await op()
      took((performance.now() - begun) * 1000)
    }
  }
  await Promise.all(Array.from({ length: workers }, worker))
}
