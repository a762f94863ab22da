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
