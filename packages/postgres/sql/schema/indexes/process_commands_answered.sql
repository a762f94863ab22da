-- What was handled, until it is answered.
create index process_commands_answered on process_commands (process, acknowledged) where acknowledged is not null;
