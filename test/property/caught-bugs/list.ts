// All of them: the bugs that must be caught, and the sound things of which no law may complain.
import * as Bookings from "./bookings.ts"
import type { Bug, Sound } from "./Bug.ts"
import * as Chess from "./chess.ts"
import * as Course from "./course.ts"
import * as Election from "./election.ts"
import * as GiftCard from "./giftCard.ts"
import * as Odd from "./odd.ts"
import * as Order from "./order.ts"
import * as Processes from "./processes.ts"
import * as Projections from "./projections.ts"
import * as Subscription from "./subscription.ts"
import * as Trip from "./trip.ts"
import * as Upcasters from "./upcasters.ts"
import * as Views from "./views.ts"
import * as Wallet from "./wallet.ts"

const deciders = [Order, Wallet, Course, Bookings, Subscription, GiftCard, Election, Chess, Odd]
const all = [...deciders, Upcasters, Views, Processes, Trip, Projections]

export const bugs: ReadonlyArray<Bug> = all.flatMap(({ bugs }) => bugs)
export const sound: ReadonlyArray<Sound> = all.flatMap(({ sound }) => sound)
