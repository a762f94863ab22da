-- Who follows the log, and how far: a row for each shard of each task. A batch locks its row, and whoever takes the lease
-- raises the epoch, so that writes of those who had it before are refused. Its position is a store's opaque one.
create table checkpoints (
  name text collate "C" not null,
  shard integer not null,
  shards integer not null,
  epoch bigint not null default 0,
  position text collate "C" not null,
  inherited json not null default '[]',
  handled bigint not null default 0,
  stopped text,
  registered_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  primary key (name, shard)
);
