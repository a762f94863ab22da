-- What is due, and what is due next.
create index process_commands_due on process_commands (process, due_at) where acknowledged is null;
