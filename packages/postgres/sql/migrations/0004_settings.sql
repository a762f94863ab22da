-- How the log is ordered. One row, beside the function current_transaction(), by which writers keep to it: who changes
-- one changes both, while nobody writes. Readers take it from here, so that it is as old as the events that they see.
create table settings (
  only_row boolean primary key default true check (only_row),
  ordering text not null default 'compound' check (ordering in ('compound', 'strict')),
  transaction_offset bigint not null default 0,
  settled bigint not null default 0
);

--- next statement

insert into settings default values;

--- next statement

-- The number under which this transaction's events stand in the log. It gives the transaction its number if it has none.
-- Replaced, never rewritten: by one that adds an offset, so that positions go on rising in a cluster that counts anew;
-- and for the strict order by one that waits for its turn and gives every transaction the same number.
create or replace function current_transaction() returns bigint
language sql stable
return pg_current_xact_id()::text::bigint;

--- next statement

-- What is added to a transaction's number: 0 in the cluster in which the log was born, more after a restore into one that
-- counts transactions anew. Null in the strict order, where an event's number says nothing about its transaction.
create or replace function transaction_offset() returns bigint
language sql stable parallel safe
return (select case ordering when 'compound' then transaction_offset end from settings);

--- next statement

-- Below this number nothing can still appear. Readers of all streams stop before it: in the strict order never, as events
-- are committed in their order there; else before the oldest transaction that is still open, and not before what was
-- settled when the order or the cluster last changed.
create or replace function horizon() returns bigint
language sql stable parallel safe
return (
  select case ordering
    when 'strict' then 9223372036854775807
    else greatest(pg_snapshot_xmin(pg_current_snapshot())::text::bigint + transaction_offset, settled)
  end
  from settings
);

--- next statement

-- By which ordering and offset it goes, for the comparison with the settings: a restore may have brought only one of them.
comment on function current_transaction() is 'compound, 0';
