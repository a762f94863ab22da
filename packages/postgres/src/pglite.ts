// The embedded event store, apart from the rest: it needs @electric-sql/pglite, which users of a server do not install.
export * as PgliteClient from "./PgliteClient.ts"
export * as PgliteEventStore from "./PgliteEventStore.ts"
