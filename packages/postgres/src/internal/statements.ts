// Every statement that the event store sends, by name. SQL is read here and in sql/, nowhere else.

/** The most that the column `version` holds. */
export const maxVersion = 2_147_483_647

/** The unique constraint that decides between two appends of one stream. */
export const streamVersionConstraint = "events_stream_version"

/** The statements over the tables of one schema, given as a quoted identifier. */
export const statements = (schema: string) => {
  const events = `${schema}.events`
  const columns =
    "sequence, transaction, category, stream_id, version, id, type, schema_version, data, metadata, recorded_at"

  return {
    /**
     * One stream's append: the check of its version and the insert in one autocommit statement, the first to take a
     * transaction number. One row comes back: where the append ended, or, with nulls, the version at which the stream is.
     *
     * $1 stream, $2 category, $3 and $4 the lowest and the highest version that it may be at, $5 to $9 the events.
     *
     * The transaction takes its number after its snapshot, else it could see, and follow, a later one. It stands in a
     * subquery for that: in a bare condition the planner calls it for its estimates, before the snapshot is taken. The
     * time is taken once, after the snapshot too, so that in one stream it never falls unless the clock does.
     */
    append: `
with current as materialized (
  select version, transaction from ${events} where stream_id = $1 order by version desc limit 1
), written as (
  insert into ${events} (category, stream_id, version, id, type, schema_version, data, metadata, recorded_at)
  select $2, $1, coalesce(current.version, 0) + event.number, event.id, event.type, event.schema_version, event.data,
    event.metadata, (select clock_timestamp())
  from unnest($5::uuid[], $6::text[], $7::integer[], $8::json[], $9::json[])
    with ordinality as event (id, type, schema_version, data, metadata, number)
  left join current on true
  where coalesce(current.version, 0) between $3::integer and $4::integer
    and coalesce(current.transaction, 0) <= (select ${schema}.current_transaction())
  order by $1, coalesce(current.version, 0) + event.number
  returning version, transaction, sequence, recorded_at
)
(select version, transaction, sequence, recorded_at from written order by version desc limit 1)
union all
select coalesce((select version from current), 0), null, null, null where not exists (select from written)`,

    /** The version of stream $1; 0 without events. */
    versionOf: `select coalesce(max(version), 0) from ${events} where stream_id = $1`,

    /** The version of stream $1 before its first event that was recorded at $2 or later, or null. */
    versionBefore: `
select version - 1 from ${events} where stream_id = $1 and recorded_at >= $2 order by version limit 1`,

    /** A page of stream $1 from version $2 to version $3, at most $4 rows. */
    read: {
      forward: page("asc"),
      backward: page("desc")
    },

    /** A page of all streams after ($1, $2) and before ($3, $4), at most $5 rows, of transactions that have settled. */
    readAll: {
      forward: pageOfAll("asc"),
      backward: pageOfAll("desc")
    },

    /** The log's last event, if its transaction is one that this cluster has not come to yet. */
    eventFromTheFuture: `
select stream_id, version
from (select * from ${events} order by transaction desc, sequence desc limit 1) as last
where transaction >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint + ${schema}.transaction_offset()`
  }

  function page(order: "asc" | "desc") {
    return `
select ${columns} from ${events}
where stream_id = $1 and version >= $2::integer and version <= $3::integer
order by version ${order} limit $4::integer`
  }

  function pageOfAll(order: "asc" | "desc") {
    return `
select ${columns} from ${events}
where (transaction, sequence) > ($1::bigint, $2::bigint) and (transaction, sequence) < ($3::bigint, $4::bigint)
  and transaction < ${schema}.horizon()
order by transaction ${order}, sequence ${order} limit $5::integer`
  }
}

export type Statements = ReturnType<typeof statements>
