import * as EventStoreSuite from "@deciduous/testing/suites/EventStoreSuite"
import { freshPglite } from "./support/Pg.ts"
EventStoreSuite.run("pglite", freshPglite)
