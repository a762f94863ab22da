// Many orders while answers are lost, commands are late and the program is killed again and again: what was paid is sent
// or paid back, what was reserved is sent or given back, and the read models say so.
import { Laws } from "@deciduous/testing"
import { options } from "./simulated.ts"

Laws.simulation("order fulfilment", options)
