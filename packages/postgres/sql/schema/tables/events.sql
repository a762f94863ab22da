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
