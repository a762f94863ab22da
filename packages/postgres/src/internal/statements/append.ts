// What an append sends.
export const statements = (schema: string) => {
  const events = `${schema}.events`
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
    versionOf: `select coalesce(max(version), 0) from ${events} where stream_id = $1`
  }
}
