-- What is added to a transaction's number. 0 in the cluster in which the log was born; raised once where a log is
-- restored into a cluster that counts transactions anew, so that positions go on rising. Replaced, never rewritten.
create function transaction_offset() returns bigint
language sql stable parallel safe
return 0::bigint;

--- next statement

-- The number under which this transaction's events stand in the log. It gives the transaction its number if it has none.
create function current_transaction() returns bigint
language sql stable
return pg_current_xact_id()::text::bigint + transaction_offset();

--- next statement

-- Below this number every transaction has ended, so nothing can still appear there. Readers of all streams stop before it.
create function horizon() returns bigint
language sql stable parallel safe
return pg_snapshot_xmin(pg_current_snapshot())::text::bigint + transaction_offset();

--- next statement

-- The append-only rule, for the triggers that keep it.
create function refuse_change() returns trigger
language plpgsql
as $$
begin
  raise exception 'events are only ever added: % of % is refused', tg_op, tg_table_name
    using errcode = 'restrict_violation';
end
$$;

--- next statement

-- The log. (transaction, sequence) is its order: a sequence alone is not the order of commits.
create table events (
  sequence bigint not null generated always as identity,
  transaction bigint not null default current_transaction(),
  category text collate "C" not null,
  stream_id text collate "C" not null,
  version integer not null,
  id uuid not null,
  type text not null,
  schema_version integer not null,
  data json not null,
  metadata json not null,
  recorded_at timestamptz not null default clock_timestamp(),
  command_id text,
  constraint events_stream_version unique (stream_id, version)
);

--- next statement

-- The order in which all streams are read.
create index events_position on events (transaction, sequence);

--- next statement

-- One per statement, so that it costs an insert nothing; truncate has no other.
create trigger events_append_only
before update or delete or truncate on events
for each statement execute function refuse_change();

--- next statement

-- Also where triggers are off: for replication's workers and under session_replication_role.
alter table events enable always trigger events_append_only;

--- next statement

-- The rule once more, as a privilege: not even the owner changes events without granting it to itself first.
revoke update, delete, truncate on events from public, current_user;
