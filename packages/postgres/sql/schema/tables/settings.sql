-- How the log is ordered. One row, beside the function current_transaction(), by which writers keep to it: who changes
-- one changes both, while nobody writes. Readers take it from here, so that it is as old as the events that they see.
create table settings (
  only_row boolean primary key default true check (only_row),
  ordering text not null default 'compound' check (ordering in ('compound', 'strict')),
  transaction_offset bigint not null default 0,
  settled bigint not null default 0
);
