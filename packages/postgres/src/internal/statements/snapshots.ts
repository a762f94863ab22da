// What keeping snapshots sends.
export const statements = (schema: string) => {
  const snapshots = `${schema}.snapshots`
  const within =
    `version between $2::integer and $3::integer and ($4::timestamptz is null or taken_at < $4::timestamptz)`

  return {
    /** Of stream $1 the snapshot of the highest version from $2 to $3, taken before $4 if given, with fingerprint $5. */
    loadSnapshot: `
select version, transaction, sequence, state, taken_at from ${snapshots}
where stream_id = $1 and fingerprint = $5 and ${within}
order by version desc limit 1`,

    /**
     * Writes one, unless $7 higher ones stand there already, and removes those that are then too many or of another
     * fingerprint and older than $8 days. $1 stream, $2 fingerprint, $3 version, $4 transaction, $5 sequence, $6 state.
     *
     * Of two who write at the same time neither sees the other's: what is too many then goes with the next.
     */
    saveSnapshot: `
with kept as materialized (
  select version from (
    select version from ${snapshots} where stream_id = $1 and fingerprint = $2
    union select $3::integer
  ) as versions order by version desc limit $7::integer
), written as (
  insert into ${snapshots} (stream_id, fingerprint, version, transaction, sequence, state)
  select $1, $2, $3::integer, $4::bigint, $5::bigint, $6::json where $3::integer in (table kept)
  on conflict on constraint snapshots_key do update
  set transaction = excluded.transaction, sequence = excluded.sequence, state = excluded.state, taken_at = excluded.taken_at
)
delete from ${snapshots} where stream_id = $1 and case
  when fingerprint = $2 then version not in (table kept)
  else taken_at < clock_timestamp() - make_interval(days => $8::integer)
end`,

    /** Removes the snapshots of stream $1 from version $2 to $3, taken before $4 if given, with a row for each. */
    removeSnapshots: `delete from ${snapshots} where stream_id = $1 and ${within} returning version`
  }
}
