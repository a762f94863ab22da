// What processes ask and write: instances, the commands that they owe, and timers by the database's clock.
export const statements = (schema: string) => {
  const instances = `${schema}.process_instances`
  const commands = `${schema}.process_commands`
  const replays = `${schema}.process_replays`
  const instance = "instance, state::text, position, inputs, early, is_ended"
  const command =
    `id::text, sent_id::text, instance, command::text, cause::text, timer, timer_at, attempts, problem, instead::text,
  is_parked, acknowledged`

  return {
    /** Of process $1 the instances $2 that exist. */
    processInstances: `select ${instance} from ${instances} where process = $1 and instance = any ($2::text[])`,

    /** What the instances $2 of process $1 owe, and what was handled and not answered yet. */
    processCommands: `
select ${command} from ${commands} where process = $1 and instance = any ($2::text[]) order by sequence`,

    /** Process $1: instances $2 with their states $3, positions $4, counts $5, early events $6, and whether they have ended. */
    writeInstances: `
insert into ${instances} (process, instance, state, position, inputs, early, is_ended)
select $1, instance, nullif(state, '')::json, position, inputs, early, is_ended
from unnest($2::text[], $3::text[], $4::text[], $5::integer[], $6::json[], $7::boolean[])
  as one (instance, state, position, inputs, early, is_ended)
order by instance
on conflict (process, instance) do update set state = excluded.state, position = excluded.position,
  inputs = excluded.inputs, early = excluded.early, is_ended = excluded.is_ended, updated_at = clock_timestamp()`,

    /** Of process $1 the timers $3 of the instances $2 wait no more, all of one where it is ''. */
    cancelTimers: `
delete from ${commands} as command using unnest($2::text[], $3::text[]) as cancelled (instance, timer)
where process = $1 and acknowledged is null and command.timer is not null
  and command.instance = cancelled.instance and (cancelled.timer = '' or command.timer = cancelled.timer)`,

    /** Of process $1 what was sent as $2 has been answered. */
    forgetSent: `delete from ${commands} where process = $1 and sent_id = any ($2::uuid[])`,

    /** Of process $1 the commands $2 are not owed any more. */
    dropCommands: `delete from ${commands} where process = $1 and id = any ($2::uuid[])`,

    /** Of process $1 what was handled up to the position $2 has been answered. */
    forgetAnswered: `delete from ${commands} where process = $1 and acknowledged <= $2`,

    /** Process $1 owes the commands $2 of the instances $3: $4 command, $5 cause, $6 timer or '', $7 its time as milliseconds. */
    oweCommands: `
insert into ${commands} (process, id, sent_id, instance, command, cause, timer, timer_at, due_at)
select $1, id, id, instance, command, cause, nullif(timer, ''), at, coalesce(at, clock_timestamp())
from unnest($2::uuid[], $3::text[], $4::json[], $5::json[], $6::text[], $7::text[])
  with ordinality as one (id, instance, command, cause, timer, millis, number)
cross join lateral (select to_timestamp(nullif(millis, '')::float8 / 1000) as at) as time
order by number
on conflict (process, id) do nothing`,

    /**
     * Of process $1 the first $2 commands that are due: timers, and of each instance the first of the others; none of an
     * instance of which one is parked, and none during a replay.
     */
    dueCommands: `
select ${command} from ${commands} as ready
where process = $1 and acknowledged is null and due_at <= clock_timestamp() and not is_parked
  and not exists (
    select from ${commands} as before
    where before.process = $1 and before.acknowledged is null and before.instance = ready.instance
      and (before.is_parked or before.timer is null and before.sequence < ready.sequence)
  )
  and not exists (select from ${replays} as replay where replay.process = $1)
order by sequence limit $2::integer`,

    /** In how many milliseconds the next command of process $1 is due that is not yet. */
    nextCommand: `
select extract(epoch from min(due_at) - clock_timestamp())::float8 * 1000 from ${commands}
where process = $1 and acknowledged is null and not is_parked and due_at > clock_timestamp()`,

    /**
     * Of process $1 what came of the commands $2: $3 where it was handled, else $4 after how many milliseconds it is sent
     * again, and Infinity where it is parked; $5 what is sent instead; $6 the problem; $7 the id of what is sent. What does not apply is ''.
     */
    settleCommands: `
update ${commands} as command set
  attempts = case when settled.instead is null then attempts + 1 else 0 end,
  acknowledged = settled.acknowledged,
  is_parked = coalesce(settled.millis = 'infinity', false),
  due_at = case when settled.millis < 'infinity' then clock_timestamp() + settled.millis * interval '1 millisecond'
    else due_at end,
  instead = coalesce(settled.instead, command.instead),
  sent_id = case when settled.instead is null then command.sent_id else settled.sent_id end,
  problem = coalesce(settled.problem, command.problem)
from (
  select id, nullif(acknowledged, '') as acknowledged, nullif(millis, '')::float8 as millis,
    nullif(instead, '')::json as instead, nullif(problem, '') as problem,
    sent_id
  from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::uuid[])
    as one (id, acknowledged, millis, instead, problem, sent_id)
) as settled
where command.process = $1 and command.id = settled.id and command.acknowledged is null`,

    /** Instance $2 of process $1, where its task $3 is, and then a row for each command, all of one moment. */
    inspectInstance: `
select ${instance}, (select min(position) from ${schema}.checkpoints where name = $3), coalesce((
  select json_agg(json_build_array(id::text, sent_id::text, instance, command::text, cause::text, timer,
    extract(epoch from timer_at)::float8 * 1000, attempts, problem, instead::text, is_parked, acknowledged)
    order by sequence)
  from ${commands} where process = $1 and instance = $2
), '[]') from ${instances} where process = $1 and instance = $2`,

    /** Instances of process $1 after $2, at most $3; with $4 only those of which a command is parked. */
    listInstances: `
select ${instance} from ${instances} as one where process = $1 and ($2::text is null or instance > $2::text)
  and (not $4::boolean or exists (
    select from ${commands} as command
    where command.process = $1 and command.instance = one.instance and is_parked and acknowledged is null
  ))
order by instance limit $3::integer`,

    /** How process $1 stands. */
    processStatus: `
select
  (select count(*) filter (where not is_ended and state is not null)::float8 from ${instances} where process = $1),
  (select count(*) filter (where is_ended)::float8 from ${instances} where process = $1),
  count(distinct instance) filter (where is_parked)::float8, count(*)::float8, count(timer)::float8,
  (select until from ${replays} where process = $1)
from ${commands} where process = $1 and acknowledged is null`,

    /** Up to where process $1 is folded anew, if it is. */
    replayOf: `select until from ${replays} where process = $1`,

    /** Of process $1 parked commands may be sent again, of instance $2 or all. */
    retryCommands: `
update ${commands} set is_parked = false, attempts = 0, due_at = clock_timestamp()
where process = $1 and is_parked and ($2::text is null or instance = $2) returning 1`,

    /** Process $1 is forgotten, and folded anew up to $2, where that is not null. */
    resetProcess: `
with no_commands as (delete from ${commands} where process = $1),
no_instances as (delete from ${instances} where process = $1),
no_replay as (delete from ${replays} where process = $1 and $2::text is null)
insert into ${replays} (process, until) select $1, $2::text where $2::text is not null
on conflict (process) do update set until = excluded.until`,
    endReplay: `delete from ${replays} where process = $1`
  }
}
