// What the tables of tasks are asked: checkpoints, leases, batches. Times are milliseconds from the database's clock.
export const statements = (schema: string) => {
  const checkpoints = `${schema}.checkpoints`
  const leases = `${schema}.leases`
  const workers = `${schema}.workers`
  const after = (millis: string) => `clock_timestamp() + ${millis}::float8 * interval '1 millisecond'`

  return {
    /**
     * Makes the shards of the tasks $1 that have none; $2 how many, $3 where they begin. Of programs that say different
     * numbers at the same time the one that makes the first shard makes all. Gives no rows.
     */
    registerTasks: `
with first as (
  insert into ${checkpoints} (name, shard, shards, position)
  select name, 0, shards, position from unnest($1::text[], $2::integer[], $3::text[]) as task (name, shards, position)
  order by name on conflict do nothing returning name, shards, position
), others as (
  insert into ${checkpoints} (name, shard, shards, position)
  select name, shard, shards, position from first cross join lateral generate_series(1, shards - 1) as shard
)
insert into ${leases} (name, shard) select name, shard from first cross join lateral generate_series(0, shards - 1) as shard
on conflict do nothing`,

    /** Worker $1 lives, works on the tasks $2, and its leases run for $3 from now; gives how many workers live. */
    signOfLife: `
with lives as (
  insert into ${workers} (name, worker, expires_at) select name, $1, ${after("$3")} from unnest($2::text[]) as name
  on conflict (name, worker) do update set expires_at = excluded.expires_at
), renewed as (
  update ${leases} set expires_at = ${after("$3")} where worker = $1 and name = any ($2::text[])
)
select count(distinct worker)::integer from (
  select worker from ${workers} where name = any ($2::text[]) and expires_at > clock_timestamp()
  union all select $1
) as living`,

    /** How the tasks $1 stand, or all; $2 is how long a lease must be over for others to take it beyond their share. */
    standings: `
select checkpoints.name, checkpoints.shard, position, shards, inherited, handled::float8, epoch::float8, worker,
  coalesce(expires_at > clock_timestamp() and worker is not null, false),
  coalesce(expires_at + $2::float8 * interval '1 millisecond' <= clock_timestamp(), true), stopped,
  extract(epoch from updated_at - registered_at)::float8
from ${checkpoints} as checkpoints
left join ${leases} as leases on leases.name = checkpoints.name and leases.shard = checkpoints.shard
where $1::text[] is null or checkpoints.name = any ($1::text[])
order by checkpoints.name, checkpoints.shard`,

    /** Worker $1 takes the lease of task $2, shard $3, for $4, unless somebody else has it; gives the epoch. */
    takeLease: `
with taken as (
  update ${leases} set worker = $1, expires_at = ${after("$4")}
  where name = $2 and shard = $3::integer and (worker is null or worker = $1 or expires_at <= clock_timestamp())
    and exists (select from ${checkpoints} where name = $2 and shard = $3::integer and stopped is null)
  returning name, shard
)
update ${checkpoints} as checkpoints set epoch = epoch + 1 from taken
where checkpoints.name = taken.name and checkpoints.shard = taken.shard and stopped is null
returning epoch::float8`,

    /** Worker $1 gives back the lease of task $2, shard $3. */
    releaseLease: `
update ${leases} set worker = null, expires_at = clock_timestamp()
where worker = $1 and name = $2 and shard = $3::integer`,

    /** Worker $1 is no more and has no lease; those who have not been heard of for a day are no more either. */
    removeWorker: `
with freed as (update ${leases} set worker = null, expires_at = clock_timestamp() where worker = $1)
delete from ${workers} where worker = $1 or expires_at < clock_timestamp() - interval '1 day'`,

    /** Position, shards, inherited positions and count of task $1, shard $2 under the epoch $3. */
    checkpoint: `
select position, shards, inherited, handled::float8 from ${checkpoints}
where name = $1 and shard = $2::integer and epoch = $3::float8::bigint`,

    /**
     * As `checkpoint`, locked until the transaction ends, which the server ends where it is idle for $4: a worker that
     * was stopped in the midst of a batch keeps neither the row nor the readers of the log.
     */
    lockCheckpoint: `
select position, shards, inherited, handled::float8, set_config('idle_in_transaction_session_timeout', $4, true) from ${checkpoints}
where name = $1 and shard = $2::integer and epoch = $3::float8::bigint for update`,

    /** Task $1, shard $2 is at position $3, has $4 inherited, and has handled $5 more. */
    moveCheckpoint: `
update ${checkpoints} set position = $3, inherited = $4::json, handled = handled + $5::integer,
  updated_at = clock_timestamp()
where name = $1 and shard = $2::integer`,

    /** Task $1, shard $2 under the epoch $3 is stopped for the reason $4. */
    stopShard: `
update ${checkpoints} set stopped = $4, updated_at = clock_timestamp()
where name = $1 and shard = $2::integer and epoch = $3::float8::bigint returning 1`,

    /** Every shard of task $1 is stopped for the reason $2, and whoever works on it is fenced off. */
    haltTask: `
update ${checkpoints} set epoch = epoch + 1, stopped = $2, updated_at = clock_timestamp() where name = $1`,

    /** Task $1 is not stopped any more. */
    resumeTask: `update ${checkpoints} set stopped = null where name = $1 and stopped is not null`,

    /** Whoever works on shard $2 of task $1 is fenced off; gives the new epoch. */
    seizeShard: `
update ${checkpoints} set epoch = epoch + 1 where name = $1 and shard = $2::integer returning epoch::float8`,

    /** Every shard of task $1 begins again after position $2. */
    resetTask: `
update ${checkpoints} set epoch = epoch + 1, position = $2, inherited = '[]', handled = 0,
  registered_at = clock_timestamp(), updated_at = clock_timestamp()
where name = $1`,

    /** The shards of task $1, locked until the transaction ends. */
    lockShards: `
select shard, position, inherited, epoch::float8, handled::float8 from ${checkpoints} where name = $1
order by shard for update`,

    /** The shards of task $1 that are beyond the first $2 go; the others get position $3, inherited $4 and epoch $5. */
    divideTask: [
      `delete from ${checkpoints} where name = $1 and shard >= $2::integer`,
      `delete from ${leases} where name = $1 and shard >= $2::integer`,
      `
insert into ${checkpoints} (name, shard, shards, position, inherited, epoch, handled, stopped, registered_at)
select $1, shard, $2::integer, $3, $4::json, $5::float8::bigint, case when shard = 0 then $6::float8::bigint else 0 end,
  first.stopped, first.registered_at
from generate_series(0, $2::integer - 1) as shard
cross join (select stopped, registered_at from ${checkpoints} where name = $1 and shard = 0) as first
on conflict (name, shard) do update set shards = excluded.shards, position = excluded.position,
  inherited = excluded.inherited, epoch = excluded.epoch, handled = excluded.handled`,
      `
insert into ${leases} (name, shard) select $1, shard from generate_series(0, $2::integer - 1) as shard
on conflict (name, shard) do update set worker = null, expires_at = clock_timestamp()`
    ],

    /** What the session of the process $1 is at, if anything, ends with an error. */
    cancelSession: `select pg_cancel_backend($1::integer)`,

    /** Task $1 is no more. */
    removeTask: [
      `delete from ${checkpoints} where name = $1`,
      `delete from ${leases} where name = $1`,
      `delete from ${workers} where name = $1`
    ]
  }
}
