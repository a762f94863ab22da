import * as EventStoreSuite from "@deciduous/testing/suites/EventStoreSuite"
import { freshPostgres } from "./support/Pg.ts"
EventStoreSuite.run("postgres", freshPostgres)
