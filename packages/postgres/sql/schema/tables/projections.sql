-- Versions of projections: which one is read, which are being built, and which were replaced.
create table projections (
  name text collate "C" not null,
  version integer not null,
  fingerprint text not null,
  status text not null default 'building' check (status in ('building', 'active', 'replaced')),
  is_inline boolean not null default false,
  primary key (name, version)
);
