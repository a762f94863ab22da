-- One per statement, so that it costs an insert nothing; truncate has no other.
create trigger events_append_only
before update or delete or truncate on events
for each statement execute function refuse_change();
