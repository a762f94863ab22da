-- A stream takes a command once. The id stands on the first event of an append only, so others cost the index nothing.
create unique index events_command on events (stream_id, command_id) where command_id is not null;
