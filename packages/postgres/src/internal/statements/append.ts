// What an append sends: alone, in a group with others, and all or none. And what is read where one was refused.
export const statements = (schema: string) => {
  const events = `${schema}.events`
  const columns = "category, stream_id, version, id, type, schema_version, data, metadata, recorded_at, command_id"

  return {
    /**
     * An append of one event, as `append` does it, in two thirds of the server's time; where it is refused nothing comes
     * back. $1 to $5 as there, $6 to $10 the event.
     */
    appendEvent: `
insert into ${events} (${columns})
select $2, $1, coalesce(current.version, 0) + 1, $6::uuid, $7, $8::integer, $9::json, $10::json,
  (select clock_timestamp()), $5::text
from (select) as asked
left join lateral (
  select version, transaction from ${events} where stream_id = $1 order by version desc limit 1
) as current on true
where coalesce(current.version, 0) between $3::integer and $4::integer
  and coalesce(current.transaction, 0) <= (select ${schema}.current_transaction())
returning version, transaction, sequence, recorded_at`,

    /**
     * One stream's append: the check of its version and the insert in one autocommit statement, the first to take a
     * transaction number. One row comes back: where the append ended, or, with nulls, the version at which the stream is.
     *
     * $1 stream, $2 category, $3 and $4 the lowest and the highest version that it may be at, $5 the id under which the
     * stream takes it once, $6 to $10 the events.
     *
     * The transaction takes its number after its snapshot, else it could see, and follow, a later one. It stands in a
     * subquery for that: in a bare condition the planner calls it for its estimates, before the snapshot is taken. The
     * time is taken once, after the snapshot too, so that in one stream it never falls unless the clock does.
     */
    append: `
with current as materialized (
  select version, transaction from ${events} where stream_id = $1 order by version desc limit 1
), written as (
  insert into ${events} (${columns})
  select $2, $1, coalesce(current.version, 0) + event.number, event.id, event.type, event.schema_version, event.data,
    event.metadata, (select clock_timestamp()), case when event.number = 1 then $5::text end
  from unnest($6::uuid[], $7::text[], $8::integer[], $9::json[], $10::json[])
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

    /**
     * The appends of several streams in one statement, each with a verdict of its own: rows as `append` gives them, in the
     * order of the appends, and whether the stream's last transaction is above the current one. `ends` gives a row for each
     * append, `events` one for each event that was written.
     *
     * $1 to $6 the appends: stream, category, lowest and highest version, id or '', number of events. $7 to $13 the
     * events: of which append, which of its events, and the five columns.
     */
    appendEach: several(""),

    /** The same for all of them or none: one that is refused refuses all. */
    appendAll: several("and not exists (select from asked where behind or not fits)"),

    /** Where a BEGIN was not heard of yet: what is behind it asks whether there is a transaction. */
    enterTransaction: `select set_config('deciduous.transaction', 'begun', true)`,

    /** The version of stream $1; 0 without events. */
    versionOf: `select coalesce(max(version), 0) from ${events} where stream_id = $1`,

    /** The version in stream $1 of the first event that was appended under the id $2. */
    versionOfCommand: `select version from ${events} where stream_id = $1 and command_id = $2`
  }

  /**
   * Rows are written stream by stream, in one order everywhere, so that no two statements wait for each other. One array of
   * each kind stands in a subquery, so that the planner does not see how short it is: else it finds a plan of its own
   * for each batch of less than ten cheaper than the general one, and plans anew every time.
   */
  function several(condition: string) {
    const ends = written(condition)
    const events = written(`${condition} and (select current_setting('deciduous.transaction', true)) = 'begun'`)
    return {
      ends: `${ends} and written.version = asked.version + asked.events order by asked.number`,
      /** Only within a transaction that has begun with `enterTransaction`. */
      events: `${events} order by asked.number, written.version`
    }
  }

  function written(condition: string) {
    return `
with asked as materialized (
  select asked.*, coalesce(last.version, 0) as version,
    coalesce(last.version, 0) between asked.lowest and asked.highest as fits,
    coalesce(last.transaction, 0) > (select ${schema}.current_transaction()) as behind
  from unnest((select $1::text[]), $2::text[], $3::integer[], $4::integer[], $5::text[], $6::integer[])
    with ordinality as asked (stream_id, category, lowest, highest, command_id, events, number)
  left join lateral (
    select version, transaction from ${events} where stream_id = asked.stream_id order by version desc limit 1
  ) as last on true
), written as (
  insert into ${events} (${columns})
  select asked.category, asked.stream_id, asked.version + event.number, event.id, event.type, event.schema_version,
    event.data, event.metadata, (select clock_timestamp()), case when event.number = 1 then nullif(asked.command_id, '') end
  from unnest((select $7::integer[]), $8::integer[], $9::uuid[], $10::text[], $11::integer[], $12::json[], $13::json[])
    as event (asked, number, id, type, schema_version, data, metadata)
  join asked on asked.number = event.asked
  where asked.fits and not asked.behind ${condition}
  order by asked.stream_id collate "C", event.number
  returning stream_id, version, transaction, sequence, recorded_at
)
select coalesce(written.version, asked.version), written.transaction, written.sequence, written.recorded_at, asked.behind
from asked left join written on written.stream_id = asked.stream_id`
  }
}
