-- Messages to other systems, written with the events that they tell of, until they are sent. Those of one key go out one
-- after the other: one that is held, until a time or, parked, for ever, holds those behind it.
create table outbox (
  name text collate "C" not null,
  sequence bigint not null generated always as identity,
  key text collate "C" not null,
  message json not null,
  attempts integer not null default 0,
  problem text,
  held_until timestamptz,
  written_at timestamptz not null default clock_timestamp(),
  constraint outbox_key primary key (name, sequence)
);

--- next statement

-- What is behind those that are held is found by them.
create index outbox_held on outbox (name, key, sequence) where held_until is not null;

--- next statement

-- Messages of other systems that were taken, by who took them: each is taken once.
create table inbox (
  consumer text collate "C" not null,
  message_id text collate "C" not null,
  taken_at timestamptz not null default clock_timestamp(),
  constraint inbox_key primary key (consumer, message_id)
);
