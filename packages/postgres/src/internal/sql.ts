// The one place that touches Effect's unstable SQL modules; @effect/sql-pg, which stands on them, is used as it is.
export { SqlClient } from "effect/sql/SqlClient"
export type { Connection } from "effect/sql/SqlConnection"
export { SqlError, UnknownError } from "effect/sql/SqlError"
