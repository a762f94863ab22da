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

--- next statement

-- Who works on a shard, and until when. Beside the checkpoints, so that a sign of life never waits for a batch.
create table leases (
  name text collate "C" not null,
  shard integer not null,
  worker text collate "C",
  expires_at timestamptz not null default clock_timestamp(),
  primary key (name, shard)
);

--- next statement

-- Who could work on a task: those who live share its shards.
create table workers (
  name text collate "C" not null,
  worker text collate "C" not null,
  expires_at timestamptz not null,
  primary key (name, worker)
);

--- next statement

-- Read models without SQL: one document for each key, found also by up to four values. A document is null only in the
-- transaction that is about to write it.
create table documents (
  model text collate "C" not null,
  key text collate "C" not null,
  document json,
  index_1 text collate "C",
  index_2 text collate "C",
  index_3 text collate "C",
  index_4 text collate "C",
  primary key (model, key)
);

--- next statement

create index documents_index_1 on documents (model, index_1, key) where index_1 is not null;

--- next statement

create index documents_index_2 on documents (model, index_2, key) where index_2 is not null;

--- next statement

create index documents_index_3 on documents (model, index_3, key) where index_3 is not null;

--- next statement

create index documents_index_4 on documents (model, index_4, key) where index_4 is not null;

--- next statement

-- Versions of projections: which one is read, which are being built, and which were replaced.
create table projections (
  name text collate "C" not null,
  version integer not null,
  fingerprint text not null,
  status text not null default 'building' check (status in ('building', 'active', 'replaced')),
  is_inline boolean not null default false,
  primary key (name, version)
);

--- next statement

-- One version of a projection is read.
create unique index projections_active on projections (name) where status = 'active';

--- next statement

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
