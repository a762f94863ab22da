-- Who could work on a task: those who live share its shards.
create table workers (
  name text collate "C" not null,
  worker text collate "C" not null,
  expires_at timestamptz not null,
  primary key (name, worker)
);
