// Every statement that the event store sends, by name: SQL is read in this folder and in sql/, nowhere else.
import * as Append from "./statements/append.ts"
import * as Documents from "./statements/documents.ts"
import * as Outbox from "./statements/outbox.ts"
import * as Processes from "./statements/processes.ts"
import * as Projections from "./statements/projections.ts"
import * as Read from "./statements/read.ts"
import * as Snapshots from "./statements/snapshots.ts"
import * as Tasks from "./statements/tasks.ts"
import * as Watch from "./statements/watch.ts"

/** The most that the column `version` holds. */
export const maxVersion = 2_147_483_647

/** The unique constraint that decides between two appends of one stream. */
export const streamVersionConstraint = "events_stream_version"

/** The unique index that takes a command once. */
export const commandConstraint = "events_command"

/** The unique constraint that decides between two who make one document. */
export const documentConstraint = "documents_pkey"

/** The statements over the tables of one schema, given as a quoted identifier. */
export const statements = (schema: string) => ({
  ...Append.statements(schema),
  ...Documents.statements(schema),
  ...Outbox.statements(schema),
  ...Processes.statements(schema),
  ...Projections.statements(schema),
  ...Read.statements(schema),
  ...Tasks.statements(schema),
  ...Snapshots.statements(schema),
  ...Watch.statements(schema)
})

export type Statements = ReturnType<typeof statements>
