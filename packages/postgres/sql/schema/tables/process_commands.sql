-- What instances of processes owe: commands, in the order in which they are sent, and those that wait for a time. They are
-- kept until the process has taken what the aggregate answered.
create table process_commands (
  process text collate "C" not null,
  id uuid not null,
  sent_id uuid not null,
  instance text collate "C" not null,
  sequence bigint not null generated always as identity,
  command json not null,
  instead json,
  cause json not null,
  timer text collate "C",
  timer_at timestamptz,
  due_at timestamptz not null,
  attempts integer not null default 0,
  problem text,
  is_parked boolean not null default false,
  acknowledged text collate "C",
  primary key (process, id)
);
