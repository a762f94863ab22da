-- What an instance owes, in the order of sending.
create index process_commands_open on process_commands (process, instance, sequence) where acknowledged is null;
