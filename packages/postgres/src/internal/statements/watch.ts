// What looking after the log sends: how it is ordered, whether the cluster's transactions are those that the log knows.
export const statements = (schema: string) => {
  const events = `${schema}.events`
  const settings = `${schema}.settings`
  const isWhole = `ordering || ', ' || transaction_offset
    = coalesce(obj_description('${literal(schema)}.current_transaction()'::regprocedure, 'pg_proc'), '')`
  const lastTransaction = `coalesce((select max(transaction) from ${events}), 0)`
  return {
    /**
     * The log's last event, if its transaction is one that this cluster has not come to yet. In the strict order there is
     * none, as no event's number says anything about its transaction.
     */
    eventFromTheFuture: `
select stream_id, version
from (select * from ${events} order by transaction desc, sequence desc limit 1) as last
where transaction >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint + ${schema}.transaction_offset()`,

    /** How the log is ordered, and whether writers go by that. */
    ordering: `select ordering, ${isWhole} from ${settings}`,

    /** The last event that readers of all streams may see, and the last that was written: position and time, or no row. */
    lastVisible: last(`where transaction < ${schema}.horizon()`),
    lastWritten: last(""),

    /**
     * Events that are committed and that readers may not see yet: how many, up to $1, and for how many seconds the first
     * one was; and the oldest transaction that is open anywhere in the cluster.
     */
    hidden: `
select count(*)::integer, coalesce(extract(epoch from clock_timestamp() - min(recorded_at)), 0)::float8,
  pg_snapshot_xmin(pg_current_snapshot())::text
from (
  select recorded_at from ${events} where transaction >= (select ${schema}.horizon())
  order by transaction, sequence limit $1::integer
) as hidden`,

    /**
     * Who holds the oldest open transaction, if one is open: pid or gid, database, user, application, state, and for how
     * many seconds, which an ordinary role is told of its own sessions only. Locks are shown to everybody.
     */
    holder: `
select session.pid, prepared.gid, coalesce(session.datname, prepared.database), coalesce(session.usename, prepared.owner),
  session.application_name, session.state,
  extract(epoch from clock_timestamp() - coalesce(session.xact_start, prepared.prepared))::float8
from pg_locks as held
left join pg_stat_activity as session on session.pid = held.pid
left join pg_prepared_xacts as prepared on prepared.transaction = held.transactionid
where held.locktype = 'transactionid' and held.mode = 'ExclusiveLock' and held.granted
  and held.transactionid = pg_snapshot_xmin(pg_current_snapshot())::xid`,

    /** Whether role $1 owns the tables, itself or as a member, or is a superuser; no row where there is no such role. */
    roleIsAbove: `
select rolsuper or pg_has_role(pg_roles.oid, relowner, 'member')
from pg_roles, pg_class where rolname = $1 and pg_class.oid = '${literal(events)}'::regclass`,

    /** Whether role $1 may change or remove events, whoever gave it the right: another role that it is a member of, or all. */
    roleMayChange: `
select has_table_privilege($1::name, '${literal(events)}', 'update, delete, truncate')
  or has_any_column_privilege($1::name, '${literal(events)}', 'update')`,

    /** Leaves a role, given as a quoted identifier, the rights to append and to read. */
    grantTo: (role: string) => [
      `revoke all on all tables in schema ${schema} from ${role}`,
      `revoke all on all sequences in schema ${schema} from ${role}`,
      `revoke all on schema ${schema} from ${role}`,
      `grant usage on schema ${schema} to ${role}`,
      `grant select on ${schema}.migrations, ${settings}, ${events} to ${role}`,
      // not where an event stands in the log: that is the database's to say
      `grant insert (category, stream_id, version, id, type, schema_version, data, metadata, recorded_at, command_id)
        on ${events} to ${role}`,
      `grant select, insert, update, delete on ${schema}.checkpoints, ${schema}.leases, ${schema}.workers,
        ${schema}.documents, ${schema}.projections, ${schema}.dead_letters to ${role}`,
      `grant select, insert, update, delete on ${schema}.process_instances, ${schema}.process_commands,
        ${schema}.process_replays to ${role}`,
      `grant select, insert, update, delete on ${schema}.snapshots, ${schema}.outbox, ${schema}.inbox to ${role}`,
      `grant execute on all functions in schema ${schema} to ${role}`
    ],

    /** Until the transaction ends nobody writes events. Who reads goes on. */
    lockOutWriters: `lock table ${events} in exclusive mode`,

    /**
     * How the log is ordered, and whether writers go by that; the number of its last transaction and of this one, and the
     * offset between such numbers.
     */
    place: `
select coalesce(ordering, 'compound'), coalesce(${isWhole}, false), ${lastTransaction},
  pg_current_xact_id()::text::bigint, coalesce(transaction_offset, 0)
from (select) as now left join ${settings} on true`,

    /** $1 the order, $2 the offset, $3 the number below which everything is settled. */
    changeSettings: `
insert into ${settings} (ordering, transaction_offset, settled) values ($1, $2::bigint, $3::bigint)
on conflict (only_row) do update set ordering = $1, transaction_offset = $2::bigint, settled = $3::bigint`,

    /**
     * A transaction's own number and an offset. It is stable, and stands in the statements so that planning does not
     * call it.
     */
    countTransactions: (offset: bigint) => `
create or replace function ${schema}.current_transaction() returns bigint
language sql stable
return pg_current_xact_id()::text::bigint + ${offset}::bigint`,

    /**
     * One number for all, given to one transaction at a time: the next waits until this one has been committed, so that
     * the sequence, drawn afterwards, is the order of commits. An expression, so that it costs a row no call.
     */
    takeTurns: (turns: bigint, number: bigint) => `
create or replace function ${schema}.current_transaction() returns bigint
language sql volatile
return case
  when pg_advisory_xact_lock(${turns}) is null then null
  else ${number}::bigint
end`,

    /** Notes by what writers go. */
    noteOfWriters: (ordering: string, offset: bigint) => `
comment on function ${schema}.current_transaction() is '${ordering}, ${offset}'`,

    /** The number of the lock by which they take turns, from a text that names it. */
    turnsOf: "select hashtextextended($1, 0)"
  }

  function literal(text: string) {
    return text.replaceAll("'", "''")
  }

  function last(where: string) {
    return `
select transaction, sequence, recorded_at from ${events} ${where} order by transaction desc, sequence desc limit 1`
  }
}
