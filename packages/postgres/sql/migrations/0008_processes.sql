-- Processes, an instance each: its state, and the place of its last input. Without a state it has not begun, and keeps what
-- came too early.
create table process_instances (
  process text collate "C" not null,
  instance text collate "C" not null,
  state json,
  position text collate "C" not null,
  inputs integer not null,
  early json not null,
  is_ended boolean not null,
  updated_at timestamptz not null default clock_timestamp(),
  primary key (process, instance)
);

--- next statement

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

--- next statement

-- Processes whose events are folded anew, and up to where: meanwhile nothing is sent.
create table process_replays (
  process text collate "C" not null,
  until text collate "C" not null,
  primary key (process)
);

--- next statement

-- What an instance owes, in the order of sending.
create index process_commands_open on process_commands (process, instance, sequence) where acknowledged is null;

--- next statement

-- What is due, and what is due next.
create index process_commands_due on process_commands (process, due_at) where acknowledged is null;

--- next statement

-- What was handled, until it is answered.
create index process_commands_answered on process_commands (process, acknowledged) where acknowledged is not null;

--- next statement

-- What was sent, by the id under which it was: its answers are known by it.
create index process_commands_sent on process_commands (process, sent_id);
