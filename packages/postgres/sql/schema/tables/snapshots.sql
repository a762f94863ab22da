-- States of streams, so that long ones need not be read whole. All of it can be deleted at any time: it is folded anew.
create table snapshots (
  stream_id text collate "C" not null,
  fingerprint text collate "C" not null,
  version integer not null,
  transaction bigint not null,
  sequence bigint not null,
  state json not null,
  taken_at timestamptz not null default clock_timestamp(),
  constraint snapshots_key primary key (stream_id, fingerprint, version)
);
