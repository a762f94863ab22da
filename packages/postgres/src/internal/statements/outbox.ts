// What outboxes and inboxes send.
export const statements = (schema: string) => {
  const outbox = `${schema}.outbox`
  const inbox = `${schema}.inbox`
  const held = "held_until > clock_timestamp()"

  return {
    /** Adds messages, in the order in which they are given: $1 outbox, $2 key, $3 message of each. */
    writeMessages: `
insert into ${outbox} (name, key, message)
select message.name, message.key, message.message
from unnest($1::text[], $2::text[], $3::json[]) with ordinality as message (name, key, message, number)
order by message.number`,

    /** Of outbox $1 the first $2 messages before which none of their key is held. */
    readyMessages: `
select sequence, key, message, attempts from ${outbox} as ready
where name = $1 and not exists (
  select from ${outbox} as before
  where before.name = $1 and before.key = ready.key and before.sequence <= ready.sequence and before.${held}
)
order by sequence limit $2::integer`,

    /** Of outbox $1 the messages $2 were sent. */
    removeMessages: `delete from ${outbox} where name = $1 and sequence = any ($2::bigint[])`,

    /** Of outbox $1 each message in $2 was refused, for the reason in $3, and holds for so many milliseconds as in $4. */
    holdMessages: `
update ${outbox} as message set attempts = attempts + 1, problem = refused.problem,
  held_until = case
    when refused.millis = 'infinity' then 'infinity'::timestamptz
    else clock_timestamp() + refused.millis * interval '1 millisecond'
  end
from unnest($2::bigint[], $3::text[], $4::float8[]) as refused (sequence, problem, millis)
where message.name = $1 and message.sequence = refused.sequence`,

    /** How many messages wait in outbox $1, and since when. */
    countMessages: `select count(*)::integer, min(written_at) from ${outbox} where name = $1`,

    /** Of outbox $1 the first $2 messages that are parked. */
    parkedMessages: `
select sequence, key, message, attempts, problem from ${outbox}
where name = $1 and held_until = 'infinity' order by sequence limit $2::integer`,

    /** Of outbox $1 the parked messages, of key $2 if given, may go out again. */
    retryMessages: `
update ${outbox} set attempts = 0, held_until = null
where name = $1 and held_until = 'infinity' and ($2::text is null or key = $2) returning 1`,

    /** Consumer $1 takes message $2: a row where it has not before. Waits for whoever is taking it. */
    takeMessage: `insert into ${inbox} (consumer, message_id) values ($1, $2) on conflict do nothing returning 1`,

    /** Forgets what consumer $1 took more than $2 milliseconds ago. */
    forgetMessages: `
delete from ${inbox} where consumer = $1 and taken_at < clock_timestamp() - $2::float8 * interval '1 millisecond'
returning 1`
  }
}
