-- Which numbered migrations this database has had.
create table migrations (
  id integer primary key,
  name text not null,
  applied_at timestamptz not null default clock_timestamp()
);
