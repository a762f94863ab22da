// All of them: the bugs that must be caught, and the sound things of which no law may complain.
import type { Bug, Sound } from "./Bug.ts"
import * as Course from "./course.ts"
import * as Order from "./order.ts"
import * as Processes from "./processes.ts"
import * as Projections from "./projections.ts"
import * as Upcasters from "./upcasters.ts"
import * as Views from "./views.ts"
import * as Wallet from "./wallet.ts"

const all = [Order, Wallet, Course, Upcasters, Views, Processes, Projections]

export const bugs: ReadonlyArray<Bug> = all.flatMap(({ bugs }) => bugs)
export const sound: ReadonlyArray<Sound> = all.flatMap(({ sound }) => sound)
