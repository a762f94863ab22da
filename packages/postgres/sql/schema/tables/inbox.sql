-- Messages of other systems that were taken, by who took them: each is taken once.
create table inbox (
  consumer text collate "C" not null,
  message_id text collate "C" not null,
  taken_at timestamptz not null default clock_timestamp(),
  constraint inbox_key primary key (consumer, message_id)
);
