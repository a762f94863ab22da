-- The order in which all streams are read.
create index events_position on events (transaction, sequence);
