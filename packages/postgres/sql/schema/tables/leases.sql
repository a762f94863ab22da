-- Who works on a shard, and until when. Beside the checkpoints, so that a sign of life never waits for a batch.
create table leases (
  name text collate "C" not null,
  shard integer not null,
  worker text collate "C",
  expires_at timestamptz not null default clock_timestamp(),
  primary key (name, shard)
);
