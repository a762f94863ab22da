-- Events that a task could not handle, and went on without. The event itself is in the log.
create table dead_letters (
  task text collate "C" not null,
  position text collate "C" not null,
  event_id uuid not null,
  stream_id text collate "C" not null,
  category text collate "C" not null,
  version integer not null,
  type text not null,
  cause text not null,
  attempts integer not null,
  is_parked boolean not null,
  buried_at timestamptz not null default clock_timestamp(),
  primary key (task, position)
);
