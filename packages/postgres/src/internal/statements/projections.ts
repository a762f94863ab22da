// What the tables of projections are asked: versions, and dead letters.
export const statements = (schema: string) => {
  const projections = `${schema}.projections`
  const letters = `${schema}.dead_letters`
  const text = schema.replaceAll("'", "''")
  const columns = "name, version, fingerprint, status, is_inline"
  const appends = (name: string) => `hashtextextended('deciduous inline of ${text}: ' || ${name}, 0)`

  return {
    /** Version $2 of projection $1 with the fingerprint $3, unless it is there. */
    registerProjection: `
insert into ${projections} (name, version, fingerprint) values ($1, $2::integer, $3) on conflict do nothing`,

    /** Versions of projection $1, or of all. */
    projections: `
select ${columns} from ${projections} where $1::text is null or name = $1::text order by name, version`,

    /** The one that was read is replaced; then version $2 of projection $1 is read. */
    activateProjection: [
      `update ${projections} set status = 'replaced', is_inline = false
where name = $1 and version <> $2::integer and status = 'active'`,
      `update ${projections} set status = 'active' where name = $1 and version = $2::integer`
    ],

    /** Version $2 of projection $1 is being built. */
    deactivateProjection: `
update ${projections} set status = 'building', is_inline = false where name = $1 and version = $2::integer`,

    acceptFingerprint: `update ${projections} set fingerprint = $3 where name = $1 and version = $2::integer`,

    setInline: `update ${projections} set is_inline = $3::boolean where name = $1 and version = $2::integer`,

    /**
     * Until the transaction ends nobody changes whether appends write the projections $1. A statement of its own, as the
     * next one is to see what was changed while it waited.
     */
    keepInline: `
select count(pg_advisory_xact_lock_shared(${appends("held")}))::integer
from (select held from unnest((select $1::text[])) as held order by held) as named`,

    /** Those of the projections $1 that are written with each append. */
    inlineProjections:
      `select ${columns} from ${projections} where is_inline and name = any ((select $1::text[])::text[]) order by name`,

    /** Until the transaction ends no append writes projection $1. */
    holdAppends: `select pg_advisory_xact_lock(${appends("$1::text")})::text`,

    /** Events after ($1, $2) of the categories $3, at most $4, whether or not readers may see them yet. */
    readCommitted: `
select sequence, transaction, category, stream_id, version, id, type, schema_version, data, metadata, recorded_at
from ${schema}.events where (transaction, sequence) > ($1::bigint, $2::bigint) and category = any ($3::text[])
order by transaction, sequence limit $4::integer`,

    forgetProjection: `delete from ${projections} where name = $1 and version = $2::integer`,

    /** Letters of task $1: positions, ids, streams, categories, versions, types, causes, attempts, parked or not. */
    bury: `
insert into ${letters} (task, position, event_id, stream_id, category, version, type, cause, attempts, is_parked)
select $1, letter.* from unnest($2::text[], $3::uuid[], $4::text[], $5::text[], $6::integer[], $7::text[], $8::text[],
  $9::integer[], $10::boolean[]) as letter
on conflict do nothing`,

    /** Letters of task $1, or of all. */
    letters: `
select task, position, event_id::text, stream_id, category, version, type, cause, attempts, is_parked, buried_at
from ${letters} where $1::text is null or task = $1::text order by task, position`,

    exhume: `delete from ${letters} where task = $1 and position = $2 returning 1`
  }
}
