-- What was sent, by the id under which it was: its answers are known by it.
create index process_commands_sent on process_commands (process, sent_id);
