-- Processes whose events are folded anew, and up to where: meanwhile nothing is sent.
create table process_replays (
  process text collate "C" not null,
  until text collate "C" not null,
  primary key (process)
);
